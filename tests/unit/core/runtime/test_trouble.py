"""Trouble goes away by itself; a bug does not."""

from datetime import UTC, datetime

import pytest
from pymongo.errors import (
    AutoReconnect,
    DuplicateKeyError,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    ServerSelectionTimeoutError,
)

from core.domain.errors import (
    MappingError,
    OutcomeUnknownError,
    RateLimitedError,
    UnauthorizedError,
    UnavailableError,
)
from core.runtime.trouble import is_database_away, is_trouble, problem_of


@pytest.mark.parametrize(
    "error",
    [AutoReconnect(), NetworkTimeout(), NotPrimaryError(), ServerSelectionTimeoutError()],
)
def test_a_database_that_does_not_answer_is_trouble(error: Exception) -> None:
    assert is_database_away(error)
    problem = problem_of(error)
    assert problem is not None
    assert problem["code"] == "unavailable"
    assert "database is not reachable" in problem["message"]


@pytest.mark.parametrize(
    "error", [DuplicateKeyError("twice"), OperationFailure("wrong"), LookupError("x"), OSError()]
)
def test_a_bug_is_no_trouble(error: Exception) -> None:
    assert not is_database_away(error)
    assert not is_trouble(error)
    assert problem_of(error) is None


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnavailableError("Xero is offline."), "unavailable"),
        (OutcomeUnknownError("No answer."), "unavailable"),
        (RateLimitedError("Wait.", limit="minute", until=datetime(2026, 1, 1, tzinfo=UTC)),
         "unavailable"),
        (UnauthorizedError("Consent is gone."), "unauthorized"),
    ],
)  # fmt: skip
def test_the_vendors_trouble_keeps_its_sentence(error: Exception, code: str) -> None:
    assert problem_of(error) == {"code": code, "message": str(error)}
    assert is_trouble(error)


def test_a_missing_mapping_needs_a_person_not_patience() -> None:
    assert not is_trouble(MappingError("No account.", code="ACCOUNT_UNMAPPED"))
