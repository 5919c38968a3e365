"""How the Xero side of a connection is, told to the screens; what is known already costs nothing."""

from core.domain.call_account import Refusal
from core.domain.records import Connection
from core.runtime.clock import Clock
from core.store import connections

# A wait for the day's limit as short as those here is a guess, until Xero has told which one it is.
_LIMITS = {
    "minute": "limit of calls a minute",
    "appminute": "limit of calls a minute for all organisations together",
}


class XeroHealth:
    """Satisfies the port `Health` for one round of a connection."""

    def __init__(self, connection: Connection, now: Clock) -> None:
        self._connection_id = connection.id
        self._warnings = set(connection.warnings)
        self._now = now
        self._waits_for: str | None = None

    def warn(self, code: str, message: str) -> None:
        if code not in self._warnings:
            self._warnings.add(code)
            connections.warn(self._connection_id, code, message, self._now())

    def unwarn(self, code: str) -> None:
        if code in self._warnings:
            self._warnings.discard(code)
            connections.unwarn(self._connection_id, code)

    def waits(self, refusal: Refusal | None) -> None:
        """The log stays silent: at full speed this comes and goes every minute."""
        limit = refusal.limit if refusal else None
        if limit == self._waits_for:
            return
        self._waits_for = limit
        state, message = "ok", "Connected."
        if refusal is not None:
            state = "limited_minute" if limit == "minute" else "limited"
            what = _LIMITS.get(refusal.limit, "limit")
            message = f"Xero's {what} is reached; on at {refusal.until:%H:%M:%S} UTC."
        connections.report_health(self._connection_id, "xero", state, message, self._now())
