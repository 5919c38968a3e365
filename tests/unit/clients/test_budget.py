"""A call is paid for before it is made, and its ticket always comes back."""

import time

import pytest

from core.clients.budget import Unmetered, spend
from core.clients.http import HttpRequest
from core.domain.errors import OutcomeUnknownError, RateLimitedError, UnavailableError
from tests.unit.clients.scripted import NOON, RememberingBudget, ScriptedHttp, answer

REQUEST = HttpRequest("xero", "GET", "https://api.xero.test/a")


def test_an_answered_call_gives_its_ticket_back_with_the_headers() -> None:
    budget = RememberingBudget()
    spend(budget, ScriptedHttp(answer({}, headers={"X-MinLimit-Remaining": "59"})), REQUEST)
    assert budget.released == [("ticket 1", True, {"X-MinLimit-Remaining": "59"})]


def test_a_call_without_answer_gives_its_ticket_back_as_unanswered() -> None:
    budget = RememberingBudget()
    with pytest.raises(OutcomeUnknownError):
        spend(budget, ScriptedHttp(OutcomeUnknownError("gone")), REQUEST)
    assert budget.released == [("ticket 1", False, None)]


def test_a_call_that_was_abandoned_gives_its_ticket_back_too() -> None:
    budget = RememberingBudget()

    def abandon(_: HttpRequest) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spend(budget, ScriptedHttp(abandon), REQUEST)  # type: ignore[arg-type]
    assert budget.released == [("ticket 1", False, None)]


def test_without_budget_nothing_is_sent() -> None:
    http = ScriptedHttp()
    with pytest.raises(RateLimitedError):
        spend(RememberingBudget(left=0), http, REQUEST)
    assert http.requests == []


def test_unmetered_calls_cost_nobody_anything() -> None:
    budget = Unmetered()
    assert spend(budget, ScriptedHttp(answer({})), REQUEST).status == 200
    budget.blocked(NOON, "nobody listens")


def test_the_senders_last_word_is_asked_when_the_call_is_ours() -> None:
    budget = RememberingBudget()
    http = ScriptedHttp(answer({}))
    asked: list[tuple[int, int]] = []
    spend(budget, http, REQUEST, lambda: asked.append((len(budget.taken), len(http.requests))))
    assert asked == [(1, 0)]


def test_a_process_that_was_frozen_after_its_last_word_sends_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    budget, http = RememberingBudget(), ScriptedHttp()
    moments = iter([100.0, 131.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(moments))
    with pytest.raises(UnavailableError, match="nothing was sent"):
        spend(budget, http, REQUEST, lambda: None)
    assert http.requests == []
    assert budget.released == [("ticket 1", True, None)]
