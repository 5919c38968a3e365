"""Why an invoice goes to the contact it goes to, for the record panel."""

from collections.abc import Collection

from core.domain.contacts.link import ContactLink
from core.domain.contacts.recipients import Recipients, choose_recipients
from core.domain.decision import Decision, Subject
from core.domain.records import Connection
from services.xero_posting.parties import Parties
from services.xero_posting.ports import ContactLinks, Lists


def contact_decisions(
    connection: Connection, links: ContactLinks, lists: Lists, company_ids: Collection[int]
) -> dict[int, tuple[Decision, ...]]:
    """By the company on the invoice; the parent that is billed instead has a decision of its own."""
    parties = Parties(connection, lists)
    payers = parties.payers(company_ids)
    known = links.get(connection.id, {payer.company_id for payer in payers.values()})
    found: dict[int, tuple[Decision, ...]] = {}
    for company_id, payer in payers.items():
        link = known.get(payer.company_id)
        value = (link.xero_name or link.company) if link else ""
        reasons = [payer.reason] if payer.reason else []
        if link:
            reasons.append(_found(link) + _person(connection, parties, link))
        found[company_id] = tuple(Decision(Subject.CONTACT, value, reason) for reason in reasons)
    return found


def _found(link: ContactLink) -> str:
    if link.how == "created":
        return f"Xero had no contact for {link.company}, so one was made."
    return f"{link.company} is Xero's contact {link.xero_name}, found by {link.how}."


def _person(connection: Connection, parties: Parties, link: ContactLink) -> str:
    """Who gets the invoices is ours to say only of contacts that we make or keep up to date."""
    if link.how != "created" and not connection.settings.update_contacts:
        return ""
    (company,) = parties.companies({link.company_id: link.company})
    recipients = choose_recipients(company, connection.settings)
    return f" {recipients.reason}" if isinstance(recipients, Recipients) else ""
