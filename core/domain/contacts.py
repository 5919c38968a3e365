"""Finds the Xero contact of an Autotask company (product.md X6), or drafts a new one.

Order: our own contact number, then the company's account number, then the name as Xero compares
it. A contact that already stands for another company is never taken.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.domain.company import Company, fold_name
from core.domain.xero_document import ContactDraft, XeroContact

_NAME_LIMIT = 255
_EMAIL_LIMIT = 255
_NUMBER_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Found:
    """An existing contact, and by what it was found."""

    contact: XeroContact
    how: str


@dataclass(frozen=True, slots=True)
class Archived:
    """The only fitting contact is archived; Xero takes no new document for it."""

    contact: XeroContact


@dataclass(frozen=True, slots=True)
class Create:
    """No contact fits."""

    draft: ContactDraft


Match = Found | Archived | Create


class ContactBook:
    """Every contact of an organisation, ready to be searched many times."""

    def __init__(self, contacts: Iterable[XeroContact]) -> None:
        self._by_id: dict[str, XeroContact] = {}
        self._by_number: dict[str, XeroContact] = {}
        self._by_account: dict[str, XeroContact] = {}
        self._by_name: dict[str, XeroContact] = {}
        for contact in contacts:
            self.add(contact)

    def add(self, contact: XeroContact) -> None:
        """Enter a contact; an active one wins over an archived one under the same key."""
        self._by_id[contact.xero_id] = contact
        for index, key in (
            (self._by_number, contact.number),
            (self._by_account, contact.account_number),
            (self._by_name, fold_name(contact.name)),
        ):
            if key and (key not in index or index[key].is_archived):
                index[key] = contact

    def match(self, company: Company, contact_number: str, taken: Collection[str]) -> Match:
        """Find or draft the contact of a company. `taken` are contacts of other companies."""
        archived: XeroContact | None = None
        for how, found in (
            ("our contact number", self._by_number.get(contact_number)),
            ("the account number", self._by_account.get(company.number)),
            ("the name", self._by_name.get(fold_name(company.name))),
        ):
            contact = self._follow_merges(found)
            if contact is None or contact.xero_id in taken:
                continue
            if _stands_for_another(contact, contact_number):
                continue
            if not contact.is_archived:
                return Found(contact, how)
            archived = archived or contact
        if archived:
            return Archived(archived)
        return Create(draft_contact(company, contact_number, self._free_name(company)))

    def _follow_merges(self, contact: XeroContact | None) -> XeroContact | None:
        seen: set[str] = set()
        while contact and contact.merged_into_id and contact.xero_id not in seen:
            seen.add(contact.xero_id)
            contact = self._by_id.get(contact.merged_into_id, contact)
        return contact

    def _free_name(self, company: Company) -> str:
        name = " ".join(company.name.split())[:_NAME_LIMIT].replace("<", "(").replace(">", ")")
        taken_by = self._by_name.get(fold_name(name))
        if taken_by is None or taken_by.is_archived:
            return name
        # Xero: names are unique among active contacts without regard to case (Contacts page).
        suffix = f" ({company.autotask_id})"
        return name[: _NAME_LIMIT - len(suffix)] + suffix


def _stands_for_another(contact: XeroContact, contact_number: str) -> bool:
    """Tell whether we made this contact for another company, although the link is not known yet."""
    prefix = contact_number.rpartition("-")[0] + "-"
    is_ours = contact.number.startswith(prefix) and contact.number[len(prefix) :].isdigit()
    return is_ours and contact.number != contact_number


def contact_number(connection_id: str, company_id: int) -> str:
    """Our key on a contact that we create; Xero keeps it unique, archived contacts included."""
    suffix = f"-{company_id}"
    return connection_id[: _NUMBER_LIMIT - len(suffix)] + suffix


def draft_contact(company: Company, number: str, name: str) -> ContactDraft:
    """Everything Xero is told about a new contact."""
    address = company.address
    return ContactDraft(
        name=name,
        number=number,
        email=company.billing_email[:_EMAIL_LIMIT],
        phone=company.phone,
        tax_number=company.tax_number,
        address_lines=tuple(line for line in (address.line1, address.line2) if line),
        city=address.city,
        region=address.region,
        postal_code=address.postal_code,
        country=address.country,
    )
