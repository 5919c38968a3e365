"""The round of a job that yields to invoices: one instance at a time, only while none waits."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from core.domain.errors import SyncError
from core.domain.records import Connection
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.lease_keeper import holding
from core.runtime.telling import tell_failure, tell_success
from core.store import checkpoints, connections, invoices, sync_runs
from core.store.sync_runs import Run

Write = Callable[[list[dict[str, object]]], None]


class SideJob:
    """A job beside the invoices. `work` returns how many things it stored."""

    def __init__(self, name: str, side: str, service: str, noun: str, every: timedelta) -> None:
        self.name = name
        self._side = side
        self._service = service
        self._noun = noun
        self._every = every

    def run_if_due(
        self,
        connection: Connection,
        work: Callable[[Connection, Journal], int],
        write_log: Write,
        now: Clock,
    ) -> None:
        """Do the work when its time has come, nothing more urgent waits and nobody else does it."""
        is_due = checkpoints.is_due(connection.id, self.name, now())
        if not is_due or not self._has_room(connection):
            return
        with holding(f"{connection.id}/{self.name}") as lease:
            if lease is not None:
                self._run(connection, work, write_log, now)

    def _has_room(self, connection: Connection) -> bool:
        if not connection.is_active or connection.tenant_id is None:
            # Nothing is sent just now, so nothing is in the way.
            return True
        was_ingested = checkpoints.load(connection.autotask_key, "ingest").at is not None
        return was_ingested and not invoices.has_waiting(connection.id)

    def _run(
        self,
        connection: Connection,
        work: Callable[[Connection, Journal], int],
        write_log: Write,
        now: Clock,
    ) -> None:
        journal = Journal(write_log, connection.id, self._service, uuid4().hex, now)
        next_run_at = now() + self._every
        checkpoints.begin(connection.id, self.name, now())
        try:
            stored = work(connection, journal)
            tell_success(connection.id, self._side, self.name, journal, now())
            if stored:
                journal.info(f"{self.name.upper()}_READ", f"{stored} {self._noun} new or changed.")
                connections.touch(connection.id)
                self._write_down(connection.id, journal, now(), stored, f"{stored} {self._noun}.")
        except SyncError as error:
            next_run_at = tell_failure(connection.id, self._side, self.name, error, journal, now())
            self._write_down(connection.id, journal, now(), None, str(error))
        finally:
            checkpoints.finish(connection.id, self.name, now(), next_run_at)
            journal.flush()

    def _write_down(
        self, connection_id: str, journal: Journal, ended: datetime, stored: int | None, told: str
    ) -> None:
        """Leave a run for the screens; one that found nothing is no news."""
        where = (journal.run_id, connection_id, self.name)
        counts = {} if stored is None else {"changed": stored}
        outcome = "failed" if stored is None else "ok"
        sync_runs.record(Run(*where, journal.began, ended, outcome, told, counts))

    def run_soon(self, connection_id: str, now: Clock) -> Answer:
        """Make the next tick do it (Sync Now)."""
        if connections.get(connection_id) is None:
            return problem("not_found", f"There is no connection {connection_id}.")
        checkpoints.run_soon(connection_id, self.name, now())
        return done(started=True, message=f"Reading {self._noun} as soon as no invoice waits.")
