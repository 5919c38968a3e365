"""What turning a switch does to the records that are stored already, and to those that are added."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from sandbox.autotask.open_questions import Value
from sandbox.autotask.pick_list_ids import concerned, moved
from sandbox.door.jsontext import Document
from sandbox.door.storage import Store

Positions = Mapping[str, Value]
Change = Callable[[Document], Mapping[str, Any]]


def as_switched(positions: Positions, name: str, record: Document) -> Document:
    """A record that is added, as the switches have it."""
    if name == "Invoices" and positions["invoice_total"] == "gross":
        record = {**record, **_total(record, 1)}
    if positions["pick_list_ids"] == "elsewhere":
        record = {**record, **moved(name, record)}
    return record


def turn(store: Store, before: Positions, after: Positions) -> None:
    """Stored records follow the switches that changed."""
    for switch, entities in _ENTITIES.items():
        if before[switch] != after[switch]:
            for name in entities:
                _change_all(store, name, _change(switch, name, before[switch]))


_ENTITIES: Final[Mapping[str, tuple[str, ...]]] = {
    "invoice_total": ("Invoices",),
    "tax_rate": ("Taxes",),
    "pick_list_ids": concerned(),
}


def _change(switch: str, name: str, before: Value) -> Change:
    if switch == "invoice_total":
        return lambda invoice: _total(invoice, 1 if before == "net" else -1)
    if switch == "tax_rate":
        factor = Decimal("0.01") if before == "percent" else Decimal(100)
        return lambda tax: {"taxRate": tax["taxRate"] * factor}
    return lambda record: moved(name, record, 1 if before == "by_position" else -1)


def _change_all(store: Store, name: str, change: Change) -> None:
    for record in store.all(name):
        store.put(name, record["id"], {**record, **change(record)})


def _total(invoice: Document, sign: int) -> dict[str, Any]:
    return {"invoiceTotal": invoice["invoiceTotal"] + sign * invoice["totalTaxValue"]}
