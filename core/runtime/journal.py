"""Collects the log lines of one run and hands them to the logging actor in a few messages."""

from collections import Counter
from collections.abc import Callable
from copy import copy
from typing import Any

from core.clients.http import CallRecord
from core.domain.log_line import Level, LogLine
from core.runtime.clock import Clock

STOPPED = "stopped"
_FLUSH_AT = 100


class Journal:
    """Lines of one connection and run. `flush` at the end; every hundred lines go by themselves.

    `told` counts them by code, and "stopped" those errors that are about one record.
    """

    def __init__(
        self,
        write: Callable[[list[dict[str, Any]]], None],
        connection_id: str,
        service: str,
        run_id: str,
        now: Clock,
    ) -> None:
        self._write = write
        self._connection_id = connection_id
        self._service = service
        self.run_id = run_id
        self._now = now
        self._lines: list[dict[str, Any]] = []
        self.began = now()
        self.told: Counter[str] = Counter()

    def info(self, code: str, message: str, **about: Any) -> None:
        self.add(Level.INFO, code, message, **about)

    def warning(self, code: str, message: str, **about: Any) -> None:
        self.add(Level.WARNING, code, message, **about)

    def error(self, code: str, message: str, **about: Any) -> None:
        self.add(Level.ERROR, code, message, **about)

    def add(self, level: Level, code: str, message: str, **about: Any) -> None:
        """Add a line; `about` may name autotask_id, xero_id, detail, and an id of its own."""
        line = LogLine(
            connection=self._connection_id,
            at=self._now(),
            service=self._service,
            code=code,
            message=message,
            level=level,
            run_id=self.run_id,
            **about,
        )
        self._lines.append(line.as_message())
        self.told[code] += 1
        if level is Level.ERROR and line.autotask_id is not None:
            self.told[STOPPED] += 1
        if len(self._lines) >= _FLUSH_AT:
            self.flush()

    def call(self, record: CallRecord) -> None:
        """Leave a line for a call to a vendor (L1: every external call has one)."""
        outcome = record.problem or f"HTTP {record.status}"
        failed = record.problem is not None or (record.status or 0) >= 400
        bodies = {"request": record.request, "answer": record.answer}
        self.add(
            Level.WARNING if failed else Level.INFO,
            f"{record.service.upper()}_CALL",
            f"{record.method} {record.path}: {outcome} in {record.duration_ms} ms",
            detail={
                "query": record.query,
                "status": record.status,
                "duration_ms": record.duration_ms,
                "correlation_id": record.correlation_id,
                **{name: body for name, body in bodies.items() if body},
            },
        )

    def of(self, connection_id: str) -> "Journal":
        """The same run's journal of another connection; both are flushed together."""
        other = copy(self)
        other._connection_id = connection_id
        return other

    def flush(self) -> None:
        lines = list(self._lines)
        self._lines.clear()
        if lines:
            self._write(lines)
