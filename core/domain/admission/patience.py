"""How long an invoice has waited, how long it may, and when it is looked at next."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from core.domain.admission.verdicts import Held


@dataclass(frozen=True, slots=True)
class Patience:
    """Counts from when the invoice was first stored; the next look is the connection's next poll."""

    seen_at: datetime
    now: datetime
    poll_seconds: int
    zone: tzinfo

    def is_over(self, minutes: int) -> bool:
        return self.now - self.seen_at >= timedelta(minutes=minutes)

    def hold(self, code: str, reason: str, minutes: int, then: str = "it becomes a Fault") -> Held:
        """Wait for so many minutes in all; `then` says what comes afterwards."""
        ends_at = self.seen_at + timedelta(minutes=minutes)
        return self._held(
            code,
            f"{reason}; waiting since {self._told(self.seen_at)}, at {self._told(ends_at)} {then}.",
        )

    def hold_on(self, code: str, reason: str) -> Held:
        """Wait for as long as it takes."""
        since = self._told(self.seen_at)
        return self._held(code, f"{reason}; waiting since {since}, for as long as it takes.")

    def _held(self, code: str, message: str) -> Held:
        return Held(code, message, self.now + timedelta(seconds=self.poll_seconds))

    def _told(self, at: datetime) -> str:
        """A sentence is kept until the next change, so it names its day and its zone."""
        local = at.astimezone(self.zone)
        return f"{local.day} {local:%b %H:%M} {local.tzname()}"
