"""Turns the failure of a run into the health of a side, a log line and the time of the next try."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.errors import (
    DisconnectedError,
    MaintenanceError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    RetryLaterError,
    ScopeMissingError,
    SyncError,
    UnauthorizedError,
)
from core.runtime.answers import Answer, problem
from core.runtime.journal import Journal
from core.store import checkpoints, connections

_SIDES = {"autotask": "Autotask", "xero": "Xero"}
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(seconds=30)
# Autotask locks a user after repeated failures, so a wrong secret is tried ever more rarely; new
# credentials, a test or Sync Now end the wait at once.
_FIRST_PAUSE_UNAUTHORIZED = timedelta(minutes=1)
_LONGEST_PAUSE_UNAUTHORIZED = timedelta(minutes=15)
# Xero advises to ask again after some five minutes (Response Codes, 503).
MAINTENANCE_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Trouble:
    """How a side is, in a word for the store and a sentence for people."""

    state: str
    message: str


def trouble_of(side: str, error: SyncError, now: datetime | None = None) -> Trouble:
    """Name what a failure says about a side: what goes on by itself and when, or what to do."""
    name = _SIDES[side]
    match error:
        case RateLimitedError():
            return _limited(side, error, now)
        case DisconnectedError():
            return Trouble(
                "disconnected",
                f"{name} is no longer connected: somebody removed our access to the organisation. "
                "Connect it again; what waits goes on by itself then.",
            )
        case ScopeMissingError():
            return Trouble(
                "scope_missing",
                f"The consent given in {name} lacks a permission that we need. Connect it again "
                "and allow everything that is asked for.",
            )
        case UnauthorizedError():
            return Trouble("unauthorized", f"{name} does not accept our credentials: {error}")
        case MaintenanceError() | OutcomeUnknownError(in_maintenance=True):
            return Trouble(
                "maintenance",
                f"{name} is being maintained; we ask again every five minutes and go on by "
                "ourselves.",
            )
        case RetryLaterError() | OutcomeUnknownError():
            return Trouble("down", f"{name} is not answering: {error}")
        case RejectedError():
            return Trouble("refused", f"{name} refused the request: {'; '.join(error.reasons)}")
    return Trouble("refused", f"Counterfoil stumbled over its own rules: {error}")


def _limited(side: str, error: RateLimitedError, now: datetime | None) -> Trouble:
    """Xero's limits have names of their own on the screens, Autotask's are all the hour's."""
    ends_at = error.ends_at(now) if now else error.until
    name, until = _SIDES[side], moment(ends_at, now or ends_at)
    limits = {"minute": "limit of calls a minute", "day": "daily limit"}
    if side == "xero" and error.limit in limits:
        what = limits[error.limit]
        message = f"{name}'s {what} is reached; it goes on at {until}."
        return Trouble(f"limited_{error.limit}", message)
    return Trouble("limited", f"{name}'s limit is reached; it goes on at {until}.")


def moment(until: datetime, now: datetime) -> str:
    """A time of day, with the day when it is another one."""
    day = "" if until.date() == now.date() else f" on {until:%d %B}"
    return f"{until:%H:%M} UTC{day}"


def tell_failure(
    connection_id: str, side: str, job: str, error: SyncError, journal: Journal, now: datetime
) -> datetime:
    """Note a failed run and return when the job may try again.

    The log gets a line when the trouble starts, not one a try. The pause doubles from five seconds
    to thirty, for wrong credentials from a minute to fifteen.
    """
    trouble = trouble_of(side, error, now)
    if connections.report_health(connection_id, side, trouble.state, trouble.message, now):
        journal.error(f"{side.upper()}_{trouble.state.upper()}", trouble.message)
    if isinstance(error, RateLimitedError):
        return error.ends_at(now)
    if trouble.state == "maintenance":
        checkpoints.remember(connection_id, job, failures=1)
        return now + MAINTENANCE_PAUSE
    failures = int(checkpoints.load(connection_id, job).state.get("failures", 0)) + 1
    checkpoints.remember(connection_id, job, failures=failures)
    first, longest = _FIRST_PAUSE, _LONGEST_PAUSE
    if isinstance(error, UnauthorizedError):
        first, longest = _FIRST_PAUSE_UNAUTHORIZED, _LONGEST_PAUSE_UNAUTHORIZED
    doublings: int = min(failures - 1, 10)
    return now + min(first * (1 << doublings), longest)


def tell_success(connection_id: str, side: str, job: str, journal: Journal, now: datetime) -> None:
    """Note that a side works; the log gets a line when that is news."""
    if connections.report_health(connection_id, side, "ok", "Connected.", now):
        journal.info(f"{side.upper()}_OK", f"{_SIDES[side]} is connected.")
    if checkpoints.load(connection_id, job).state.get("failures"):
        checkpoints.remember(connection_id, job, failures=0)


def as_problem(side: str, error: SyncError) -> Answer:
    """The same failure as the answer to a person who asked for something."""
    trouble = trouble_of(side, error)
    code = "unauthorized" if isinstance(error, UnauthorizedError) else "unavailable"
    return problem(code, trouble.message)
