"""The tenant's records: kept whole in the vendor's field order, with their JSON text at hand."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

from sandbox.autotask.bad_values import naive
from sandbox.autotask.schema import entities, entity
from sandbox.autotask.switched import as_switched, turn
from sandbox.autotask.switches import Switches
from sandbox.door.jsontext import Document, dumps
from sandbox.door.storage import Store
from sandbox.world.model import Intent, World

# Tells whether the API user gets to see a record.
Sees = Callable[[Document], bool]
INTENTS: Final = "intents"
BY_INVOICE: Final = "invoice"


class Tenant:
    """Reads and changes records; the ids of an entity only ever grow, so stored order is id order."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.switches = Switches(store)
        self.sees: Callable[[str], Sees | None] = lambda name: None
        self._texts: dict[tuple[str, int], tuple[Document, str]] = {}
        store.add_index("BillingItems", BY_INVOICE, lambda item: item["invoiceID"])

    def after(self, name: str, start: int) -> list[Document]:
        """The records with an id above `start`, ascending."""
        return _later(self.store.all(name), start)

    def some(self, name: str, ids: Iterable[Any], start: int) -> list[Document]:
        """As `after`, for these ids only."""
        found = (self.store.get(name, int(number)) for number in sorted(ids) if number > start)
        return [record for record in found if record is not None]

    def items_of(self, invoice_ids: Iterable[Any], start: int) -> list[Document]:
        """As `after`, for the lines of some invoices only."""
        found = (self.store.find("BillingItems", BY_INVOICE, number) for number in invoice_ids)
        items = sorted((item for items in found for item in items), key=lambda item: item["id"])
        return _later(items, start)

    def printed_lines(self, invoice_id: int) -> list[Document]:
        """The lines of an invoice in the order in which they are printed."""
        items = self.store.find("BillingItems", BY_INVOICE, invoice_id)
        return sorted(items, key=lambda item: (item["sortOrderID"] or 0, item["id"]))

    def shown(self, name: str) -> Callable[[Document], Document]:
        """How a record is answered: as it is, or with instants of no zone."""
        if self.switches.position("timestamps") == "naive":
            return partial(naive, entity(name))
        return lambda record: record

    def text(self, name: str, record: Document) -> str:
        """The record's JSON, made once for as long as the record stays as it is."""
        key = (name, record["id"])
        known = self._texts.get(key)
        if known is None or known[0] is not record:
            known = self._texts[key] = (record, dumps(self.shown(name)(record)))
        return known[1]

    def find(self, name: str, record_id: int) -> Document | None:
        return self.store.get(name, record_id)

    def seen(self, name: str, record_id: int) -> Document | None:
        """The record, if the API user gets to see it."""
        record, sees = self.find(name, record_id), self.sees(name)
        return record if record is None or sees is None or sees(record) else None

    def change(self, name: str, record: Document, fields: Mapping[str, Any]) -> Document:
        """Replaces some fields of a record; the record as it is then."""
        changed = {**record, **fields}
        self.store.put(name, record["id"], changed)
        return changed

    def add(self, world: World) -> None:
        """Everything of a world, or of a part of one, except what is still to happen."""
        with self.store.transaction():
            positions = self.switches.positions()
            for name, records in world.records.items():
                complete = entity(name).complete
                for record in records:
                    whole = as_switched(positions, name, complete(record))
                    self.store.put(name, whole["id"], whole)
            for invoice_id, intent in world.intents.items():
                self.set_intent(invoice_id, intent)

    def set_intent(self, invoice_id: int, intent: Intent) -> None:
        self.store.put(INTENTS, invoice_id, {"expect": intent.expect, "why": intent.why})

    def intents(self) -> dict[str, Document]:
        """By invoice id."""
        found = {
            str(invoice["id"]): self.store.get(INTENTS, invoice["id"])
            for invoice in self.store.all("Invoices")
        }
        return {key: intent for key, intent in found.items() if intent is not None}

    def last_id(self, name: str) -> int:
        records = self.store.all(name)
        return int(records[-1]["id"]) if records else 0

    def state(self) -> dict[str, list[Document]]:
        """Every stored object, by entity."""
        return {found.name: self.store.all(found.name) for found in entities().values()}

    def switch(self, wishes: Mapping[str, object]) -> None:
        """Turns switches, and the stored records with them."""
        with self.store.transaction():
            before = self.switches.positions()
            self.switches.change(wishes)
            turn(self.store, before, self.switches.positions())
        self._texts.clear()


def _later(records: list[Document], start: int) -> list[Document]:
    return records[bisect_right(records, start, key=lambda record: int(record["id"])) :]
