"""What the screens are told while a limit is waited out."""

from datetime import timedelta

import pytest

from core.domain.call_account import Refusal
from core.store import connections
from services.xero_posting.health import XeroHealth
from tests.factories.documents import NOON, make_connection

Told = list[tuple[str, str]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """State and message of every report."""
    reports: Told = []

    def report(_connection_id: str, _side: str, state: str, message: str, _now: object) -> bool:
        reports.append((state, message))
        return True

    monkeypatch.setattr(connections, "report_health", report)
    return reports


@pytest.fixture
def health() -> XeroHealth:
    return XeroHealth(make_connection(), lambda: NOON)


def _refusal(limit: str) -> Refusal:
    return Refusal(limit, NOON + timedelta(seconds=20), "Used up.")


@pytest.mark.parametrize(
    ("limit", "state", "words"),
    [
        ("minute", "limited_minute", "Xero's limit of calls a minute is reached"),
        ("appminute", "limited", "a minute for all organisations together is reached"),
        ("day", "limited", "Xero's limit is reached"),
    ],
)
def test_a_wait_names_its_own_limit_and_its_end(
    health: XeroHealth, told: Told, limit: str, state: str, words: str
) -> None:
    health.waits(_refusal(limit))
    ((found, message),) = told
    assert found == state
    assert words in message
    assert message.endswith("on at 12:00:20 UTC.")


def test_a_wait_is_told_once_until_another_limit_takes_over_or_it_ends(
    health: XeroHealth, told: Told
) -> None:
    for limit in ("minute", "minute", "appminute"):
        health.waits(_refusal(limit))
    health.waits(None)
    health.waits(None)
    assert [state for state, _ in told] == ["limited_minute", "limited", "ok"]
