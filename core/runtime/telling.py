"""Turns the failure of a run into the health of a side, a log line and the time of the next try."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.errors import (
    DisconnectedError,
    MaintenanceError,
    NotPermittedError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    RetryLaterError,
    ScopeMissingError,
    SyncError,
    UnauthorizedError,
)
from core.domain.faults import make_fault
from core.domain.pauses import Setback
from core.runtime.answers import Answer, problem
from core.runtime.journal import Journal
from core.store import checkpoints, connections

_SIDES = {"autotask": "Autotask", "xero": "Xero"}
_OF_XERO = ("limited", "limited_minute", "limited_day", "maintenance", "down", "disconnected",
            "scope_missing", "unauthorized")  # fmt: skip
_OF_AUTOTASK = ("limited", "limited_threads", "down", "unauthorized", "refused", "not_permitted")
# The cause in the catalogue that words each state of a side.
_CODES = {
    "xero": {state: f"XERO_{state.upper()}" for state in _OF_XERO}
    | {"refused": "QUESTION_REFUSED"},
    "autotask": {state: f"AUTOTASK_{state.upper()}" for state in _OF_AUTOTASK}
    | {"limited_threads": "AUTOTASK_THREADS"},
}
# Autotask's own word for too many calls at once, and that of our count of them.
_AT_ONCE = ("threads", "concurrent")
# Nobody calls Autotask while it refuses the sign-in (runtime/autotask_zone), so this is only how soon
# a job notices that a person has mended it; new credentials, a test or Sync Now run it at once.
_STOPPED_PAUSE = timedelta(minutes=15)
# A right that is missing is granted by a person; to ask meanwhile only costs calls.
_NOT_PERMITTED_PAUSE = timedelta(minutes=15)
# The job whose needs are those of the whole side.
_MAIN_JOB = "ingest"
# Xero advises to ask again after some five minutes (Response Codes, 503).
MAINTENANCE_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Trouble:
    """How a side is, in a word for the store and a sentence for people."""

    state: str
    message: str


def trouble_of(side: str, error: SyncError, now: datetime | None = None) -> Trouble:
    """Name what a failure says about a side, in the catalogue's words: what happens, what to do."""
    match error:
        case RateLimitedError():
            return _limited(side, error, now)
        case DisconnectedError():
            return _worded(side, "disconnected")
        case ScopeMissingError():
            return _worded(side, "scope_missing")
        case UnauthorizedError():
            return _worded(side, "unauthorized", str(error))
        case MaintenanceError() | OutcomeUnknownError(in_maintenance=True):
            return _worded(side, "maintenance")
        case RetryLaterError() | OutcomeUnknownError():
            return _worded(side, "down", str(error))
        case RejectedError():
            return _refused(side, error)
    return Trouble("refused", f"Counterfoil stumbled over its own rules: {error}")


def _limited(side: str, error: RateLimitedError, now: datetime | None) -> Trouble:
    """Each limit has a name of its own on the screens.

    Autotask's sentences carry no time: the screens tell it by the organisation's clock. That we
    keep to our share of its hour is our own doing and has words of its own.
    """
    if side == "autotask":
        return _limited_by_autotask(error)
    ends_at = error.ends_at(now) if now else error.until
    state = f"limited_{error.limit}" if error.limit in ("minute", "day") else "limited"
    return _told(state, _CODES[side][state], until=moment(ends_at, now or ends_at))


def _limited_by_autotask(error: RateLimitedError) -> Trouble:
    if error.limit == "hour":
        return _told("limited_share", "AUTOTASK_SHARE", detail=str(error))
    return _worded("autotask", "limited_threads" if error.limit in _AT_ONCE else "limited")


def _refused(side: str, error: RejectedError) -> Trouble:
    if side == "autotask" and isinstance(error, NotPermittedError):
        return _worded(side, "not_permitted", str(error))
    return _worded(side, "refused", "; ".join(error.reasons))


