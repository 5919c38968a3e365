"""One invoice or purchase order: everything about it, and what may be done with it."""

from flask import Blueprint, abort
from spectree import Response

from core.store.views import record as records
from core.store.views import sent
from core.store.views import trace as traces
from gateway import audited
from gateway.api import record_schemas as shapes
from gateway.api import record_translate, schemas
from gateway.api.lenses import lens_of
from gateway.api.spec import spec
from gateway.commands import INVOICE_COMMANDS
from gateway.pages.fixing import Wish, carry_out, fixing_of
from gateway.pages.frame import SHELVES
from gateway.roles import admit

blueprint = Blueprint("record", __name__)


@admit("viewer")
@spec.validate(resp=Response(HTTP_200=shapes.DocumentDetail), tags=("Documents",))
def detail(connection: str, shelf: str, autotask_id: int) -> shapes.DocumentDetail:
    """One document with its lines, decisions and history."""
    through = lens_of(connection, SHELVES[shelf])
    found = _find(connection, shelf, autotask_id)
    trace = traces.trace(SHELVES[shelf], connection, autotask_id)
    fixes = fixing_of(found, through).cards
    last = sent.sent(connection, autotask_id) if shelf == "invoices" else None
    return record_translate.detail(found, trace, fixes, last, through)


@admit("operator")
@spec.validate(resp=Response(HTTP_200=schemas.CommandOut), tags=("Commands",))
def change(
    connection: str, shelf: str, autotask_id: int, command: str, json: shapes.RecordCommandBody
) -> schemas.CommandOut:
    """Ask the actor; 409 when the document's status does not allow it, or it has changed."""
    lens_of(connection)
    _find(connection, shelf, autotask_id)
    done = audited.change_document(
        SHELVES[shelf], command, connection, autotask_id, json.reason or "", json.version
    )
    return schemas.CommandOut(status=done.status, message=done.message)


@blueprint.post("/connections/<connection>/invoices/<int:autotask_id>/fix")
@admit("admin")
@spec.validate(resp=Response(HTTP_200=schemas.CommandOut), tags=("Commands",))
def fix(connection: str, autotask_id: int, json: shapes.FixBody) -> schemas.CommandOut:
    """Save the row of the options that mends the fault, then send the invoice again."""
    through = lens_of(connection)
    found = _find(connection, "invoices", autotask_id)
    fixing = fixing_of(found, through)
    only = fixing.cards[0].target if len(fixing.cards) == 1 else None
    wish = Wish(
        option=json.option or (only.option if only else ""),
        key=tuple(json.key if json.key is not None else only.key if only else ()),
        value=json.value.strip(),
        version=json.version,
    )
    message = carry_out(connection, found, fixing, wish)
    status = _find(connection, "invoices", autotask_id).row.status
    return schemas.CommandOut(status=status.value, message=message)


@admit("admin")
@spec.validate(resp=Response(HTTP_200=schemas.CommandOut), tags=("Commands",))
def put_away(
    connection: str, autotask_id: int, command: str, json: shapes.RecordCommandBody
) -> schemas.CommandOut:
    """Take an invoice off the list, or show it there again; nothing else changes."""
    lens_of(connection)
    found = _find(connection, "invoices", autotask_id)
    press = audited.remove if command == "remove" else audited.bring_back
    done = press(connection, autotask_id, json.reason or "", json.version)
    return schemas.CommandOut(status=done.status or found.row.status.value, message=done.message)


def _find(connection: str, shelf: str, autotask_id: int) -> records.Record:
    found = records.record(SHELVES[shelf], connection, autotask_id)
    return found or abort(404, f"There is no record {autotask_id} in this connection.")


def _add(shelf: str) -> None:
    one = f"/connections/<connection>/{shelf}/<int:autotask_id>"
    blueprint.add_url_rule(one, view_func=detail, defaults={"shelf": shelf})
    for command in INVOICE_COMMANDS if shelf == "invoices" else ("resync",):
        blueprint.add_url_rule(
            f"{one}/{command}",
            view_func=change,
            methods=["POST"],
            defaults={"shelf": shelf, "command": command},
        )


for _shelf in SHELVES:
    _add(_shelf)
for _command in ("remove", "bring-back"):
    blueprint.add_url_rule(
        f"/connections/<connection>/invoices/<int:autotask_id>/{_command}",
        view_func=put_away,
        methods=["POST"],
        defaults={"command": _command},
    )
