"""Settles contacts: a link for each that Xero has, a fault on the invoices of one that it refused."""

from collections.abc import Sequence

from core.domain.batch import Batch, Element
from core.domain.faults import make_fault
from core.domain.settlement import Accepted, Outcome, Refused
from services.xero_posting.desk import Desk
from services.xero_posting.stop import stop_company


def settle_contacts(desk: Desk, batch: Batch, outcomes: Sequence[Outcome]) -> None:
    """Bring every outcome into the ledger."""
    unclear: list[tuple[Element, Sequence[str]]] = []
    for outcome in outcomes:
        match outcome:
            case Accepted(element, answer) if answer.contact_id is not None:
                _link(desk, element, answer.contact_id, "created")
            case Refused(element, reasons):
                _refuse(desk, element, reasons)
            case _:
                unclear.append((outcome.element, getattr(outcome, "reasons", ())))
    if unclear:
        look_up_contacts(desk, unclear)


def refuse_contacts(desk: Desk, batch: Batch, reasons: Sequence[str]) -> None:
    """Every contact of the batch was refused for the same reasons."""
    for element in batch.elements:
        _refuse(desk, element, reasons)


def look_up_contacts(desk: Desk, questions: Sequence[tuple[Element, Sequence[str]]]) -> None:
    """Ask Xero for contacts by our own number. Ones it does not have are drafted anew next time,

    unless Xero gave a reason for not making them.
    """
    found = {
        contact.number: contact
        for contact in desk.ledger.contacts_by_number([element.number for element, _ in questions])
    }
    for element, reasons in questions:
        contact = found.get(element.number)
        if contact is not None and not contact.is_archived:
            _link(desk, element, contact.xero_id, "found by our contact number")
        elif reasons:
            _refuse(desk, element, reasons)


def _link(desk: Desk, element: Element, contact_id: str, how: str) -> None:
    is_new = desk.links.link(
        desk.connection.id, element.source_id, element.marker, contact_id, how, desk.now()
    )
    if is_new:
        desk.journal.info(
            "CONTACT_LINKED", f"{element.marker} is a contact in Xero ({how}).", xero_id=contact_id
        )
    elif not desk.links.linked(desk.connection.id, [element.source_id]):
        stop_company(desk, element.source_id, make_fault("CONTACT_TAKEN", company=element.marker))


def _refuse(desk: Desk, element: Element, reasons: Sequence[str]) -> None:
    text = "\n".join(reasons)
    fault = make_fault("CONTACT_REFUSED", vendor_text=text, company=element.marker)
    stop_company(desk, element.source_id, fault)
