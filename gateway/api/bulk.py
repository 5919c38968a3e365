"""Actions on many invoices: begun, looked at, stopped."""

from flask import Blueprint, abort
from spectree import Response

from core.store.views import bulk_actions
from core.store.views.bulk_actions import BulkView
from gateway import audited
from gateway.api.bulk_schemas import BulkBody, BulkOut, RefusedOut
from gateway.api.lenses import lens_of
from gateway.api.spec import spec
from gateway.chosen import filter_of_all, refuse_role
from gateway.commands.bulk import BulkWish
from gateway.filters import arguments_of
from gateway.messages import bulk as messages
from gateway.roles import admit

blueprint = Blueprint("bulk", __name__)

_BASE = "/connections/<connection>/invoices/bulk"


@blueprint.post(_BASE)
@admit("operator")
@spec.validate(resp=Response(HTTP_200=BulkOut), tags=("Commands",))
def begin(connection: str, json: BulkBody) -> BulkOut:
    """Resync, skip, take back the skip of, or remove from the list any number of invoices."""
    lens_of(connection)
    refuse_role(json.action)
    chosen = (
        list(json.ids)
        if json.ids is not None
        else audited.told_filter(filter_of_all(arguments_of(json.filter or "")))
    )
    wish = BulkWish(json.action, chosen, json.include_complete, json.reason, json.key)
    bulk_id, _ = audited.start_bulk(connection, "invoices", wish)
    return _told(_find(connection, bulk_id))


@blueprint.get(f"{_BASE}/<bulk_id>")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=BulkOut), tags=("Commands",))
def one(connection: str, bulk_id: str) -> BulkOut:
    """How far an action is, and what it left alone."""
    lens_of(connection)
    return _told(_find(connection, bulk_id))


@blueprint.post(f"{_BASE}/<bulk_id>/stop")
@admit("operator")
@spec.validate(resp=Response(HTTP_200=BulkOut), tags=("Commands",))
def stop(connection: str, bulk_id: str) -> BulkOut:
    """Stop an action after the portion it is at; what was done stays done."""
    lens_of(connection)
    audited.stop_bulk(connection, bulk_id)
    return _told(_find(connection, bulk_id))


def _find(connection: str, bulk_id: str) -> BulkView:
    return bulk_actions.bulk_action(connection, bulk_id) or abort(404, messages.NOT_THERE)


def _told(found: BulkView) -> BulkOut:
    return BulkOut(
        id=found.id,
        action=found.action,
        state=found.state,
        stop_asked=found.stop_asked,
        total=found.total,
        done=found.done,
        moved=found.moved,
        refused=found.refused,
        examples=[RefusedOut(autotask_id=n, reason=why) for n, why in found.refused_ids],
        by=found.by,
        reason=found.reason,
        message=found.message,
        created_at=found.created_at,
        started_at=found.started_at,
        finished_at=found.finished_at,
    )
