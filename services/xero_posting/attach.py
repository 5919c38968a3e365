"""Puts Autotask's PDFs beside documents in Xero, one after the other.

1. The file must be kept, and of the very content that the document is of (the ingestion actor had it
   fetched).
2. Where a file of ours may be there, Xero's list is read first: one that arrived counts, one that is
   there is replaced by its name, and what may arrive yet is waited for.
3. That an upload leaves is stored before it leaves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.clients.xero.attachments import AttachedFile, Upload
from core.domain.attaching import MOST_TRIES, Attaching, look_again_at, pause_after
from core.domain.errors import OutcomeUnknownError, RateLimitedError, RejectedError, SyncError
from core.domain.papers import Form, attachment_name
from core.domain.xero_document import DocumentKind
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.store.papers import Paper

_AT_A_TIME = 10
_NO_ANSWER = "Xero gave no answer to the upload; whether it arrived is looked up."
_GIVEN_UP = "Xero never answered to the upload. Resync tries again."


class Files(Protocol):
    """The files of an organisation's documents."""

    def of(self, kind: DocumentKind, document_id: str) -> list[AttachedFile]: ...
    def put(
        self, kind: DocumentKind, document_id: str, upload: Upload, *, replaces: bool
    ) -> AttachedFile: ...


class Queue(Protocol):
    """What is to be attached; each step is False when the record has moved on."""

    def to_send(self, connection_id: str, now: datetime, limit: int) -> list[Attaching]: ...
    def needs_fetching(self, each: Attaching) -> bool: ...
    def is_sending(self, each: Attaching, at: datetime) -> bool: ...
    def did_not_leave(
        self, each: Attaching, sending: Attaching, reason: str, until: datetime
    ) -> bool: ...
    def wait(self, each: Attaching, reason: str, until: datetime) -> bool: ...
    def is_attached(self, each: Attaching, size: int, at: datetime) -> bool: ...
    def is_refused(self, each: Attaching, reason: str, at: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class AttachDesk:
    """A connection's files in hand. `has_room` turns false when posting needs the calls."""

    connection_id: str
    tenant_id: str
    files: Files
    queue: Queue
    find_paper: Callable[[str, int, Form], Paper | None]
    has_room: Callable[[], bool]
    journal: Journal
    now: Clock


def attach_due(desk: AttachDesk) -> int:
    """Work on what is due while there is room; returns on how many.

    Raises what stops all of them: a limit, an outage, a consent that does not cover it.
    """
    due: Sequence[Attaching] = desk.queue.to_send(desk.connection_id, desk.now(), _AT_A_TIME)
    for count, each in enumerate(due):
        if not desk.has_room():
            return count
        _attach(desk, each)
    return len(due)


def _attach(desk: AttachDesk, each: Attaching) -> None:
    paper = desk.find_paper(each.connection_id, each.autotask_id, Form.PDF)
    if each.is_outdated or paper is None or paper.hash != each.posted_hash:
        desk.queue.needs_fetching(each)
        return
    try:
        there = _find(desk, each)
    except RejectedError as error:
        _refuse(desk, each, error)
        return
    size = len(paper.content)
    if each.has_arrived(there.size if there else None, size):
        _tell_attached(desk, each, size)
    elif there is None and (until := _may_arrive_until(desk, each)):
        desk.queue.wait(each, _NO_ANSWER, until)
    elif each.tries >= MOST_TRIES:
        desk.queue.is_refused(each, _GIVEN_UP, desk.now())
        desk.journal.warning("ATTACHMENT_REFUSED", _GIVEN_UP, autotask_id=each.autotask_id)
    else:
        _send(desk, each, paper.content, replaces=there is not None)


def _find(desk: AttachDesk, each: Attaching) -> AttachedFile | None:
    """Our file beside the document, if there may be one; costs a call."""
    if not each.may_be_there:
        return None
    name = attachment_name(each.autotask_id)
    files = desk.files.of(each.kind, each.document_id)
    return next((file for file in files if file.name == name), None)


def _may_arrive_until(desk: AttachDesk, each: Attaching) -> datetime | None:
    """Whatever has become of the wish since: the upload itself knows nothing of a new one."""
    if each.sent is None or each.sent.document_id != each.document_id:
        return None
    until = look_again_at(each.sent.at, desk.now())
    return until if until > desk.now() else None


def _send(desk: AttachDesk, each: Attaching, content: bytes, *, replaces: bool) -> None:
    method = "POST" if replaces else "PUT"
    upload = Upload(
        attachment_name(each.autotask_id),
        content,
        "application/pdf",
        each.key(desk.tenant_id, method, content),
    )
    now = desk.now()
    if not desk.queue.is_sending(each, now):
        return
    sending = each.sending(now)
    try:
        desk.files.put(each.kind, each.document_id, upload, replaces=replaces)
    except OutcomeUnknownError as error:
        desk.journal.warning("ATTACHMENT_UNKNOWN", f"{error}", autotask_id=each.autotask_id)
        desk.queue.wait(sending, _NO_ANSWER, look_again_at(now, now))
    except RejectedError as error:
        _refuse(desk, sending, error)
    except RateLimitedError:
        # That others need the calls is no trouble of this one.
        desk.queue.did_not_leave(each, sending, "", now)
        raise
    except SyncError as error:
        # Nothing was carried out: it is as it was before.
        desk.queue.did_not_leave(each, sending, str(error), now + pause_after(each.tries))
        raise
    else:
        _tell_attached(desk, sending, len(content))


def _tell_attached(desk: AttachDesk, each: Attaching, size: int) -> None:
    if desk.queue.is_attached(each, size, desk.now()):
        name = attachment_name(each.autotask_id)
        desk.journal.info(
            "ATTACHED",
            f"{name} is attached to the document in Xero.",
            autotask_id=each.autotask_id,
            xero_id=each.document_id,
        )


def _refuse(desk: AttachDesk, each: Attaching, error: RejectedError) -> None:
    reason = f"Xero says: {'; '.join(error.reasons)}"
    if desk.queue.is_refused(each, reason, desk.now()):
        message = f"Autotask's PDF was not attached. {reason}"
        desk.journal.warning("ATTACHMENT_REFUSED", message, autotask_id=each.autotask_id)
