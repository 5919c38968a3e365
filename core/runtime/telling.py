"""Turns the failure of a run into the health of a side, a log line and the time of the next try."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.errors import (
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    RetryLaterError,
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


@dataclass(frozen=True, slots=True)
class Trouble:
    """How a side is, in a word for the store and a sentence for people."""

    state: str
    message: str


def trouble_of(side: str, error: SyncError) -> Trouble:
    """Name what a failure says about a side."""
    name = _SIDES[side]
    match error:
        case RateLimitedError():
            return Trouble(
                "limited", f"{name}'s limit is reached; it goes on at {error.until:%H:%M} UTC."
            )
        case UnauthorizedError():
            return Trouble("unauthorized", f"{name} does not accept our credentials: {error}")
        case RetryLaterError() | OutcomeUnknownError():
            return Trouble("down", f"{name} is not answering: {error}")
        case RejectedError():
            return Trouble("refused", f"{name} refused the request: {'; '.join(error.reasons)}")
    return Trouble("refused", f"Counterfoil stumbled over its own rules: {error}")


def tell_failure(
    connection_id: str, side: str, job: str, error: SyncError, journal: Journal, now: datetime
) -> datetime:
    """Note a failed run and return when the job may try again.

    The log gets a line when the trouble starts, not one a try. The pause doubles from five seconds
    to thirty, for wrong credentials from a minute to fifteen.
    """
    trouble = trouble_of(side, error)
    if connections.report_health(connection_id, side, trouble.state, trouble.message, now):
        journal.error(f"{side.upper()}_{trouble.state.upper()}", trouble.message)
    if isinstance(error, RateLimitedError):
        return error.until
    failures = int(checkpoints.load(connection_id, job).state.get("failures", 0)) + 1
    checkpoints.remember(connection_id, job, failures=failures)
    first, longest = _FIRST_PAUSE, _LONGEST_PAUSE
    if trouble.state == "unauthorized":
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
    code = "unauthorized" if trouble.state == "unauthorized" else "unavailable"
    return problem(code, trouble.message)
