"""What counts of an hour while Autotask does not tell how much of it is used."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from core.domain import limiter
from core.domain.call_account import Account, Hour, Limits
from core.domain.hour_unread import (
    ASK_AFTER_OUTAGE,
    ASK_AFTER_REFUSAL,
    DOCUMENTED_LIMIT,
    count_own,
    may_ask,
    not_told,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LIMITS = Limits(3, per_hour_share=Decimal("0.7"))


def test_who_was_never_refused_may_ask_and_who_was_only_after_the_wait() -> None:
    assert may_ask(Account(), NOON)
    for wait in (ASK_AFTER_OUTAGE, ASK_AFTER_REFUSAL):
        refused = not_told(Account(), wait, NOON)
        assert not may_ask(refused, NOON + wait - timedelta(seconds=1))
        assert may_ask(refused, NOON + wait)


def test_without_any_count_our_own_calls_are_held_against_the_documented_limit() -> None:
    account = not_told(Account(own=((NOON, 6_999),)), ASK_AFTER_REFUSAL, NOON)
    assert account.hour == Hour(DOCUMENTED_LIMIT, 6_999, NOON, is_own=True)
    assert limiter.refusal(account, LIMITS, NOON) is None
    account, refused = limiter.reserve(account, LIMITS, "last", NOON)
    assert refused is None
    assert (stopped := limiter.refusal(account, LIMITS, NOON)) is not None
    assert stopped.limit == "hour"


def test_a_count_that_was_told_stands_for_its_hour() -> None:
    told = Account(hour=Hour(5_000, 4_800, NOON), own=((NOON, 12),))
    later = NOON + timedelta(minutes=59)
    assert not_told(told, ASK_AFTER_OUTAGE, later).hour == told.hour


def test_after_its_hour_our_own_calls_take_its_place_with_the_limit_that_was_told() -> None:
    now = NOON + timedelta(hours=1)
    told = Account(hour=Hour(5_000, 4_800, NOON), own=((now, 12),))
    assert count_own(told, now).hour == Hour(5_000, 12, now, is_own=True)


def test_our_own_count_forgets_what_is_an_hour_old() -> None:
    account = count_own(Account(own=((NOON, 300),)), NOON)
    after = count_own(account, NOON + timedelta(hours=2))
    assert after.hour is not None
    assert after.hour.used == 0


def test_a_count_that_is_told_again_ends_the_wait() -> None:
    refused = not_told(Account(), ASK_AFTER_REFUSAL, NOON)
    told = limiter.read_hour(refused, 10_000, 40, NOON)
    assert may_ask(told, NOON)
    assert told.hour == Hour(10_000, 40, NOON)
