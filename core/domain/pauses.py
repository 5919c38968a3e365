"""How long a job of a connection waits after a failure: longer each time that it fails the same way."""

from dataclasses import dataclass
from datetime import timedelta

from core.domain.errors import SyncError, UnauthorizedError

_MOST_DOUBLINGS = 10


@dataclass(frozen=True, slots=True)
class Setback:
    """How often a job failed in a row, and whether the vendor shut it out."""

    failures: int = 0
    is_shut_out: bool = False

    def again(self, error: SyncError) -> "Setback":
        """With this failure; an outage before it is no reason to wait long for a consent."""
        is_shut_out = isinstance(error, UnauthorizedError)
        is_same = is_shut_out == self.is_shut_out
        return Setback(self.failures + 1 if is_same else 1, is_shut_out)

    @property
    def pause(self) -> timedelta:
        """Doubles from five seconds to thirty; for one that is shut out, from one minute to fifteen."""
        first, longest = (60, 900) if self.is_shut_out else (5, 30)
        doublings = min(max(self.failures - 1, 0), _MOST_DOUBLINGS)
        return timedelta(seconds=min(first << doublings, longest))
