"""Finds out what became of batches that are still open: unanswered, or left by a crash.

Which remedy a batch needs is decided by `core/domain/remedy.py`; here it is applied.
"""

from collections.abc import Collection
from dataclasses import dataclass

from core.domain.batch import Batch, BatchKind
from core.domain.doubt import Doubt
from core.domain.errors import MaintenanceError, RejectedError, SyncError, UnavailableError
from core.domain.records import PostingRecord
from core.domain.remedy import Remedy, choose_remedy
from core.domain.settlement import Unclear
from core.store.invoices import Terms
from services.xero_posting.deliver import deliver
from services.xero_posting.desk import Desk
from services.xero_posting.look_up import look_up
from services.xero_posting.look_up_update import look_up_update
from services.xero_posting.settle_contacts import look_up_contacts

OTHER_ORGANISATION = "OTHER_ORGANISATION"
_NOT_SENT = "A restart came in between; nothing was sent."
_ELSEWHERE = (
    "A request whose outcome is open belongs to another Xero organisation than the one that is "
    "connected now. Connect that organisation again, so that it can be looked up."
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """For how many batches Xero was asked, and why it refused a question, if it did."""

    asked: int
    refusal: SyncError | None = None


def resolve_open(desk: Desk, under_way: Collection[str] = ()) -> Resolved:
    """Move every open batch of the connection one step on, but those that somebody is working at.

    A batch whose look-up Xero refuses, or fails to answer time and again, keeps neither the others
    nor new ones waiting.
    """
    open_batches = desk.batches.open_batches(desk.connection.id)
    _free_orphans(desk, {batch.id for batch in open_batches} | set(under_way))
    asked = 0
    refusal: SyncError | None = None
    for batch in open_batches:
        if batch.id in under_way:
            continue
        try:
            asked += _resolve(desk, batch)
        except (RejectedError, UnavailableError) as error:
            _keep_for_later(desk, batch, error)
            refusal = refusal or error
    if all(_is_here(desk, batch) for batch in open_batches):
        desk.health.unwarn(OTHER_ORGANISATION)
    return Resolved(asked, refusal)


def _keep_for_later(desk: Desk, batch: Batch, error: RejectedError | UnavailableError) -> None:
    """The question is asked again by the next round, which asks a cheap one before.

    So a first silence ends the round, because Xero may be down as a whole; a second one is about
    this question only.
    """
    if isinstance(error, UnavailableError):
        if isinstance(error, MaintenanceError):
            raise error
        desk.batches.mark_looked_up(batch.id, desk.now())
        if batch.looked_up_at is None:
            raise error
    reasons = "; ".join(error.reasons) if isinstance(error, RejectedError) else str(error)
    desk.journal.error(
        "LOOK_UP_REFUSED",
        f"Xero refused our question about an unanswered batch: {reasons}",
        detail={"batch": batch.id},
    )


def _is_here(desk: Desk, batch: Batch) -> bool:
    """Tell whether the batch belongs to the organisation that is connected now."""
    return batch.tenant_id == (desk.connection.tenant_id or "")


def holds_back(batch: Batch, tenant_id: str | None) -> bool:
    """Tell whether new batches wait for this one after Xero has been silent.

    One that goes again itself shows soon whether Xero takes anything. One that is only watched has
    to be looked at once; waiting for its end would hold up everything for ten minutes. A change of a
    contact is not even looked up.
    """
    if batch.tenant_id != (tenant_id or "") or batch.kind is BatchKind.CONTACT_UPDATE:
        return False
    return batch.looked_up_at is None


def _free_orphans(desk: Desk, open_ids: set[str]) -> None:
    """Claims without an open batch: a crash before it was frozen, or the batch has vanished.

    The latter cannot be told from the former, so a doubt stays; it only matters where Xero would
    take a second document. Who claimed them may be alive and we the ones who slept: so first nobody
    can freeze the batch any more, then its records are free.
    """
    for batch_id in desk.records.claims_without_batch(desk.connection.id, open_ids):
        if not desk.batches.bury(batch_id, desk.connection.id, desk.now()):
            continue
        held = desk.records.in_batch(batch_id)
        # What has its document was claimed for a change of that; nothing of it can be made twice.
        doubts = {each.autotask_id: _doubt(desk, each) for each in held if each.xero_id is None}
        desk.give_back(batch_id, "NOT_SENT", _NOT_SENT, Terms(doubts=doubts))


def _doubt(desk: Desk, record: PostingRecord) -> Doubt:
    now = desk.now()
    since = record.moved_at or now
    if record.doubt is None:
        return Doubt(since, now)
    before = record.doubt
    return Doubt(min(before.since_at, since), now, before.kind, before.number)


def _resolve(desk: Desk, batch: Batch) -> bool:
    if not _is_here(desk, batch):
        desk.health.warn(OTHER_ORGANISATION, _ELSEWHERE)
        return False
    if _is_settled(desk, batch):
        desk.batches.close(batch.id, "settled", desk.now())
        return False
    remedy, _ = choose_remedy(batch, desk.now())
    match remedy:
        case Remedy.RELEASE:
            # First nobody can send it any more, then its documents are free.
            if desk.batches.withdraw(batch.id, desk.lease.fence, desk.now()):
                desk.give_back(batch.id, "NOT_SENT", _NOT_SENT)
        case Remedy.SEND if not desk.connection.is_active:
            # A pause sends nothing; when the key has run out, a look-up tells.
            return False
        case Remedy.SEND:
            desk.journal.info(
                "SENT_AGAIN",
                f"A batch of {len(batch.elements)} goes to Xero again under its own key.",
                detail={"batch": batch.id, "sends": batch.sends},
            )
            deliver(desk, batch)
        case Remedy.LOOK_UP | Remedy.ADOPT:
            _look_up(desk, batch)
    is_asked = remedy in (Remedy.SEND, Remedy.LOOK_UP, Remedy.ADOPT)
    return is_asked and batch.kind is not BatchKind.CONTACT_UPDATE


def _is_settled(desk: Desk, batch: Batch) -> bool:
    if batch.kind is BatchKind.CONTACTS:
        wanted = {element.source_id for element in batch.elements}
        return len(desk.links.linked(desk.connection.id, wanted)) == len(wanted)
    return not batch.kind.is_of_contacts and not desk.records.in_batch(batch.id)


def _compare_anew(desk: Desk, batch: Batch) -> None:
    """The next look at these companies reads their contacts, whatever was noted of them before.

    The change may stand there, so that what was written last is no longer known.
    """
    connection_id = desk.connection.id
    links = desk.links.get(connection_id, {element.source_id for element in batch.elements})
    for company_id, link in links.items():
        desk.links.note_update(connection_id, company_id, "", link.refused_name)


def _look_up(desk: Desk, batch: Batch) -> None:
    desk.leases.renew(desk.lease)
    desk.journal.info("LOOKED_UP", f"Looking in Xero for {len(batch.elements)} documents.")
    if batch.kind is BatchKind.CONTACT_UPDATE:
        _compare_anew(desk, batch)
        desk.batches.close(batch.id, "compared again", desk.now())
    elif batch.kind is BatchKind.CONTACTS:
        look_up_contacts(desk, [(element, ()) for element in batch.elements])
        desk.batches.close(batch.id, "looked up", desk.now())
    elif batch.kind.is_update:
        look_up_update(desk, batch)
    elif look_up(desk, batch, [Unclear(element) for element in batch.elements]):
        desk.batches.close(batch.id, "looked up", desk.now())
