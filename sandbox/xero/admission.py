"""Xero's four limits, which refuse a call before anything else looks at it (rate limits page)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil

from werkzeug.wrappers import Response

from sandbox.door.call import Call
from sandbox.door.limits import FixedWindows, InFlight, LimitBoard, RollingWindow, Windows
from sandbox.door.vendor import Refusal
from sandbox.xero.answers import too_many
from sandbox.xero.books import Books
from sandbox.xero.identity.access import Access, Caller
from sandbox.xero.labels import API

DOCUMENTED = {"concurrent": 5, "minute": 60, "appminute": 10_000, "day": 5_000}
_DAY = 86_400


def _only(windows: Windows) -> Callable[[], Windows]:
    return lambda: windows


@dataclass(frozen=True)
class _Counter:
    limit: str
    header: str
    windows: Callable[[], Windows]
    per_app: bool = False

    def key(self, caller: Caller) -> str:
        return caller.client_id if self.per_app else f"{caller.client_id}|{caller.tenant_id}"


class Admission:
    """Counts the calls of each app to each organisation."""

    def __init__(self, access: Access, board: LimitBoard, books: Books) -> None:
        store, clock = books.store, books.clock
        self._access = access
        self._board = board
        self._store = store
        self._switches = books.switches
        rolling = RollingWindow("rolling:minute", 60, clock, store)
        fixed = FixedWindows("minute", 60, clock, store)
        self._in_flight = InFlight()
        self._counters = (
            _Counter("day", "X-DayLimit-Remaining", _only(FixedWindows("day", _DAY, clock, store))),
            _Counter(
                "minute",
                "X-MinLimit-Remaining",
                lambda: rolling if self._switches.value("minute_window") == "rolling" else fixed,
            ),
            _Counter(
                "appminute",
                "X-AppMinLimit-Remaining",
                _only(FixedWindows("appminute", 60, clock, store)),
                per_app=True,
            ),
        )

    @contextmanager
    def of(self, call: Call) -> Iterator[Refusal | None]:
        """Count the call while it runs, or refuse it."""
        caller = self._caller(call)
        if caller is None:
            yield None
            return
        key = f"{caller.client_id}|{caller.tenant_id}"
        if not self._in_flight.enter(key, self._board.value("concurrent")):
            yield self._refused("concurrent", caller, None)
            return
        try:
            refusal = self._counted(caller)
            if refusal is None:
                call.answer_headers.extend(self.remaining(caller).items())
            yield refusal
        finally:
            self._in_flight.leave(key)

    def _caller(self, call: Call) -> Caller | None:
        if not call.path.startswith(API):
            return None
        # Who is not let in is answered 401 or 403, and there is nobody to count for.
        caller = self._access.tenant(call.headers)
        return None if isinstance(caller, Response) else caller

    def _counted(self, caller: Caller) -> Refusal | None:
        with self._store.transaction():
            for counter in self._counters:
                limit = self._board.value(counter.limit)
                if limit is not None and counter.windows().used(counter.key(caller)) >= limit:
                    left = counter.windows().seconds_left(counter.key(caller))
                    return self._refused(counter.limit, caller, ceil(left))
            for counter in self._counters:
                counter.windows().count(counter.key(caller))
        return None

    def _refused(self, limit: str, caller: Caller, retry_after: int | None) -> Refusal:
        headers = self.remaining(caller)
        if limit == "concurrent":
            # It is over when a call is over, so it has no natural time; the headers are not told.
            told = self._switches.value("concurrent_headers")
            headers = {} if told == "nothing" else headers
            retry_after = 1 if told == "retry_after" else None
        if retry_after is not None:
            headers["Retry-After"] = str(max(1, retry_after))
        return Refusal(limit, too_many(limit, headers))

    def remaining(self, caller: Caller) -> dict[str, str]:
        """The three headers that every answer for an organisation carries."""
        headers = {}
        for counter in self._counters:
            limit = self._board.value(counter.limit)
            allowed = DOCUMENTED[counter.limit] if limit is None else int(limit)
            used = counter.windows().used(counter.key(caller))
            headers[counter.header] = str(max(0, allowed - used))
        return headers
