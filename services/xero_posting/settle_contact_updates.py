"""Settles a change of a contact. None of it stops an invoice: the contact is there as it was."""

from collections.abc import Sequence

from core.domain.batch import Element
from core.domain.faults import Fault
from core.domain.refusals import recognise
from core.domain.settlement import Accepted, Outcome
from services.xero_posting.desk import Desk


def settle_update(desk: Desk, outcome: Outcome) -> None:
    """Remember what Xero took. Without an answer the contact is compared again by a later round."""
    element = outcome.element
    reasons: Sequence[str] = getattr(outcome, "reasons", ())
    if isinstance(outcome, Accepted):
        desk.links.note_update(desk.connection.id, element.source_id, element.content_hash)
    elif reasons:
        _refuse(desk, element, recognise(reasons))


def _refuse(desk: Desk, element: Element, fault: Fault) -> None:
    """A name that is another contact's is left out from now on; other content is not sent again."""
    company_id, connection_id = element.source_id, desk.connection.id
    if fault.code == "CONTACT_ARCHIVED":
        desk.links.distrust(connection_id, [company_id])
    elif fault.code == "CONTACT_NAME_TAKEN" and element.marker:
        # Without a fingerprint the other differences are looked at again, and go without the name.
        desk.links.note_update(connection_id, company_id, "", element.marker)
    else:
        desk.links.note_update(connection_id, company_id, element.content_hash)
    desk.journal.warning(
        "CONTACT_NOT_CHANGED",
        "Xero did not take the changes of a contact; its invoices go on.",
        xero_id=element.contact_id,
        detail={"vendor_text": fault.vendor_text, "company_id": company_id},
    )
