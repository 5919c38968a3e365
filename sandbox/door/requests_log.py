"""Every call that reached the sandbox, in order of arrival."""

import zlib
from collections import deque
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

from sandbox.door.call import Call
from sandbox.door.clock import Clock
from sandbox.door.masking import masked_body, masked_headers, masked_query

KEPT = 200_000


@dataclass
class Entry:
    """One call; `status` stays None while it runs and for ever when no answer was sent."""

    n: int
    at: str
    method: str
    path: str
    query: str
    headers: dict[str, str]
    packed_body: bytes
    started: float
    status: int | None = None
    duration_ms: float | None = None
    refused_by: str | None = None

    def described(self) -> dict[str, Any]:
        """As the door shows it."""
        return {
            "n": self.n,
            "at": self.at,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "headers": self.headers,
            "body": zlib.decompress(self.packed_body).decode(),
            "status": self.status,
            "duration_ms": self.duration_ms,
            "refused_by": self.refused_by,
        }

    def finish(self, status: int | None) -> None:
        """The call is over."""
        self.status = status
        self.duration_ms = round((monotonic() - self.started) * 1000, 3)


class RequestsLog:
    """Kept in memory only, the last 200,000 calls."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._last = 0

    def open(self, call: Call) -> Entry:
        """Write a call down as it arrives."""
        body = masked_body(
            call.headers.get("Content-Type", ""), call.body.decode("utf-8", errors="replace")
        )
        packed = zlib.compress(body.encode(), level=1)
        with self._lock:
            self._last += 1
            entry = Entry(
                n=self._last,
                at=self._clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                method=call.method,
                path=call.path,
                query=masked_query(call.query),
                headers=masked_headers(call.headers),
                packed_body=packed,
                started=monotonic(),
            )
            self._entries.append(entry)
        return entry

    def since(self, n: int) -> list[dict[str, Any]]:
        """The calls that arrived after call number n."""
        with self._lock:
            entries = [entry for entry in self._entries if entry.n > n]
        return [entry.described() for entry in entries]

    def clear(self) -> None:
        """Forget all calls and number from 1 again."""
        with self._lock:
            self._entries.clear()
            self._last = 0
