"""A printed form of an invoice as a screen shows it: is it of the invoice as it is now?"""

from dataclasses import dataclass, field
from datetime import datetime

from core.domain.attaching import AttachmentState
from core.domain.papers import Form
from core.domain.status import Status
from core.store.documents import InvoiceDocument, PaperDocument
from core.store.papers import paper_id, to_paper
from core.store.views.reading import collection, read


@dataclass(frozen=True, slots=True)
class PaperRow:
    """`is_current`: Autotask has not changed the invoice since, as far as we know."""

    content: bytes = field(repr=False)
    fetched_at: datetime
    is_current: bool


@read
def paper(connection: str, autotask_id: int, form: Form) -> PaperRow | None:
    """The last one that was fetched, if it is still kept."""
    stored = collection(PaperDocument).find_one({"_id": paper_id(connection, autotask_id, form)})
    if stored is None:
        return None
    invoice = collection(InvoiceDocument).find_one(
        {"_id": f"{connection}/{autotask_id}"}, {"content_hash": 1}
    )
    kept = to_paper(stored)
    is_current = invoice is not None and invoice["content_hash"] == kept.hash
    return PaperRow(kept.content, kept.fetched_at, is_current)


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """How far Autotask's PDF is on its way to the document in Xero.

    `state` is one of `AttachmentState`; `at` is when it got there, `until` when it is tried again.
    """

    state: AttachmentState
    at: datetime
    reason: str
    until: datetime | None


@read
def attachment(connection: str, autotask_id: int) -> AttachmentRow | None:
    """None for an invoice whose PDF nobody wanted in Xero, or does not any more: only to what is
    Complete is something attached."""
    stored = collection(InvoiceDocument).find_one(
        {"_id": f"{connection}/{autotask_id}"}, {"attachment": 1, "status": 1}
    )
    told = (stored or {}).get("attachment") or {}
    if stored is None or not told.get("state"):
        return None
    if told.get("open") and stored["status"] != Status.COMPLETE.value:
        return None
    state = AttachmentState(told["state"])
    at = {
        AttachmentState.ATTACHED: (told.get("there") or {}).get("at"),
        AttachmentState.REFUSED: told.get("refused_at"),
        AttachmentState.SENDING: (told.get("sent") or {}).get("at"),
    }.get(state)
    reason = told.get("reason") or ""
    return AttachmentRow(state, at or told["wanted_at"], reason, told.get("not_before"))
