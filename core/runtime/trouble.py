"""Tells trouble, which goes away by itself, from a bug, and puts it into words for a user."""

from core.domain.errors import (
    OutcomeUnknownError,
    RetryLaterError,
    SyncError,
    UnauthorizedError,
)

Problem = dict[str, str]

DATABASE_AWAY = "The database is not reachable at the moment; everything goes on when it is back."

# The driver is private to the store, so its errors are known here by name only.
_DRIVER = "pymongo.errors"
_AWAY = frozenset({"ConnectionFailure", "ExecutionTimeout", "WTimeoutError", "_OperationCancelled"})


def is_database_away(error: BaseException) -> bool:
    """Whether MongoDB could not be reached, has no primary or did not answer in time."""
    families = (family for family in type(error).__mro__ if family.__module__ == _DRIVER)
    return any(family.__name__ in _AWAY for family in families) or (
        type(error).__module__ == _DRIVER and bool(getattr(error, "timeout", False))
    )


def problem_of(error: BaseException) -> Problem | None:
    """What to tell the caller of an RPC method; None when the error is a bug."""
    if is_database_away(error):
        return {"code": "unavailable", "message": DATABASE_AWAY}
    if isinstance(error, UnauthorizedError):
        return {"code": "unauthorized", "message": str(error)}
    if isinstance(error, RetryLaterError | OutcomeUnknownError):
        return {"code": "unavailable", "message": str(error)}
    return None


def is_trouble(error: BaseException) -> bool:
    """Whether trying again later, without any change by us, may succeed."""
    return is_database_away(error) or (
        isinstance(error, SyncError) and problem_of(error) is not None
    )
