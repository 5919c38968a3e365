"""What people do in Autotask's own screens right after a call was answered, because a fault says so."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from sandbox.autotask.context import Context
from sandbox.autotask.schema import Entity
from sandbox.autotask.writes import edit, void
from sandbox.door.call import Call
from sandbox.door.errors import DoorError
from sandbox.door.faults import Fault
from sandbox.door.jsontext import Document

_REMARK: Final = "Changed while somebody was reading."
# The field of a row that names its invoice.
_INVOICE_OF: Final = {"Invoices": "id", "BillingItems": "invoiceID"}


def after(
    context: Context,
    call: Call | None,
    entity: Entity,
    rows: Sequence[Document],
    beyond: Document | None = None,
) -> None:
    """Lets the standing faults of the call happen to what it was answered."""
    for fault in call.standing if call is not None else ():
        if fault.effect == "voided":
            done = _voided(context, fault, entity, rows)
        elif fault.effect == "changed_between_pages":
            done = _changed(context, fault, entity, [*rows[-1:], *([beyond] if beyond else [])])
        else:
            continue
        if done and call is not None:
            call.struck.append(fault)


def _voided(context: Context, fault: Fault, entity: Entity, rows: Sequence[Document]) -> bool:
    named, name = fault.parameters.get("record"), _INVOICE_OF.get(entity.name)
    number = named if named is not None else rows[-1][name] if rows and name else None
    if number is None:
        return False
    with suppress(DoorError):
        void(context.parts, number, context.clock.now())
        return True
    return False


def _changed(context: Context, fault: Fault, entity: Entity, rows: Sequence[Document]) -> bool:
    named = fault.parameters.get("record")
    numbers = [row["id"] for row in rows] if named is None else [named]
    wish = fault.parameters.get("fields")
    fields = wish if isinstance(wish, dict) else _remark(entity)
    done = False
    for number in numbers:
        with suppress(DoorError):
            edit(context.parts, entity, number, fields)
            done = True
    return done


def _remark(entity: Entity) -> dict[str, Any]:
    """Something that changes nobody's amounts."""
    texts = (field for field in entity.fields.values() if field.data_type == "string")
    usual = {"Invoices": "comments", "BillingItems": "description"}
    name = usual.get(entity.name) or next(
        each.name for each in texts if each.length >= len(_REMARK)
    )
    return {name: _REMARK}
