"""Settles contacts: a link for each that Xero has, a fault on the invoices of one that it refused."""

from collections.abc import Sequence

from core.domain.batch import Batch, BatchKind, Element
from core.domain.contacts.link import ContactLink
from core.domain.faults import make_fault
from core.domain.refusals import recognise
from core.domain.settlement import Accepted, Outcome, Refused
from services.xero_posting.desk import Desk
from services.xero_posting.parties import stop_payer
from services.xero_posting.settle_contact_updates import settle_update

_ALREADY_THERE = "our contact number"


def settle_contacts(desk: Desk, batch: Batch, outcomes: Sequence[Outcome]) -> None:
    """Bring every outcome into the ledger."""
    if batch.kind is BatchKind.CONTACT_UPDATE:
        for outcome in outcomes:
            settle_update(desk, outcome)
        return
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
        if batch.kind is BatchKind.CONTACT_UPDATE:
            settle_update(desk, Refused(element, tuple(reasons)))
        else:
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
            _link(desk, element, contact.xero_id, _ALREADY_THERE)
        elif contact is not None and reasons:
            _stop(desk, element, "CONTACT_ARCHIVED", contact.name, contact.xero_id)
        elif reasons:
            _refuse(desk, element, reasons)


def _link(desk: Desk, element: Element, contact_id: str, how: str) -> None:
    new = ContactLink(
        element.source_id,
        element.marker,
        contact_id,
        how,
        xero_name=element.marker,
        content_hash=element.content_hash if how == "created" else "",
    )
    if desk.links.link(desk.connection.id, new, desk.now()):
        desk.journal.info(
            "CONTACT_LINKED", f"{element.marker} is a contact in Xero ({how}).", xero_id=contact_id
        )
    elif not desk.links.linked(desk.connection.id, [element.source_id]):
        _stop(desk, element, "CONTACT_TAKEN")


def _refuse(desk: Desk, element: Element, reasons: Sequence[str]) -> None:
    fault = recognise(reasons, company=element.marker, company_id=element.source_id)
    if fault.code == "XERO_REFUSED":
        _stop(desk, element, "CONTACT_REFUSED", vendor_text=fault.vendor_text)
    else:
        stop_payer(desk, element.source_id, fault)


def _stop(
    desk: Desk,
    element: Element,
    code: str,
    contact: str = "",
    contact_id: str = "",
    vendor_text: str = "",
) -> None:
    fault = make_fault(
        code,
        vendor_text=vendor_text,
        company=element.marker,
        company_id=element.source_id,
        contact=contact,
        contact_id=contact_id,
    )
    stop_payer(desk, element.source_id, fault)
