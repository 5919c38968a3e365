"""Finds out what became of batches that are still open: unanswered, or left by a crash.

Young ones go again as the very same bytes under the same key; old ones are looked up after a slow
commit had its time, ours are adopted and the rest is released under a new key.
"""

from dataclasses import dataclass

from core.domain.batch import Batch, BatchKind, Remedy, choose_remedy
from core.domain.errors import RejectedError
from core.domain.settlement import Unclear
from services.xero_posting.deliver import deliver
from services.xero_posting.desk import Desk
from services.xero_posting.settle_contacts import look_up_contacts
from services.xero_posting.settle_documents import look_up

_UPDATES = frozenset({BatchKind.INVOICE_UPDATE, BatchKind.CREDIT_NOTE_UPDATE})


@dataclass(frozen=True, slots=True)
class Resolved:
    """For how many batches Xero was asked, and why it refused a question, if it did."""

    asked: int
    refusal: RejectedError | None = None


def resolve_open(desk: Desk) -> Resolved:
    """Move every open batch of the connection one step on.

    A batch whose look-up Xero refuses keeps neither the others nor new ones waiting.
    """
    open_batches = desk.batches.open_batches(desk.connection.id)
    _free_orphans(desk, {batch.id for batch in open_batches})
    asked, refusal = 0, None
    for batch in open_batches:
        try:
            asked += _resolve(desk, batch)
        except RejectedError as error:
            refusal = error
            reasons = "; ".join(error.reasons)
            desk.journal.error(
                "LOOK_UP_REFUSED",
                f"Xero refused our question about an unanswered batch: {reasons}",
                detail={"batch": batch.id},
            )
    return Resolved(asked, refusal)


def _free_orphans(desk: Desk, open_ids: set[str]) -> None:
    """Claims whose batch was never frozen: a crash in between; nothing left our door."""
    for batch_id in desk.invoices.claims_without_batch(desk.connection.id, open_ids):
        desk.give_back(batch_id, "NOT_SENT", "A restart came in between; nothing was sent.")


def _resolve(desk: Desk, batch: Batch) -> bool:
    if _is_settled(desk, batch):
        desk.batches.close(batch.id, "settled", desk.now())
        return False
    remedy, _ = choose_remedy(batch, desk.now())
    match remedy:
        case Remedy.RELEASE:
            # First nobody can send it any more, then its documents are free.
            if desk.batches.withdraw(batch.id, desk.lease.fence, desk.now()):
                desk.give_back(batch.id, "NOT_SENT", "A restart came in between; nothing was sent.")
        case Remedy.SEND:
            desk.journal.info(
                "SENT_AGAIN",
                f"A batch of {len(batch.elements)} goes to Xero again under its own key.",
                detail={"batch": batch.id, "sends": batch.sends},
            )
            deliver(desk, batch)
        case Remedy.LOOK_UP:
            _look_up(desk, batch)
    return remedy in (Remedy.SEND, Remedy.LOOK_UP)


def _is_settled(desk: Desk, batch: Batch) -> bool:
    if batch.kind is BatchKind.CONTACTS:
        wanted = {element.source_id for element in batch.elements}
        return len(desk.links.linked(desk.connection.id, wanted)) == len(wanted)
    return not desk.invoices.in_batch(batch.id)


def _look_up(desk: Desk, batch: Batch) -> None:
    desk.leases.renew(desk.lease)
    desk.journal.info("LOOKED_UP", f"Looking in Xero for {len(batch.elements)} documents.")
    if batch.kind is BatchKind.CONTACTS:
        look_up_contacts(desk, [(element, ()) for element in batch.elements])
    elif batch.kind in _UPDATES:
        # The next round reads the document and compares it before it writes anything.
        message = "The update had no answer; it is compared again."
        desk.give_back(batch.id, "COMPARE_AGAIN", message)
    else:
        look_up(desk, batch, [Unclear(element) for element in batch.elements])
    desk.batches.close(batch.id, "looked up", desk.now())
