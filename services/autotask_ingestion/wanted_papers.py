"""Fetches the PDFs that are wanted beside documents in Xero, a few ahead of the posting actor.

A print is of what Autotask has at that moment. So its invoices are read once more behind a portion
of prints, and only what still stands there as it was posted goes on.
It takes only calls that nobody else needs, and tells nobody how Autotask is: the looks do.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from core.domain.attaching import MOST_TRIES, Attaching, pause_after
from core.domain.errors import RateLimitedError, RejectedError, SyncError, UnauthorizedError
from core.domain.papers import Form, UnusablePaperError
from core.domain.records import Connection
from core.domain.snapshot import is_same_header
from core.runtime.autotask_access import AutotaskAccess
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.lease_keeper import holding
from core.runtime.stopping import is_stopping
from core.store import attachments, checkpoints, connections, invoices, papers
from core.store.ingested_invoices import Known
from services.autotask_ingestion.desk import SERVICE, Desk
from services.autotask_ingestion.papers import fetch

JOB = "papers"
# As many as Xero takes in a minute of spare calls; more would only fill the store.
_AHEAD = 30
_AT_A_TIME = 10
# Of our share of the hour's calls, a fifth stays for the looks.
_SPARE_SHARE = Decimal("0.8")
_PAUSE_SHUT_OUT = timedelta(minutes=15)
_NOT_AS_POSTED = "Autotask does not show the invoice as it was posted; it is looked at again."
_CHANGED = (
    "Autotask has changed the invoice since it was posted, and would print it otherwise. "
    "Resync brings both to Xero."
)


class WantedPapers:
    """Fetches for whichever connection wants some."""

    def __init__(
        self, access: AutotaskAccess, write_log: Callable[[list[dict[str, Any]]], None], now: Clock
    ) -> None:
        self._access = access
        self._write_log = write_log
        self._now = now

    def run_if_due(self, connection: Connection) -> None:
        if not connection.settings.attach_pdf or not connection.is_active:
            return
        if not checkpoints.is_due(connection.id, JOB, self._now()):
            return
        is_wanted = bool(attachments.to_fetch(connection.id, self._now(), 1))
        if not is_wanted or not self._has_room(connection):
            return
        with holding(f"{connection.id}/{JOB}") as lease:
            if lease is not None:
                self._run(connection)

    def _run(self, connection: Connection) -> None:
        journal = Journal(self._write_log, connection.id, SERVICE, uuid4().hex, self._now)
        checkpoints.begin(connection.id, JOB, self._now())
        next_run_at = self._now()
        try:
            autotask = self._access.open(connection, journal.call)
            self._fetch_some(Desk(connection, autotask, journal, self._now))
            checkpoints.remember(connection.id, JOB, failures=0)
        except SyncError as error:
            next_run_at = self._pause(connection.id, error)
        finally:
            checkpoints.finish(connection.id, JOB, self._now(), next_run_at)
            journal.flush()

    def _fetch_some(self, desk: Desk) -> None:
        printed = []
        for each in attachments.to_fetch(desk.connection.id, self._now(), _AT_A_TIME):
            if is_stopping() or not self._has_room(desk.connection):
                break
            if _prepare(desk, each):
                printed.append(each)
        _let_go(desk, printed)

    def _has_room(self, connection: Connection) -> bool:
        """Whether the files so far have gone on, and nothing that matters more needs the calls."""
        is_ahead = attachments.fetched_ahead(connection.id) >= _AHEAD
        if is_ahead or invoices.has_waiting(connection.id):
            return False
        hour, _ = self._access.budget(connection).hour()
        owner = connections.get(connection.autotask_key) or connection
        spare = owner.settings.autotask_share * _SPARE_SHARE
        return hour is None or hour.used < hour.limit * spare

    def _pause(self, connection_id: str, error: SyncError) -> datetime:
        now = self._now()
        if isinstance(error, RateLimitedError):
            return error.ends_at(now)
        if isinstance(error, UnauthorizedError):
            return now + _PAUSE_SHUT_OUT
        failures = int(checkpoints.load(connection_id, JOB).state.get("failures") or 0)
        checkpoints.remember(connection_id, JOB, failures=failures + 1)
        return now + pause_after(failures)


def _prepare(desk: Desk, each: Attaching) -> bool:
    """Tell whether there is a print of it now; one that an outage left unproved is there already."""
    if each.is_attached_already:
        attachments.was_attached(each)
        return False
    if each.is_outdated:
        _refuse(desk, each, _CHANGED)
        return False
    return _is_kept(each) or _fetch(desk, each)


def _let_go(desk: Desk, printed: Sequence[Attaching]) -> None:
    """Those that Autotask, asked after the print, still has as they were posted."""
    if not printed:
        return
    ids = [each.autotask_id for each in printed]
    shown = {raw.autotask_id: raw.raw for raw in desk.autotask.invoices_by_id(ids)}
    known = desk.ledger.ingested.known(desk.connection.id, ids)
    for each in printed:
        if _is_as_posted(shown.get(each.autotask_id), known.get(each.autotask_id)):
            attachments.is_ready(each)
        else:
            _wait_for_a_look(desk, each)


def _is_as_posted(raw: Mapping[str, Any] | None, known: Known | None) -> bool:
    if raw is None or known is None:
        return False
    return is_same_header(known.as_billed(raw), known.raw.get("invoice") or {})


def _wait_for_a_look(desk: Desk, each: Attaching) -> None:
    papers.forget(each.connection_id, each.autotask_id, Form.PDF)
    if each.tries >= MOST_TRIES:
        _refuse(desk, each, _CHANGED)
    else:
        attachments.wait(each, _NOT_AS_POSTED, desk.now() + pause_after(each.tries))


def _is_kept(each: Attaching) -> bool:
    paper = papers.find(each.connection_id, each.autotask_id, Form.PDF)
    return paper is not None and paper.hash == each.posted_hash


def _fetch(desk: Desk, each: Attaching) -> bool:
    try:
        fetch(desk, each.autotask_id, Form.PDF, each.content_hash)
    except UnusablePaperError as error:
        _refuse(desk, each, str(error))
        return False
    except RejectedError as error:
        _refuse(desk, each, f"Autotask says: {'; '.join(error.reasons)}")
        return False
    except SyncError as error:
        # It may be this one file: the others go first when Autotask is back.
        if each.tries >= MOST_TRIES:
            _refuse(desk, each, str(error))
        else:
            attachments.wait(each, str(error), desk.now() + pause_after(each.tries))
        raise
    return True


def _refuse(desk: Desk, each: Attaching, reason: str) -> None:
    if attachments.is_refused(each, reason, desk.now()):
        message = f"Autotask's PDF is not attached. {reason}"
        desk.journal.warning("ATTACHMENT_REFUSED", message, autotask_id=each.autotask_id)
