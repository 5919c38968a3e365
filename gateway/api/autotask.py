"""The Autotask side of a connection: what its page shows, its lists anew, and new credentials."""

from flask import Blueprint
from spectree import Response

from core.domain.setting_choices import HeaderTotal
from core.store.views.autotask import AutotaskSide, autotask_side
from gateway import audited
from gateway.api import autotask_schemas as shapes
from gateway.api.lenses import lens_of
from gateway.api.spec import spec
from gateway.api.translate_connection import autotask_fields
from gateway.presenters.autotask.jobs import is_sweeping, sweep_due
from gateway.presenters.autotask.lists import NAMES
from gateway.presenters.document_rows import Lens
from gateway.roles import admit

blueprint = Blueprint("autotask", __name__)

_TAGS = ("Autotask",)


@blueprint.get("/connections/<connection>/autotask")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=shapes.AutotaskDetail), tags=_TAGS)
def autotask(connection: str) -> shapes.AutotaskDetail:
    """Health, the hour's calls, lists, looks and sweep, and routes of a connection's Autotask."""
    through = lens_of(connection)
    return _detail(autotask_side(through.connection), through)


@blueprint.post("/connections/<connection>/autotask/refresh-lists")
@admit("operator")
@spec.validate(resp=Response(HTTP_200=shapes.ToldOut), tags=_TAGS)
def refresh_lists(connection: str) -> shapes.ToldOut:
    """Read all of Autotask's lists again."""
    key = lens_of(connection).connection.autotask_key
    return shapes.ToldOut(message=audited.refresh_lists(key).message)


@blueprint.post("/connections/<connection>/autotask/test")
@admit("operator")
@spec.validate(resp=Response(HTTP_200=shapes.ToldOut), tags=_TAGS)
def test(connection: str) -> shapes.ToldOut:
    """Try the sign-in with one call; a success ends a stop after a refused one.

    What Autotask refuses is tried again at once the first time, then after a quarter of an hour, then
    ever more seldom (with Sync Now, up to a day): Autotask locks users.
    """
    key = lens_of(connection).connection.autotask_key
    return shapes.ToldOut(message=audited.prove_credentials(key).message)


@blueprint.post("/connections/<connection>/autotask/tell-again")
@admit("operator")
@spec.validate(resp=Response(HTTP_200=shapes.ToldOut), tags=_TAGS)
def tell_again(connection: str) -> shapes.ToldOut:
    """Tell Autotask once more of the invoices that it could not be told of."""
    own_id = lens_of(connection).connection.id
    return shapes.ToldOut(message=audited.tell_again(own_id).message)


@blueprint.put("/connections/<connection>/autotask/credentials")
@admit("admin")
@spec.validate(resp=Response(HTTP_200=shapes.ToldOut), tags=_TAGS)
def credentials(connection: str, json: shapes.CredentialsBody) -> shapes.ToldOut:
    """New credentials; saved only if Autotask accepts them, and only where the sign-in is kept.

    Five times in 15 minutes and 20 times a day; those that are kept already are tried like a test.
    """
    own_id = lens_of(connection).connection.id
    return shapes.ToldOut(message=audited.save_credentials(own_id, json.model_dump()).message)


def _detail(side: AutotaskSide, through: Lens) -> shapes.AutotaskDetail:
    chosen = side.own_options.header_total
    is_chosen = chosen is not HeaderTotal.DETECT
    seen = side.look.state.get("totals")
    return shapes.AutotaskDetail(
        **autotask_fields(through),
        connections=[each.id for each in side.sharers],
        lists=[
            shapes.ListOut(
                kind=row.kind, name=NAMES[row.kind], count=row.count, read_at=row.read_at
            )
            for row in side.lists
        ],
        invoice_total=chosen.value if is_chosen else seen if seen in ("net", "gross") else None,
        invoice_total_is_chosen=is_chosen,
        look=shapes.LookOut(
            last_run_at=side.look.run.last_run_at,
            next_run_at=through.connection.next_look_at,
            is_running=side.look.run.running_since_at is not None,
        ),
        sweep=_sweep(side, through),
        write_back_waiting=side.waiting.write_back,
        write_back_refused=side.waiting.write_back_refused,
        write_back_given_up=side.waiting.write_back_given_up,
        pdfs_waiting=side.waiting.pdfs,
        routing=shapes.RoutingOut(
            route_by=side.options.route_by.value,
            route_field=side.options.route_field,
            routes=side.options.routes,
            default_route=side.options.default_route,
            unroutable=side.waiting.unroutable,
        ),
    )


def _sweep(side: AutotaskSide, through: Lens) -> shapes.SweepOut:
    state = side.sweep.state
    return shapes.SweepOut(
        ended_at=state.get("ended_at"),
        next_run_at=sweep_due(side, through.connection, through.now),
        is_running=is_sweeping(side),
        is_unfinished=bool(state.get("run")),
        read=state.get("read"),
        missed=state.get("missed"),
        changed=state.get("changed"),
    )
