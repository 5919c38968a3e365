"""Checkpoints of ingestion and the connection that it reads for, in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.domain.records import Connection
from core.store.checkpoints import Checkpoint
from tests.simulation.process import Process

INGEST = "ingest"


class LookBook:
    """What the collection of checkpoints holds, by job."""

    def __init__(self) -> None:
        self.jobs: dict[str, Checkpoint] = {}
        self.failures = 0
        self.is_shut_out = False

    def load(self, job: str) -> Checkpoint:
        return self.jobs.get(job) or Checkpoint()

    def set(self, job: str, **values: Any) -> None:
        self.jobs[job] = replace(self.load(job), **values)

    def run_soon(self, now: datetime) -> None:
        """Somebody wants fresh data."""
        self.set(INGEST, next_run_at=now)


class MemoryCheckpoints:
    """The port `Checkpoints` of one instance; each write is an effect."""

    def __init__(self, book: LookBook, process: Process, advanced: Callable[[str], None]) -> None:
        self._book = book
        self._process = process
        self._advanced = advanced

    def load(self, connection_id: str, job: str) -> Checkpoint:
        self._process.take_turn()
        found = self._book.load(job)
        return replace(found, state=dict(found.state))

    def is_due(self, connection_id: str, job: str, now: datetime) -> bool:
        next_run_at = self.load(connection_id, job).next_run_at
        return next_run_at is None or next_run_at <= now

    def begin(self, connection_id: str, job: str, now: datetime) -> None:
        self._set(job, running_since_at=now, next_run_at=None)

    def advance(self, connection_id: str, job: str, at: datetime) -> None:
        self._set(job, at=at)
        if job == INGEST:
            self._advanced(self._process.name)

    def remember(self, connection_id: str, job: str, **state: Any) -> None:
        self._process.effect(f"before checkpoints.remember {job}")
        self._book.set(job, state={**self._book.load(job).state, **state})

    def finish(self, connection_id: str, job: str, now: datetime, next_run_at: datetime) -> None:
        self._process.effect(f"before checkpoints.finish {job}")
        wanted = self._book.load(job).next_run_at or next_run_at
        self._book.set(job, running_since_at=None, next_run_at=wanted)

    def _set(self, job: str, **values: Any) -> None:
        self._process.effect(f"before checkpoints.set {job}")
        self._book.set(job, **values)
        self._process.effect(f"after checkpoints.set {job}")


class MemoryConnections:
    """The port `Connections`: one connection that shares its tenant with nobody."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, connection_id: str) -> Connection | None:
        return self._connection

    def sharing(self, key: str) -> list[Connection]:
        return [self._connection]

    def warn(self, connection_id: str, code: str, message: str, now: datetime) -> None: ...
    def unwarn(self, connection_id: str, code: str) -> None: ...
