from datetime import timedelta

import pytest

from core.domain import errors
from core.domain.errors import (
    IllegalTransitionError,
    LeaseLostError,
    MappingError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    RetryLaterError,
    SyncError,
    UnauthorizedError,
    UnavailableError,
)
from tests.factories.documents import NOON


def test_everything_the_sync_talks_about_is_caught_by_one_name() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    assert all(issubclass(kind, SyncError) for kind in kinds if kind.__name__.endswith("Error"))


@pytest.mark.parametrize("kind", [RateLimitedError, UnavailableError])
def test_nothing_happened_means_that_a_later_try_is_harmless(kind: type[Exception]) -> None:
    assert issubclass(kind, RetryLaterError)


@pytest.mark.parametrize(
    "kind",
    [OutcomeUnknownError, RejectedError, UnauthorizedError, LeaseLostError, IllegalTransitionError],
)
def test_what_is_open_or_refused_is_never_taken_for_a_harmless_retry(kind: type[Exception]) -> None:
    assert not issubclass(kind, RetryLaterError)


def test_a_limit_knows_until_when() -> None:
    error = RateLimitedError("wait", limit="minute", until=NOON + timedelta(seconds=30))
    assert (error.limit, error.until) == ("minute", NOON + timedelta(seconds=30))


def test_a_refusal_without_reasons_gives_its_message_as_the_reason() -> None:
    assert RejectedError("no").reasons == ("no",)
    assert RejectedError("no", reasons=("a", "b"), status=400).reasons == ("a", "b")


def test_only_an_expired_token_may_be_cured_by_a_new_one() -> None:
    assert not UnauthorizedError("gone").expired
    assert UnauthorizedError("old", expired=True).expired


def test_a_gap_in_the_tables_names_its_fault_and_the_values_for_it() -> None:
    error = MappingError("no account", code="ACCOUNT_UNMAPPED", billing_code="Labor")
    assert (error.code, error.values) == ("ACCOUNT_UNMAPPED", {"billing_code": "Labor"})
