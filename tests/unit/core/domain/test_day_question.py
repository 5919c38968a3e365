from datetime import timedelta

from core.domain import limiter
from core.domain.call_account import Account, Limits, block
from core.domain.day_question import DAY_RESERVE
from tests.factories.calls import XERO, answered, later, refusal_of
from tests.factories.documents import NOON


def test_near_the_end_of_the_day_one_call_an_hour_asks_until_a_new_day_begins() -> None:
    """The vendor never has to refuse: what is kept back lasts for every hour of a day."""
    account, left, now = Account(), 33, NOON
    for hour in range(24):
        asked = 0
        while True:
            account, refused = limiter.reserve(account, XERO, "x", now)
            if refused is not None:
                break
            left, asked = left - 1, asked + 1
            account = answered(account, XERO, "x", now, DayLimit=left, MinLimit=59)
        assert refused.limit == "day"
        assert refused.until == now + timedelta(hours=1)
        assert asked == (3 if hour == 0 else 1)
        now = refused.until
    assert left > 0
    account, refused = limiter.reserve(account, XERO, "x", now)
    assert refused is None
    account = answered(account, XERO, "x", now, DayLimit=999, MinLimit=59)
    assert account.block is None
    assert account.day_remaining == 999 > DAY_RESERVE


def test_without_headers_our_own_count_ends_the_day_at_midnight() -> None:
    limits = Limits(in_flight=5, per_day=2)
    account = Account()
    for _ in range(2):
        account, _refusal = limiter.reserve(account, limits, "x", NOON)
    refused = refusal_of(account, limits, NOON)
    assert (refused.limit, refused.until.hour, refused.until.minute) == ("day", 0, 0)
    assert limiter.reserve(account, limits, "x", refused.until)[1] is None


def test_who_may_wait_leaves_calls_of_the_day_to_the_others() -> None:
    spare = Limits(in_flight=5, per_day=4_000, day_left=200)
    account = answered(Account(), XERO, "x", NOON, DayLimit=201, MinLimit=59)
    account, refused = limiter.reserve(account, spare, "last", NOON)
    assert refused is None
    assert refusal_of(account, spare, NOON).limit == "day"
    assert limiter.reserve(account, XERO, "posting", NOON)[1] is None
    account = answered(account, XERO, "x", later(60), DayLimit=4_999, MinLimit=59)
    assert limiter.reserve(account, spare, "a new day", later(61))[1] is None


def test_who_comes_while_the_hours_question_is_out_waits_for_its_answer_only() -> None:
    account, _ = limiter.reserve(Account(), XERO, "x", NOON)
    account = answered(account, XERO, "x", NOON, DayLimit=3)
    account, refused = limiter.reserve(account, XERO, "question", later(3600))
    assert refused is None
    assert refusal_of(account, XERO, later(3600)).until <= later(3600 + 65)
    account = answered(account, XERO, "question", later(3601), DayLimit=4999)
    assert limiter.reserve(account, XERO, "y", later(3601))[1] is None


def test_after_a_days_end_that_the_vendor_named_the_calls_flow_again() -> None:
    account, _ = limiter.reserve(Account(), XERO, "x", NOON)
    account = answered(account, XERO, "x", NOON, DayLimit=0)
    account = block(account, later(300), "day")
    for number in range(3):
        account, refused = limiter.reserve(account, XERO, str(number), later(300))
        assert refused is None
