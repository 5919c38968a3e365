"""Xero's limits on calls, as Xero counts them when a call arrives."""

from dataclasses import dataclass, field


@dataclass
class Counter:
    """Calls of one organisation; the minute's window is fixed or rolling, nobody knows which.

    `overruns` are refusals that our own calls provoked: there must be none.
    """

    a_minute: int = 60
    at_once: int = 5
    day_left: int = 5_000
    day_size: int = 5_000
    day_ends_at: int = 24 * 3_600_000
    is_rolling: bool = False
    calls: list[int] = field(default_factory=list)
    in_flight: int = 0
    overruns: list[str] = field(default_factory=list)
    most_in_flight: int = 0
    _began: int = -60_000
    _in_window: int = 0

    def arrive(self, ms: int, *, is_late: bool) -> str:
        """Count a call; the name of the limit that it breaks, if it does.

        One that the network held back is let in: nobody can know that it still comes.
        """
        self._turn(ms)
        if self.in_flight >= self.at_once and not is_late:
            return self._overrun("concurrent", ms)
        if self.minute_left(ms) <= 0:
            return self._overrun("minute", ms)
        if self.day_left <= 0:
            return self._overrun("day", ms)
        self.calls.append(ms)
        self._in_window += 1
        self.day_left -= 1
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        return ""

    def leave(self) -> None:
        self.in_flight -= 1

    def headers(self, ms: int) -> dict[str, str]:
        return {
            "X-MinLimit-Remaining": str(max(self.minute_left(ms), 0)),
            "X-DayLimit-Remaining": str(max(self.day_left, 0)),
            "X-AppMinLimit-Remaining": "9990",
        }

    def minute_left(self, ms: int) -> int:
        if not self.is_rolling:
            return self.a_minute - self._in_window
        recent = 0
        for call in reversed(self.calls):
            if call <= ms - 60_000:
                break
            recent += 1
        return self.a_minute - recent

    def _turn(self, ms: int) -> None:
        if ms - self._began >= 60_000:
            self._began, self._in_window = ms, 0
        if ms >= self.day_ends_at:
            self.day_left = self.day_size
            self.day_ends_at += 24 * 3_600_000

    def _overrun(self, limit: str, ms: int) -> str:
        self.overruns.append(f"{limit} at {ms} ms")
        return limit
