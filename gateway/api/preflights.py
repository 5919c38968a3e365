"""Preview of a record and preflight of a queue: what would be sent, without sending it."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, abort
from spectree import Response
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from core.store.views import preflights as store
from core.store.views import record as records
from gateway import audited, exports
from gateway.api import preflight_schemas as schemas
from gateway.api import translate
from gateway.api.lenses import lens_of
from gateway.api.record_schemas import DecisionOut
from gateway.api.spec import spec
from gateway.filters import choice, document_filter, is_id, refuse
from gateway.preflight_files import preflight_file
from gateway.previews import read_preview
from gateway.roles import admit

blueprint = Blueprint("preflights", __name__)

_TAGS = ("Preflight",)
OUTCOMES = ("", "send", "update", "void", "hold", "stop", "skip")


@blueprint.get("/connections/<connection>/invoices/<int:autotask_id>/preview")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=schemas.PreviewOut), tags=_TAGS)
def preview(connection: str, autotask_id: int) -> schemas.PreviewOut:
    """The exact payload and every decision of one invoice, as it would be sent now."""
    through = lens_of(connection)
    found = records.record("invoices", connection, autotask_id)
    if found is None:
        abort(404, f"There is no record {autotask_id} in this connection.")
    told = read_preview(audited.commands().preview(connection, autotask_id))
    return schemas.PreviewOut(
        outcome=told.outcome,
        message=told.message,
        payload=told.payload,
        decisions=[DecisionOut(**asdict(each)) for each in told.decisions],
        warnings=list(told.warnings),
        hold_code=told.hold_code,
        fault=translate.fault(told.fault, found.row, through) if told.fault else None,
        new_contact=told.new_contact,
    )


@blueprint.post("/connections/<connection>/preflights")
@admit("operator")
@spec.validate(resp=Response(HTTP_200=schemas.PreflightStarted), tags=_TAGS)
def start(connection: str, json: schemas.PreflightBody) -> schemas.PreflightStarted:
    """Simulate what matches, or everything that is pending, in the background."""
    lens_of(connection)
    told = MultiDict(
        [
            *(("status", each) for each in json.status),
            ("cause", json.cause), ("q", json.q), ("from", json.from_on), ("to", json.to),
        ]
    )  # fmt: skip
    started, message = audited.start_preflight(connection, document_filter(told))
    return schemas.PreflightStarted(id=started, message=message)


@blueprint.get("/connections/<connection>/preflights")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=schemas.PreflightList), tags=_TAGS)
def listing(connection: str) -> schemas.PreflightList:
    """The latest simulations."""
    lens_of(connection)
    items = [_out(each) for each in store.latest(connection)]
    return schemas.PreflightList(items=items, next_cursor=None)


@blueprint.get("/connections/<connection>/preflights/<preflight>")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=schemas.PreflightOut), tags=_TAGS)
def one(connection: str, preflight: str) -> schemas.PreflightOut:
    """Progress and figures of one simulation."""
    lens_of(connection)
    return _out(_find(connection, preflight))


@blueprint.get("/connections/<connection>/preflights/<preflight>/rows")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=schemas.PreflightRowList), tags=_TAGS)
def rows(connection: str, preflight: str, query: schemas.RowQuery) -> schemas.PreflightRowList:
    """What each record would become, lowest Autotask id first."""
    lens_of(connection)
    _find(connection, preflight)
    outcome = choice(MultiDict({"outcome": query.outcome}), "outcome", OUTCOMES)
    if query.cursor and not is_id(query.cursor):
        raise refuse("cursor", query.cursor[:40], "what `next_cursor` said")
    after = int(query.cursor) if query.cursor else -1
    found = store.rows(preflight, outcome, after=after, limit=query.limit + 1)
    page = found[: query.limit]
    return schemas.PreflightRowList(
        items=[schemas.PreflightRowOut(**asdict(each)) for each in page],
        next_cursor=str(page[-1].autotask_id) if len(found) > query.limit else None,
    )


@blueprint.get("/connections/<connection>/preflights/<preflight>.csv")
@admit("viewer")
@spec.validate(resp=Response("HTTP_200"), tags=_TAGS)
def as_file(connection: str, preflight: str) -> AnyResponse:
    """A line for each record."""
    through = lens_of(connection)
    found = _find(connection, preflight)
    return exports.file(preflight_file(found), f"preflight_{through.connection.id}.csv")


def _find(connection: str, preflight: str) -> store.PreflightView:
    found = store.preflight(connection, preflight)
    return found or abort(404, "There is no such preflight (any more).")


def _out(found: store.PreflightView) -> schemas.PreflightOut:
    empty: dict[str, Any] = {
        "outcomes": {}, "kinds": {}, "accounts": [], "tax_types": [], "months": [], "causes": [],
        "contacts": [],
    }  # fmt: skip
    values = {name: value for name, value in asdict(found).items() if name != "wanted"}
    return schemas.PreflightOut(**{**values, "result": {**empty, **found.result}})