def _worded(side: str, state: str, detail: str = "") -> Trouble:
    codes = _CODES[side]
    # Autotask has no consent to lose and no maintenance of its own.
    known = state if state in codes else "down"
    return _told(known, codes[known], detail=_plain(detail))


def _told(state: str, code: str, **values: str) -> Trouble:
    fault = make_fault(code, **values)
    step = "" if fault.retry_helps else fault.next_step
    return Trouble(state, f"{fault.message} {step}".strip())


def _plain(detail: object) -> str:
    return str(detail).rstrip(". ")


def moment(until: datetime, now: datetime) -> str:
    """A time of day, with the day when it is another one."""
    day = "" if until.date() == now.date() else f" on {until:%d %B}"
    return f"{until:%H:%M} UTC{day}"


def tell_failure(
    connection_id: str, side: str, job: str, error: SyncError, journal: Journal, now: datetime
) -> datetime:
    """Note a failed run and return when the job may try again.

    The log gets a line when the trouble starts, not one a try.
    """
    trouble = trouble_of(side, error, now)
    lacks_right = side == "autotask" and isinstance(error, NotPermittedError)
    if lacks_right and job != _MAIN_JOB:
        return _suffer_alone(connection_id, job, trouble, journal, now)
    if lacks_right:
        trouble = _told("not_permitted", "AUTOTASK_LOOK_NOT_PERMITTED", detail=_plain(error))
    if connections.report_health(connection_id, side, trouble.state, trouble.message, now):
        journal.error(f"{side.upper()}_{trouble.state.upper()}", trouble.message)
    if isinstance(error, RateLimitedError):
        return error.ends_at(now)
    if side == "autotask" and isinstance(error, UnauthorizedError):
        return now + _STOPPED_PAUSE
    if lacks_right:
        return now + _NOT_PERMITTED_PAUSE
    if trouble.state == "maintenance":
        checkpoints.remember(connection_id, job, failures=1)
        return now + MAINTENANCE_PAUSE
    state = checkpoints.load(connection_id, job).state
    before = Setback(int(state.get("failures", 0)), bool(state.get("is_shut_out")))
    setback = before.again(error)
    checkpoints.remember(
        connection_id, job, failures=setback.failures, is_shut_out=setback.is_shut_out
    )
    return now + setback.pause


def _suffer_alone(
    connection_id: str, job: str, trouble: Trouble, journal: Journal, now: datetime
) -> datetime:
    """A job beside the main one lacks a right: it waits and says so, the side is as good as before."""
    if not checkpoints.load(connection_id, job).state.get("lacks_right"):
        journal.error("AUTOTASK_NOT_PERMITTED", trouble.message)
        checkpoints.remember(connection_id, job, lacks_right=True)
    connections.warn(connection_id, _lacking(job), trouble.message, now)
    return now + _NOT_PERMITTED_PAUSE


def _lacking(job: str) -> str:
    return f"LACKS_RIGHT_{job.upper()}"


def tell_success(connection_id: str, side: str, job: str, journal: Journal, now: datetime) -> None:
    """Note that a side works; the log gets a line when that is news."""
    if connections.report_health(connection_id, side, "ok", "Connected.", now):
        journal.info(f"{side.upper()}_OK", f"{_SIDES[side]} is connected.")
    state = checkpoints.load(connection_id, job).state
    if state.get("failures"):
        checkpoints.remember(connection_id, job, failures=0)
    if state.get("lacks_right"):
        checkpoints.remember(connection_id, job, lacks_right=False)
        connections.unwarn(connection_id, _lacking(job))


def as_problem(side: str, error: SyncError) -> Answer:
    """The same failure as the answer to a person who asked for something."""
    trouble = trouble_of(side, error)
    is_shut = isinstance(error, UnauthorizedError | NotPermittedError)
    code = "unauthorized" if is_shut else "unavailable"
    return problem(code, trouble.message)
