"""Ids of pick lists that nobody has confirmed: as their places on the list, or as other numbers."""

from collections.abc import Mapping
from typing import Any, Final

# Of these lists only the labels are known, and of two lists the first id.
_INFERRED: Final[Mapping[str, tuple[str, ...]]] = {
    "BillingItems": ("billingItemType", "subType"),
    "PurchaseOrders": ("status",),
    "Companies": ("invoiceMethod", "billToAddressToUse"),
}
_CONFIRMED: Final = frozenset({("billingItemType", 1), ("subType", 1)})
_AWAY: Final = 40

Record = Mapping[str, Any]


def concerned() -> tuple[str, ...]:
    """The entities that have such a list."""
    return tuple(_INFERRED)


def moved(entity: str, record: Record, sign: int = 1) -> dict[str, Any]:
    """What changes in a record when the ids are others (or, with -1, their places again)."""
    return {
        name: _moved(name, record[name], sign)
        for name in _INFERRED.get(entity, ())
        if record.get(name) is not None
    }


def moved_fields(entity: str, fields: list[Record]) -> list[Record]:
    """The metadata of the fields when the ids are others."""
    return [
        {**field, "picklistValues": [_moved_value(field["name"], row) for row in rows]}
        if field["name"] in _INFERRED.get(entity, ()) and (rows := field["picklistValues"])
        else field
        for field in fields
    ]


def _moved_value(name: str, row: Record) -> Record:
    return {**row, "value": str(_moved(name, int(row["value"]), 1))}


def _moved(name: str, number: int, sign: int) -> int:
    return number if (name, number) in _CONFIRMED else number + sign * _AWAY
