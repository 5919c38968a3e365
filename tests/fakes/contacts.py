"""The contacts of a model Xero: names unique among active ones, numbers for ever, people in full lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.clients.xero.contact_answers import translate_full_contact
from core.clients.xero.fields import Element
from core.domain.company import fold_name
from core.domain.contacts.xero_contact import FullContact
from core.domain.xero_document import ElementAnswer, XeroContact

TAKEN = (
    "The contact name {} is already assigned to another contact. The contact name must be unique "
    "across all active contacts."
)
ARCHIVED = (
    "The specified contact details matched an archived contact. Archived contacts cannot "
    "currently be edited via the API."
)
_LISTS = ("addresses", "phones", "persons")

Row = dict[str, Any]


@dataclass
class FakeContacts:
    """Creates and changes contacts as Xero does; `full` holds what a summary leaves out."""

    refusals: dict[str, tuple[str, ...]]
    new_id: Callable[[], int]
    people: dict[str, XeroContact] = field(default_factory=dict)
    full: dict[str, FullContact] = field(default_factory=dict)

    def add(self, name: str, **more: Any) -> XeroContact:
        contact = XeroContact(f"contact-{self.new_id()}", name, **more)
        self.people[contact.xero_id] = contact
        return contact

    def in_full(self, ids: Sequence[str]) -> list[FullContact]:
        found = (self.people[each] for each in ids if each in self.people)
        return [replace(self._full(each.xero_id), contact=each) for each in found]

    def execute(self, method: str, rows: list[Row]) -> tuple[ElementAnswer, ...]:
        act = self._create if method == "PUT" else self._change
        return tuple(act(index, row) for index, row in enumerate(rows))

    def _create(self, index: int, row: Row) -> ElementAnswer:
        number = row["ContactNumber"]
        reasons = self.refusals.get(number, ())
        if not reasons and any(each.number == number for each in self.people.values()):
            reasons = (TAKEN.format(row["Name"]),)
        if reasons := reasons or self._taken(row["Name"], but=""):
            return ElementAnswer(index, number, reasons=reasons)
        contact = self.add(row["Name"], number=number, email=row.get("EmailAddress", ""))
        self._store(contact, row, FullContact(contact))
        return ElementAnswer(index, number, contact_id=contact.xero_id)

    def _change(self, index: int, row: Row) -> ElementAnswer:
        contact_id = row["ContactID"]
        contact = self.people[contact_id]
        name = row.get("Name", contact.name)
        reasons = self.refusals.get(contact_id, ()) or self._taken(name, but=contact_id)
        if contact.is_archived:
            reasons = (ARCHIVED,)
        if reasons:
            return ElementAnswer(index, contact_id, reasons=reasons)
        email = row.get("EmailAddress", contact.email)
        self.people[contact_id] = replace(contact, name=name, email=email)
        self._store(self.people[contact_id], row, self._full(contact_id))
        return ElementAnswer(index, contact_id, contact_id=contact_id)

    def _store(self, contact: XeroContact, row: Row, before: FullContact) -> None:
        """A list that is sent replaces the old one, people and all."""
        sent = translate_full_contact(Element(row))
        texts = {
            name: getattr(sent, name) or getattr(before, name)
            for name in ("first_name", "last_name", "tax_number")
        }
        lists = {name: getattr(sent, name) or getattr(before, name) for name in _LISTS}
        self.full[contact.xero_id] = replace(before, contact=contact, **texts, **lists)

    def _full(self, contact_id: str) -> FullContact:
        return self.full.get(contact_id) or FullContact(self.people[contact_id])

    def _taken(self, name: str, but: str) -> tuple[str, ...]:
        is_taken = any(
            not each.is_archived and each.xero_id != but and fold_name(each.name) == fold_name(name)
            for each in self.people.values()
        )
        return (TAKEN.format(name),) if is_taken else ()
