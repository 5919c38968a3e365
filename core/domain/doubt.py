"""A doubt: this record may have been sent before, and what was sent may still arrive.

It outlives the batch that raised it: the record may be renumbered, resynced, skipped and taken
back, or the connection's numbering may change, before it is sent again.
"""

from dataclasses import dataclass
from datetime import datetime

from core.domain.batch import Batch, Element, is_unique
from core.domain.remedy import LATEST_COMMIT
from core.domain.xero_document import DocumentKind, XeroDraft


@dataclass(frozen=True, slots=True)
class Doubt:
    """As what it may have been sent, and between which instants.

    `kind` is None when even that is not known (its batch has vanished).
    """

    since_at: datetime
    until_at: datetime
    kind: DocumentKind | None = None
    number: str = ""

    @property
    def ends_at(self) -> datetime:
        """From here on, what Xero does not have will not arrive any more."""
        return self.until_at + LATEST_COMMIT


def needs_proof(doubt: Doubt, draft: XeroDraft) -> bool:
    """Tell whether a look-up has to come before this draft may be sent.

    Under the very number under which it may have gone before, Xero's uniqueness is proof enough.
    """
    if not is_unique(draft.kind, draft.number):
        return True
    is_known = doubt.kind is not None
    return is_known and (doubt.kind, doubt.number) != (draft.kind, draft.number)


def lasting_doubt(
    batch: Batch, element: Element, before: Doubt | None, now: datetime
) -> Doubt | None:
    """What may still arrive of a document that Xero has: a lost send that another one followed.

    Its number keeps it out for as long as the document holds that; one that is deleted gives it up.
    """
    is_repeated = batch.sends > 1 and not batch.kind.is_update
    own = doubt_of(batch, element, now) if is_repeated else None
    if before is None or now >= before.ends_at:
        return own
    if own is None:
        return before
    is_same = (own.kind, own.number) == (before.kind, before.number)
    kind, number = (own.kind, own.number) if is_same else (None, "")
    since_at, until_at = min(own.since_at, before.since_at), max(own.until_at, before.until_at)
    return Doubt(since_at, until_at, kind, number)


def doubt_of(batch: Batch, element: Element, now: datetime) -> Doubt | None:
    """What is left to doubt when an element of an unanswered batch is let go now."""
    if batch.first_sent_at is None or batch.last_sent_at is None:
        return None
    doubt = Doubt(batch.first_sent_at, batch.last_sent_at, batch.kind.document_kind, element.number)
    return doubt if now < doubt.ends_at else None
