"""What counting jobs share: one at a time for each connection, and a breath between two portions."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

from core.domain.records import Connection
from core.runtime.clock import Clock
from core.runtime.lease_keeper import holding
from core.runtime.stopping import is_stopping


class Counting(ABC):
    """`breathe` lets others have the process."""

    job: ClassVar[str]

    def __init__(
        self,
        now: Clock,
        breathe: Callable[[], None],
        is_stopping: Callable[[], bool] = is_stopping,
    ) -> None:
        self._now = now
        self._breathe = breathe
        self._is_stopping = is_stopping

    def run_if_due(self, connection: Connection) -> None:
        if not self._is_due(connection):
            return
        with holding(f"{connection.id}/{self.job}") as lease:
            if lease is not None:
                self.run(connection)

    @abstractmethod
    def run(self, connection: Connection) -> None:
        """Count what changed since the last time; what a stop breaks off is counted by the next process."""

    @abstractmethod
    def _is_due(self, connection: Connection) -> bool: ...

    def _ends(self) -> bool:
        """Let others have the process, and tell whether it is to stop."""
        self._breathe()
        return self._is_stopping()
