"""What stands in a row in place of what the vendor promises, by the name of the fault."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from sandbox.autotask.schema import Entity
from sandbox.door.faults import Fault
from sandbox.door.jsontext import Document, dumps

# The changed row, or None when the answer does not show what the fault is about.
Change = Callable[[Entity, Document, Fault, str | None], Document | None]

_MARK: Final = "\u2404 malformed \u2404"
# A quotation mark that nobody escaped, as servers that paste their JSON together write it.
MALFORMED: Final = (dumps(_MARK), '"19" rack, 42 U"')
UNKNOWN: Final = 98765
HUGE: Final = 2_000_000

_WRONG: Final[Mapping[str, Any]] = {
    "decimal": "twelve dollars",
    "integer": "twelve",
    "long": "twelve",
    "short": "twelve",
    "string": {"text": "an object"},
    "datetime": 20261122,
    "boolean": "perhaps",
}
# Where each fault strikes when it is left to itself; elsewhere the first field that will do.
_USUAL: Final[Mapping[tuple[str, str], str]] = {
    ("wrong_type", "Invoices"): "invoiceTotal",
    ("wrong_type", "BillingItems"): "totalAmount",
    ("wrong_type", "Companies"): "companyName",
    ("null_value", "Invoices"): "invoiceDateTime",
    ("unknown_pick_list", "Companies"): "companyType",
    ("huge_description", "Invoices"): "comments",
    ("huge_description", "BillingItems"): "description",
    ("currency_mismatch", "Companies"): "currencyID",
    ("sums_differ", "Invoices"): "invoiceTotal",
    ("sums_differ", "BillingItems"): "totalAmount",
}


def naive(entity: Entity, row: Document, only: str | None = None) -> Document:
    """The row with its instants, or one of them, without a zone."""
    changed = {
        name: row[name].removesuffix("Z")
        for name in _fields(entity, row, "datetime")
        if row[name] is not None and only in (None, name)
    }
    return {**row, **changed}


def _naive_dates(entity: Entity, row: Document, fault: Fault, field: str | None) -> Document | None:
    changed = naive(entity, row, field)
    return changed if changed != row else None


def _sums_differ(entity: Entity, row: Document, fault: Fault, field: str | None) -> Document | None:
    name = field or _usual(entity, row, fault, ("decimal",))
    if name is None or not isinstance(row.get(name), int | Decimal):
        return None
    return {**row, name: Decimal(row[name]) + Decimal(str(fault.parameters.get("by", 10)))}


def _malformed(entity: Entity, row: Document, fault: Fault, field: str | None) -> Document | None:
    shown = [name for name in row if name != "id"]
    return _with(row, field or (shown or ["id"])[0], _MARK)


def _wrong_type(entity: Entity, row: Document, fault: Fault, field: str | None) -> Document | None:
    name = field or _usual(entity, row, fault, ("decimal", "integer", "long", "short"))
    found = entity.fields.get((name or "").lower())
    usual = _WRONG[found.data_type] if found else "a text"
    return _with(row, name, fault.parameters.get("value", usual))


def _unknown_pick_list(
    entity: Entity, row: Document, fault: Fault, field: str | None
) -> Document | None:
    lists = {each["name"] for each in entity.metadata["fields"] if each["isPickList"]}
    listed = [name for name in row if name in lists]
    name = field or _usual(entity, row, fault, ()) or next(iter(listed), None)
    return _with(row, name, fault.parameters.get("value", UNKNOWN))


def _null_value(entity: Entity, row: Document, fault: Fault, field: str | None) -> Document | None:
    required = {each["name"] for each in entity.metadata["fields"] if each["isRequired"]} - {"id"}
    promised = [name for name in row if name in required]
    name = field or _usual(entity, row, fault, ()) or next(iter(promised), None)
    return _with(row, name, None)


def _huge(entity: Entity, row: Document, fault: Fault, field: str | None) -> Document | None:
    name = field or _usual(entity, row, fault, ("string",))
    phrase = "Replaced the patch lead & tested. "
    size = int(fault.number("size", HUGE))
    return _with(row, name, (phrase * (size // len(phrase) + 1))[:size])


def _currency(entity: Entity, row: Document, fault: Fault, field: str | None) -> Document | None:
    name = field or _usual(entity, row, fault, ())
    return _with(row, name, fault.parameters.get("value", UNKNOWN))


def _with(row: Document, name: str | None, value: Any) -> Document | None:
    return {**row, name: value} if name is not None and name in row else None


def _usual(entity: Entity, row: Document, fault: Fault, types: tuple[str, ...]) -> str | None:
    name = _USUAL.get((fault.effect, entity.name))
    if name in row:
        return name
    return next(_fields(entity, row, *types), None)


def _fields(entity: Entity, row: Document, *types: str) -> Iterator[str]:
    for field in entity.fields.values():
        if field.data_type in types and field.name in row and field.name != "id":
            yield field.name


CHANGES: Final[Mapping[str, Change]] = {
    "sums_differ": _sums_differ,
    "currency_mismatch": _currency,
    "malformed_json": _malformed,
    "wrong_type": _wrong_type,
    "unknown_pick_list": _unknown_pick_list,
    "null_value": _null_value,
    "naive_dates": _naive_dates,
    "huge_description": _huge,
}
