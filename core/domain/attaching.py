"""A PDF on its way to a document in Xero: how far it is, and what may happen next.

    waiting (for Autotask's file)  ->  ready  ->  sending  ->  attached
                       refused, by Autotask, by Xero or by us, from any of the first three

Sending the same file twice does no harm where Xero replaces a file by its name. Where it puts a
second one beside it, an upload without an answer is harmless too: what may have arrived is looked for
before anything goes again, and what is not there goes again only when it cannot arrive any more.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from core.domain.remedy import LATE_COMMIT_WAIT, LATEST_COMMIT
from core.domain.xero_document import DocumentKind

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)
# With an hour between the later ones, most of a day.
MOST_TRIES = 20


class AttachmentState(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    READY = "ready"
    SENDING = "sending"
    ATTACHED = "attached"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Sent:
    """The last upload to a document, whether or not it arrived."""

    document_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attached:
    """What Xero is known to have."""

    document_id: str
    hash: str
    size: int


@dataclass(frozen=True, slots=True)
class Attaching:
    """A record whose PDF is wanted beside its document.

    `content_hash` is of what Autotask has now, `posted_hash` of what the document in Xero is of.
    """

    connection_id: str
    autotask_id: int
    kind: DocumentKind
    document_id: str
    content_hash: str
    posted_hash: str
    state: AttachmentState
    wanted_at: datetime
    tries: int = 0
    sent: Sent | None = None
    attached: Attached | None = None

    @property
    def is_attached_already(self) -> bool:
        """A Resync that changed nothing: the very PDF is there."""
        there = self.attached
        return there is not None and (there.document_id, there.hash) == (
            self.document_id,
            self.posted_hash,
        )

    @property
    def is_outdated(self) -> bool:
        """Autotask would print something else than what the document in Xero says."""
        return self.content_hash != self.posted_hash

    @property
    def may_be_there(self) -> bool:
        """A file of ours may be beside the document."""
        known = (self.sent, self.attached)
        return any(each.document_id == self.document_id for each in known if each)

    def sending(self, at: datetime) -> "Attaching":
        """The same, with an upload on its way."""
        sent = Sent(self.document_id, at)
        return replace(self, state=AttachmentState.SENDING, sent=sent, tries=self.tries + 1)

    def has_arrived(self, size_there: int | None, size: int) -> bool:
        """Tell of an upload without an answer whether the file that is there came with it.

        One of the same size as the earlier file proves nothing: it is sent again.
        """
        before = self.attached
        is_earlier = before is not None and (before.document_id, before.size) == (
            self.document_id,
            size,
        )
        return self.state is AttachmentState.SENDING and size_there == size and not is_earlier

    def key(self, tenant_id: str, method: str, content: bytes) -> str:
        """The idempotency key of an upload: another wish, another file or another verb, another key."""
        digest = sha256(content).hexdigest()
        wish = f"{tenant_id}/{self.document_id}/{method}/{digest}/{self.wanted_at.isoformat()}"
        return sha256(wish.encode()).hexdigest()


def look_again_at(sent_at: datetime, now: datetime) -> datetime:
    """When to look for an upload without an answer; the last look is when none can arrive any more."""
    early = sent_at + LATE_COMMIT_WAIT
    return early if now < early else sent_at + LATEST_COMMIT


def pause_after(tries: int) -> timedelta:
    """How long a file waits that could not be had or sent; an hour in the end."""
    return min(_FIRST_PAUSE * (1 << min(tries, 10)), _LONGEST_PAUSE)
