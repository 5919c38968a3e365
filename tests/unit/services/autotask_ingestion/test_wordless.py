"""A failure without a word: an outage, or a user that Autotask does not know."""

import pytest

from core.domain.errors import (
    OutcomeUnknownError,
    SyncError,
    UnauthorizedError,
    UnavailableError,
    WordlessError,
)
from services.autotask_ingestion.wordless import cause_of

BARE = WordlessError("Autotask answered 500: no reason given.")


class Directory:
    """Answers who we are, and counts how often it is asked."""

    def __init__(self, answer: SyncError | None = None) -> None:
        self.asked = 0
        self._answer = answer

    def ask(self) -> None:
        self.asked += 1
        if self._answer:
            raise self._answer


def test_the_third_failure_in_a_row_asks_and_an_unknown_user_is_a_refused_sign_in() -> None:
    directory = Directory(UnauthorizedError("Zone information could not be determined"))
    causes = [cause_of(BARE, failures, directory.ask) for failures in (1, 2, 3)]
    assert causes[:2] == [BARE, BARE]
    assert isinstance(causes[2], UnauthorizedError)
    assert directory.asked == 1


@pytest.mark.parametrize("answer", [None, UnavailableError("away")])
def test_a_user_that_is_known_and_a_look_up_that_is_away_leave_it_an_outage(
    answer: SyncError | None,
) -> None:
    directory = Directory(answer)
    assert cause_of(BARE, 3, directory.ask) is BARE
    assert directory.asked == 1


def test_a_long_outage_is_asked_about_now_and_then() -> None:
    directory = Directory()
    for failures in range(1, 101):
        cause_of(BARE, failures, directory.ask)
    assert directory.asked == 6


@pytest.mark.parametrize("error", [UnavailableError("502"), OutcomeUnknownError("reset")])
def test_what_fails_with_a_reason_asks_nobody(error: SyncError) -> None:
    directory = Directory()
    assert cause_of(error, 3, directory.ask) is error
    assert directory.asked == 0
