"""The organisation's stored records and the look-ups that rules need."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from sandbox.door.clock import Clock
from sandbox.door.storage import Store
from sandbox.xero.dates import instant_string, moment_of, wire_instant
from sandbox.xero.switches import Switches
from sandbox.xero.webhooks.events import EventLog

Record = dict[str, Any]

# The field that identifies a record, by entity, in the order in which the door shows them.
IDS = {
    "Organisation": "OrganisationID",
    "Accounts": "AccountID",
    "TaxRates": "TaxType",
    "TrackingCategories": "TrackingCategoryID",
    "BrandingThemes": "BrandingThemeID",
    "Currencies": "Code",
    "Items": "ItemID",
    "Contacts": "ContactID",
    "Invoices": "InvoiceID",
    "CreditNotes": "CreditNoteID",
    "PurchaseOrders": "PurchaseOrderID",
    "Payments": "PaymentID",
}
ZERO_ID = "00000000-0000-0000-0000-000000000000"
FILES = "_attachments"
_DATED = frozenset({"Invoices", "CreditNotes", "Payments"})
# Entities whose records are for a contact.
_FOR_CONTACTS = ("Invoices", "CreditNotes", "PurchaseOrders")


def _folded(field: str) -> Any:
    return lambda record: str(record.get(field) or "").casefold()


class Books:
    """Everything the organisation has; writing stamps the time of change."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.switches = Switches(store)
        self.events: EventLog | None = None
        store.add_index("Accounts", "Code", _folded("Code"))
        store.add_index("Items", "Code", _folded("Code"))
        store.add_index("Contacts", "Name", _folded("Name"))
        store.add_index("Contacts", "ContactNumber", _folded("ContactNumber"))
        store.add_index("Invoices", "InvoiceNumber", _folded("InvoiceNumber"))
        store.add_index("CreditNotes", "CreditNoteNumber", _folded("CreditNoteNumber"))
        store.add_index("PurchaseOrders", "PurchaseOrderNumber", _folded("PurchaseOrderNumber"))
        store.add_index(FILES, "owner", lambda record: record["owner"])
        for entity in _FOR_CONTACTS:
            store.add_index(entity, "ContactID", lambda record: record["Contact"]["ContactID"])

    def organisation(self) -> Record:
        """The one organisation."""
        return self.store.all("Organisation")[0]

    def get(self, entity: str, key: str) -> Record | None:
        """A record by its id."""
        return self.store.get(entity, key)

    def find(self, entity: str, field: str, value: str) -> list[Record]:
        """Records by an indexed text, letter case aside."""
        return self.store.find(entity, field, value.casefold())

    def account(self, code: str) -> Record | None:
        """An account by its code."""
        return next(iter(self.find("Accounts", "Code", code)), None)

    def day(self, field: str) -> date | None:
        """A date of the organisation, such as a lock date."""
        text = self.organisation().get(field)
        return moment_of(text).date() if text else None

    def today(self) -> date:
        """The sandbox's date."""
        return self.clock.now().date()

    def save(self, entity: str, record: Mapping[str, Any]) -> Record:
        """Store a record, stamped with the time."""
        now = self.clock.now()
        stamped = {**record, "UpdatedDateUTC": wire_instant(now)}
        if entity in _DATED:
            stamped["UpdatedDateUTCString"] = instant_string(now)
        key = stamped[IDS[entity]]
        if self.events is not None:
            self.events.note(entity, stamped, created=self.store.get(entity, key) is None)
        self.store.put(entity, key, stamped)
        if entity == "Contacts":
            self._rename(stamped)
        return stamped

    def _rename(self, contact: Record) -> None:
        """Documents show their contact's present name; that is no change of the document."""
        shown = short_contact(contact)
        for entity in _FOR_CONTACTS:
            for record in self.find(entity, "ContactID", contact["ContactID"]):
                if record["Contact"] != shown:
                    self.store.put(entity, record[IDS[entity]], {**record, "Contact": shown})

    def move_documents(self, contact_id: str, survivor: Record) -> None:
        """The documents of a merged contact belong to the surviving one."""
        for entity in _FOR_CONTACTS:
            for record in self.find(entity, "ContactID", contact_id):
                self.store.put(entity, record[IDS[entity]], {**record, "Contact": survivor})

    def used_by(self, contact_id: str, flag: str) -> None:
        """The first document makes a contact a customer or supplier, without touching its time."""
        contact = self.store.get("Contacts", contact_id)
        if contact is not None and not contact[flag]:
            self.store.put("Contacts", contact_id, {**contact, flag: True})

    def files_of(self, record_id: str) -> list[Record]:
        """What is attached to a record, as it is shown."""
        return [row["shown"] for row in self.store.find(FILES, "owner", record_id)]

    def next_number(self, prefix: str, entity: str, field: str) -> str:
        """The next free generated number, in the style `INV-0055`."""
        count = int(self.store.value(f"sequence:{prefix}", 0)) + 1
        while self.find(entity, field, f"{prefix}{count:04d}"):
            count += 1
        self.store.set_value(f"sequence:{prefix}", count)
        return f"{prefix}{count:04d}"


def short_contact(contact: Mapping[str, Any]) -> Record:
    """What a document keeps of its contact."""
    number = contact.get("ContactNumber")
    return {
        "ContactID": contact["ContactID"],
        **({"ContactNumber": number} if number else {}),
        "Name": contact["Name"],
    }


def fresh_id() -> str:
    """An id for a record that a client creates."""
    return str(uuid4())
