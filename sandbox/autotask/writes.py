"""PATCH and PUT of the few writable fields, and the door's own edits."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sandbox.autotask.problems import (
    NO_MATCH,
    ApiError,
    invalid,
    read_only,
    unreadable,
)
from sandbox.autotask.schema import UDF_ARRAY, Entity, Field
from sandbox.autotask.tenant import BY_INVOICE, Tenant
from sandbox.autotask.values import as_boolean, as_instant, as_number
from sandbox.door.errors import DoorError
from sandbox.door.jsontext import Document
from sandbox.world.calendar import instant
from sandbox.world.model import Intent

DATE_ONLY: Final = frozenset({"paidDate"})
VOIDED_BY: Final = 29682885


def update(tenant: Tenant, entity: Entity, sent: object, *, sparse: bool) -> int:
    """The id of the record; PUT (not sparse) empties the writable fields that were not sent."""
    if not isinstance(sent, dict):
        raise invalid("Missing Required Field: id")
    values = dict(sent)
    record = _addressed(tenant, entity, values)
    fields: dict[str, Any] = {} if sparse else dict.fromkeys(sorted(entity.writable))
    for name, value in values.items():
        field = entity.field(name)
        if field.name not in entity.writable:
            raise read_only(field.name, entity.singular)
        fields[field.name] = stored(field, value)
    _check_doubts(tenant, record, fields)
    tenant.change(entity.name, record, fields)
    return int(record["id"])


def _addressed(tenant: Tenant, entity: Entity, values: dict[str, Any]) -> Document:
    name = next((name for name in values if name.lower() == "id"), None)
    if name is None:
        raise invalid("Missing Required Field: id")
    record_id = as_number(values.pop(name))
    record = tenant.seen(entity.name, int(record_id))
    if record is None:
        raise invalid(NO_MATCH)
    return record


def _check_doubts(tenant: Tenant, record: Document, fields: Mapping[str, Any]) -> None:
    switches = tenant.switches.positions()
    if record.get("isVoided") and switches["patch_voided"] == "refused":
        raise invalid("Data violation: A voided invoice cannot be updated.")
    unpays = "paidDate" in fields and fields["paidDate"] is None and record.get("paidDate")
    mark = "webServiceDate"
    unmarks = mark in fields and fields[mark] is None and record.get(mark)
    if unmarks and switches["clear_web_service_date"] == "refused":
        raise invalid("Data violation: The webServiceDate cannot be removed.")
    if unpays and switches["unpay"] == "refused":
        raise invalid("Data violation: The paidDate cannot be removed.")


def stored(field: Field, value: object) -> Any:
    """A written value as records hold it; times of dates are dropped."""
    if value is None:
        return None
    if field.data_type == "datetime":
        moment = as_instant(value)
        return f"{moment[:10]}T00:00:00.000Z" if field.name in DATE_ONLY else moment
    if field.data_type == "string":
        return _text(field, value)
    if field.data_type == "boolean":
        return as_boolean(value)
    number = as_number(value)
    return number if field.data_type in ("decimal", "float") else int(number)


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise unreadable("String", value)
    if field.length and len(value) > field.length:
        raise invalid(f"{field.name} must be less than or equal to {field.length} characters")
    return value


def edit(tenant: Tenant, entity: Entity, record_id: int, fields: Mapping[str, object]) -> Document:
    """Somebody works in Autotask's own screens: any field of any record."""
    changes = _plainly(lambda: {_name(entity, n): _edited(entity, n, v) for n, v in fields.items()})
    if "id" in changes:
        raise DoorError("An id cannot be edited.")
    # Alone, or what a client writes at this very moment would be lost.
    with tenant.store.transaction():
        record = tenant.find(entity.name, record_id)
        if record is None:
            raise DoorError(f"There is no {entity.singular} with the id {record_id}.")
        return tenant.change(entity.name, record, changes)


def _name(entity: Entity, name: str) -> str:
    return UDF_ARRAY if _is_udf_array(entity, name) else entity.field(name).name


def _edited(entity: Entity, name: str, value: object) -> Any:
    if _is_udf_array(entity, name):
        if not isinstance(value, list):
            raise DoorError("userDefinedFields is a list of objects with name and value.")
        return value
    return stored(entity.field(name), value)


def _is_udf_array(entity: Entity, name: str) -> bool:
    return entity.carries_user_fields and name.lower() == UDF_ARRAY.lower()


def _plainly(make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The vendor's complaint as a sentence at the door."""
    try:
        return make()
    except ApiError as problem:
        raise DoorError(" ".join(problem.errors or ["That cannot be."])) from problem


def void(tenant: Tenant, invoice_id: int, moment: datetime) -> Document:
    """The lines go back to "to invoice" and the invoice stays, empty."""
    with tenant.store.transaction():
        invoice = tenant.find("Invoices", invoice_id)
        if invoice is None:
            raise DoorError(f"There is no Invoice with the id {invoice_id}.")
        if invoice["isVoided"]:
            raise DoorError(f"Invoice {invoice_id} is voided already.")
        for item in tenant.store.find("BillingItems", BY_INVOICE, invoice_id):
            tenant.change("BillingItems", item, {"invoiceID": None, "webServiceDate": None})
        voided = {"isVoided": True, "voidedDate": instant(moment), "voidedByResourceID": VOIDED_BY}
        tenant.set_intent(invoice_id, Intent("skipped", "voided through the door"))
        return tenant.change("Invoices", invoice, voided)
