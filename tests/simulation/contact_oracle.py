"""The judgment of changed contacts: whose data stand on which contact, and whether what we noted is so."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.domain.company import Company
from core.domain.connection_settings import ConnectionSettings
from core.domain.contacts.book import contact_number
from core.domain.contacts.draft import clean_name, draft_contact
from core.domain.contacts.recipients import Recipients, choose_recipients
from core.domain.contacts.update import content_hash
from tests.simulation.oracle import require
from tests.simulation.xero.books import Contact

if TYPE_CHECKING:
    from tests.simulation.shared import Shared

# Xero may carry out an older change after a newer one; or refuses it, and we ask no second time.
_UNTELLING = frozenset({"late_commit", "late_arrival", "refused_whole"})


class ContactOracle:
    """Watches every change of a contact, and looks over all links at the end."""

    def __init__(self, shared: "Shared") -> None:
        self._shared = shared

    def edited(self, contact: Contact) -> None:
        owners = self._shared.links.ever.get(contact.contact_id, set())
        require(bool(owners), f"the contact {contact.name} was changed and is nobody's")
        told = {
            version.tax_number
            for number in owners
            for version in self._shared.company_book.versions[number]
        }
        require(contact.tax_number in told, f"{contact.name} got the data of another company")

    def final(self) -> None:
        """What is noted as written stands on the contact."""
        shared = self._shared
        plan = shared.plan
        told = plan.faults | ({plan.fault_at[1]} if plan.fault_at else set())
        if plan.fault_rate and told & _UNTELLING:
            return
        for number, link in shared.links.links.items():
            contact = shared.books.contacts[link.xero_contact_id]
            if link.is_distrusted or contact.is_archived:
                continue
            noted = self._versions(number).get(link.content_hash)
            require(
                noted is None or noted.tax_number in ("", contact.tax_number),
                f"{contact.name} has {contact.tax_number}, noted is {noted and noted.tax_number}",
            )

    def _versions(self, number: int) -> Mapping[str, Company]:
        settings = self._shared.connection.settings
        versions = self._shared.company_book.versions[number]
        return {_fingerprint(version, settings): version for version in versions}


def _fingerprint(company: Company, settings: ConnectionSettings) -> str:
    recipients = choose_recipients(company, settings)
    assert isinstance(recipients, Recipients)
    number = contact_number("kauri", company.autotask_id)
    return content_hash(draft_contact(company, number, clean_name(company.name), recipients))
