"""When Autotask is told what is in Xero: a job of its own, which nothing else waits for.

It runs beside the looks, whether or not anything new comes in, under a lease of its own. It leaves a
part of our share of the hour to them, and what goes wrong here is no trouble of the connection.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from core.domain.errors import NotPermittedError, RateLimitedError, SyncError
from core.domain.faults import make_fault
from core.domain.records import Connection
from core.domain.write_back import calls_left, is_wanted
from core.runtime.answers import Answer, done, problem
from core.runtime.autotask_access import AutotaskAccess
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.lease_keeper import holding
from core.store import checkpoints, connections, invoices
from services.autotask_ingestion.desk import SERVICE
from services.autotask_ingestion.write_back import AT_A_TIME, WriteBackDesk, tell_some

JOB = "write_back"
NOT_PERMITTED = "WRITE_BACK_NOT_PERMITTED"

_PAUSE = timedelta(seconds=2)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)
_NO_ROOM_PAUSE = timedelta(minutes=5)
_STUBBORN_PAUSE = timedelta(minutes=10)
_NOT_PERMITTED_PAUSE = timedelta(hours=1)
# The question before a portion, and a word for each.
_LEAST_CALLS = 2
_OFF = (
    "Autotask is told nothing: the options write_back_exported and write_back_number are both off."
)


class WriteBack:
    """Tells Autotask, for whichever connection has something to tell."""

    def __init__(
        self,
        access: AutotaskAccess,
        write_log: Callable[[list[dict[str, Any]]], None],
        now: Clock,
    ) -> None:
        self._access = access
        self._write_log = write_log
        self._now = now

    def run_if_due(self, connection: Connection) -> None:
        """A portion, when there is one, its time has come and nobody else does it."""
        if not self._has_work(connection):
            return
        with holding(f"{connection.id}/{JOB}") as lease:
            if lease is not None:
                self._run(connection)

    def tell_again(self, connection_id: str, by: str) -> Answer:
        """What was given up has its tries anew, because a person has mended the reason."""
        connection = connections.get(connection_id)
        if connection is None:
            return problem("not_found", f"There is no connection {connection_id}.")
        if not is_wanted(connection.settings):
            return problem("conflict", _OFF)
        count = invoices.tell_again(connection_id, self._now())
        checkpoints.run_soon(connection_id, JOB, self._now())
        connections.touch(connection_id)
        journal = Journal(self._write_log, connection_id, SERVICE, uuid4().hex, self._now)
        journal.info("WRITE_BACK_AGAIN", f"{by} had Autotask told again of {count} invoices.")
        journal.flush()
        return done(count=count, message=f"Autotask is told again of {count} invoices.")

    def _has_work(self, connection: Connection) -> bool:
        if not connection.is_active or not is_wanted(connection.settings):
            self._unwarn(connection)
            return False
        if not checkpoints.is_due(connection.id, JOB, self._now()):
            return False
        if invoices.unwritten_back(connection.id, self._now(), 1):
            return True
        self._unwarn(connection)
        return False

    def _unwarn(self, connection: Connection) -> None:
        """Whoever has nothing to tell needs no right to."""
        if NOT_PERMITTED in connection.warnings:
            connections.unwarn(connection.id, NOT_PERMITTED)

    def _run(self, connection: Connection) -> None:
        journal = Journal(self._write_log, connection.id, SERVICE, uuid4().hex, self._now)
        checkpoints.begin(connection.id, JOB, self._now())
        pause = _LONGEST_PAUSE
        try:
            pause = self._tell(connection, journal)
            self._recovered(connection, journal)
        except SyncError as error:
            pause = self._after(connection, error, journal)
        finally:
            checkpoints.finish(connection.id, JOB, self._now(), self._now() + pause)
            journal.flush()

    def _tell(self, connection: Connection, journal: Journal) -> timedelta:
        """Returns how long to wait before the next portion."""
        room = self._room(connection)
        if room < _LEAST_CALLS:
            return _NO_ROOM_PAUSE
        autotask = self._access.open(connection, journal.call)
        desk = WriteBackDesk(connection, autotask, invoices, journal, self._now)
        portion = tell_some(desk, min(AT_A_TIME, room - 1))
        if portion.size:
            connections.touch(connection.id)
        return _STUBBORN_PAUSE if portion.is_stubborn else _PAUSE

    def _room(self, connection: Connection) -> int:
        """How many calls may go into this; before the hour was read, a portion."""
        hour, _ = self._access.budget(connection).hour()
        if hour is None:
            return AT_A_TIME
        owner = connections.get(connection.autotask_key) or connection
        return calls_left(hour.limit, hour.used, owner.settings.autotask_share)

    def _recovered(self, connection: Connection, journal: Journal) -> None:
        if checkpoints.load(connection.id, JOB).state.get("failures"):
            checkpoints.remember(connection.id, JOB, failures=0)
            journal.info("WRITE_BACK_GOES_ON", "Autotask is told again what is in Xero.")
        connections.unwarn(connection.id, NOT_PERMITTED)

    def _after(self, connection: Connection, error: SyncError, journal: Journal) -> timedelta:
        """How long to wait; the log gets a line when the trouble begins, not one a try."""
        failures = int(checkpoints.load(connection.id, JOB).state.get("failures", 0)) + 1
        checkpoints.remember(connection.id, JOB, failures=failures)
        if failures == 1:
            message = f"Autotask cannot be told now what is in Xero; it waits. {error}"
            journal.warning("WRITE_BACK_WAITS", message)
        match error:
            case NotPermittedError():
                told = make_fault(NOT_PERMITTED, detail="; ".join(error.reasons).rstrip(". "))
                message = f"{told.message} {told.next_step}"
                connections.warn(connection.id, NOT_PERMITTED, message, self._now())
                return _NOT_PERMITTED_PAUSE
            case RateLimitedError():
                return max(error.ends_at(self._now()) - self._now(), _PAUSE)
        return min(_FIRST_PAUSE * (1 << min(failures - 1, 8)), _LONGEST_PAUSE)
