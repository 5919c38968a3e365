"""What to do about a batch whose answer never came.

Xero keeps an idempotency key for six minutes from the first call (developer.xero.com, "Idempotent
requests"). What happens next depends on what else would stop a second document:

* Protected (Xero keeps the number unique): inside five minutes the very same bytes go again under
  the same key. After that only a look-up can tell, and not before two minutes have passed since the
  last send. What is absent is free; should it arrive later still, its number stops the second one.
* Unprotected (Xero's own numbers, bills): nothing but our look-ups stands between us and a second
  document, so it never goes again. Early looks adopt what has arrived; what is absent is given up
  only when no commit can be on its way any more.
* Updates are the same in effect however often they are carried out, but a late one could overwrite
  what a bookkeeper changed since: they are looked at like the unprotected, and go again only to a
  document that nobody has touched since we read it.
* Changes of contacts are not looked up at all: once none can be on its way any more, the contact is
  compared anew. A newer change before that could be overwritten by this one, and nobody would know.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from core.domain.batch import Batch, BatchKind, BatchState

KEY_LIFE = timedelta(minutes=5)
LATE_COMMIT_WAIT = timedelta(minutes=2)
RESEND_PAUSE = timedelta(seconds=5)
MAX_SENDS = 3
# A request reaches Xero within three minutes of being marked sent or not at all (a process that
# sleeps longer finds its connection dead), we give up after one, and commits were seen up to six
# minutes after that.
LATEST_COMMIT = timedelta(minutes=10)

_LOOKS = (timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=6, seconds=30))
_LOOKS_AT_UPDATES = (timedelta(seconds=5), timedelta(seconds=30), *_LOOKS)


class Remedy(StrEnum):
    """The next step for an open batch.

    `adopt` looks and takes what is there; `look_up` also gives back what is absent.
    """

    RELEASE = "release"
    SEND = "send"
    WAIT = "wait"
    ADOPT = "adopt"
    LOOK_UP = "look_up"


def choose_remedy(batch: Batch, now: datetime) -> tuple[Remedy, datetime]:
    """Say what a batch found open needs, and when to ask again if it is to wait.

    A batch still `prepared` never left, and nobody knows how old its contents are: its documents
    are released and go with a fresh batch.
    """
    if batch.state is BatchState.PREPARED or batch.first_sent_at is None:
        return Remedy.RELEASE, now
    last = batch.last_sent_at or batch.first_sent_at
    if batch.kind is BatchKind.CONTACT_UPDATE:
        return _look_up(last + LATEST_COMMIT, now)
    if not batch.is_protected:
        return _watch(batch, last, now)
    if may_resend(batch, now):
        resend_at = last + RESEND_PAUSE * batch.sends
        return (Remedy.SEND, now) if now >= resend_at else (Remedy.WAIT, resend_at)
    return _look_up(last + LATE_COMMIT_WAIT, now)


def may_resend(batch: Batch, now: datetime) -> bool:
    """Tell whether Xero still knows the key, so that the same bytes have the same effect."""
    is_young = batch.first_sent_at is not None and now - batch.first_sent_at < KEY_LIFE
    return is_young and batch.sends < MAX_SENDS


def _look_up(look_at: datetime, now: datetime) -> tuple[Remedy, datetime]:
    return (Remedy.LOOK_UP, now) if now >= look_at else (Remedy.WAIT, look_at)


def _watch(batch: Batch, last: datetime, now: datetime) -> tuple[Remedy, datetime]:
    """Look early and often for what has arrived; only the last look may give anything up."""
    if now >= last + LATEST_COMMIT:
        return Remedy.LOOK_UP, now
    looks = _LOOKS_AT_UPDATES if batch.kind.is_update else _LOOKS
    seen = batch.looked_up_at
    due = [last + after for after in looks if seen is None or seen < last + after]
    look_at = due[0] if due else last + LATEST_COMMIT
    return (Remedy.ADOPT, now) if now >= look_at else (Remedy.WAIT, look_at)
