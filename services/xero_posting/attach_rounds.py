"""When PDFs go to Xero: one connection's at a time, only while no invoice needs the calls.

Nothing of this changes how the Xero side is told to be: posting finds that out by itself.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from core.domain.attaching import pause_after
from core.domain.errors import RateLimitedError, ScopeMissingError, SyncError, UnauthorizedError
from core.domain.records import Connection
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.lease_keeper import holding
from core.runtime.stopping import is_stopping
from core.runtime.xero_access import XeroAccess
from core.store import attachments, batches, checkpoints, connections, invoices, papers
from services.xero_posting.attach import AttachDesk, attach_due
from services.xero_posting.desk import SERVICE

JOB = "attachments"
NO_SCOPE = "ATTACHMENTS_NOT_ALLOWED"
_NO_SCOPE = (
    "The consent given in Xero does not cover attachments, so Autotask's PDFs wait. Invoices go to "
    "Xero all the same."
)
# Posting a day's invoices takes far fewer; with a small plan most of a day's 1,000 calls are ours.
DAY_RESERVE = 400
_DAY_PAUSE = timedelta(minutes=30)
# One call an hour finds out whether a person has given the missing right; connecting asks at once.
_PAUSE_SHUT_OUT = timedelta(hours=1)


class AttachRounds:
    """Attaches for whichever connection has something due."""

    def __init__(
        self, access: XeroAccess, write_log: Callable[[list[dict[str, Any]]], None], now: Clock
    ) -> None:
        self._access = access
        self._write_log = write_log
        self._now = now

    def run_if_due(self, connection: Connection) -> None:
        if not connection.settings.attach_pdf:
            if NO_SCOPE in connection.warnings:
                connections.unwarn(connection.id, NO_SCOPE)
            return
        if not checkpoints.is_due(connection.id, JOB, self._now()) or not has_room(connection):
            return
        if not attachments.to_send(connection.id, self._now(), 1):
            return
        with holding(f"{connection.id}/{JOB}") as lease:
            if lease is not None:
                self._run(connection)

    def _run(self, connection: Connection) -> None:
        journal = Journal(self._write_log, connection.id, SERVICE, uuid4().hex, self._now)
        checkpoints.begin(connection.id, JOB, self._now())
        next_run_at = self._now()
        try:
            next_run_at = self._attach(connection, journal)
        except SyncError as error:
            next_run_at = self._pause(connection, error, journal)
        finally:
            checkpoints.finish(connection.id, JOB, self._now(), next_run_at)
            journal.flush()

    def _attach(self, connection: Connection, journal: Journal) -> datetime:
        tenant_id = connection.tenant_id or ""
        left = self._access.budget(tenant_id).day_left()
        if left is not None and left <= DAY_RESERVE:
            return self._now() + _DAY_PAUSE
        desk = AttachDesk(
            connection_id=connection.id,
            tenant_id=tenant_id,
            files=self._access.attachments(connection, journal.call),
            queue=attachments,
            find_paper=papers.find,
            has_room=lambda: _still_has_room(connection.id),
            journal=journal,
            now=self._now,
        )
        if attach_due(desk):
            connections.unwarn(connection.id, NO_SCOPE)
            connections.touch(connection.id)
            checkpoints.remember(connection.id, JOB, failures=0)
        return self._now()

    def _pause(self, connection: Connection, error: SyncError, journal: Journal) -> datetime:
        now = self._now()
        if isinstance(error, RateLimitedError):
            return error.ends_at(now)
        if isinstance(error, ScopeMissingError):
            if NO_SCOPE not in connection.warnings:
                connections.warn(connection.id, NO_SCOPE, _NO_SCOPE, now)
                journal.warning(NO_SCOPE, _NO_SCOPE)
            return now + _PAUSE_SHUT_OUT
        failures = int(checkpoints.load(connection.id, JOB).state.get("failures") or 0)
        checkpoints.remember(connection.id, JOB, failures=failures + 1)
        pause = pause_after(failures)
        return now + (_PAUSE_SHUT_OUT if isinstance(error, UnauthorizedError) else pause)


def has_room(connection: Connection) -> bool:
    """Whether Xero is there, and nothing that matters more is under way or due."""
    return (
        connection.is_active
        and connection.tenant_id is not None
        and connections.side_is_ok(connection.id, "xero")
        and not invoices.has_waiting(connection.id)
        and not batches.open_batches(connection.id)
    )


def _still_has_room(connection_id: str) -> bool:
    present = connections.get(connection_id)
    if present is None or not present.settings.attach_pdf or is_stopping():
        return False
    return has_room(present)
