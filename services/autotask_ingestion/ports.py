"""What a look and a sweep need of the ledger.

In production these are modules of `core.store`; the simulation has a ledger in memory.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from core.domain.admission import LinesSeen
from core.domain.records import Connection
from core.store.checkpoints import Checkpoint
from core.store.ingested_invoices import Judged, Known, Reading, Refreshed


class Checkpoints(Protocol):
    """How far each job has read."""

    def load(self, connection_id: str, job: str) -> Checkpoint: ...
    def is_due(self, connection_id: str, job: str, now: datetime) -> bool: ...
    def begin(self, connection_id: str, job: str, now: datetime) -> None: ...
    def advance(self, connection_id: str, job: str, at: datetime) -> None: ...
    def remember(self, connection_id: str, job: str, **state: Any) -> None: ...
    def finish(
        self, connection_id: str, job: str, now: datetime, next_run_at: datetime
    ) -> None: ...


class Connections(Protocol):
    """Who shares a tenant, and what stands on a connection for people to see."""

    def get(self, connection_id: str) -> Connection | None: ...
    def sharing(self, key: str) -> list[Connection]: ...
    def warn(self, connection_id: str, code: str, message: str, now: datetime) -> None: ...
    def unwarn(self, connection_id: str, code: str) -> None: ...


class Ingested(Protocol):
    """Invoices as Autotask sends them."""

    def known(self, connection_id: str, autotask_ids: Sequence[int]) -> dict[int, Known]: ...
    def unreadable_ids(self, connection_id: str, limit: int) -> list[int]: ...
    def insert(
        self, connection_id: str, judged: Sequence[Judged], by: str, at: datetime, run_id: str
    ) -> int: ...
    def refresh_all(
        self, connection_id: str, pairs: Sequence[tuple[Judged, Known]], reading: Reading
    ) -> Refreshed: ...
    def stop_hidden(
        self, connection_id: str, found: Sequence[Known], reading: Reading
    ) -> set[int]: ...
    def note_markers(
        self,
        connection_id: str,
        found: Sequence[tuple[Known, Mapping[str, Any]]],
        reading: Reading,
    ) -> None: ...


class Waiting(Protocol):
    """Invoices that are asked for by their ids with every look."""

    def watched_in(self, connection_ids: Collection[str], limit: int = ...) -> list[int]: ...
    def unposted_ids(
        self, connection_ids: Collection[str], after_id: int, limit: int
    ) -> list[int]: ...
    def postpone_holds(
        self, connection_id: str, autotask_ids: Collection[int], until: datetime
    ) -> None: ...
    def note_looked(
        self,
        connection_ids: Collection[str],
        autotask_ids: Collection[int],
        at: datetime,
        missing: Collection[int] = ...,
    ) -> None: ...


class Unrouted(Protocol):
    """Invoices that no connection is set for."""

    def unroutable_ids(self, owner_id: str, limit: int) -> list[int]: ...


class Evidence(Protocol):
    """Whose lines Autotask has ever shown us."""

    def lines_seen(
        self, connection_ids: Sequence[str], company_ids: Collection[int]
    ) -> dict[int, LinesSeen]: ...
