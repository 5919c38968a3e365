from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from core.domain import limiter
from core.domain.call_account import Account, Limits, block
from core.domain.limiter import PLACE_LIFE, WINDOW
from tests.factories.calls import XERO, answered, later, refusal_of
from tests.factories.documents import NOON

MANY_AT_ONCE = Limits(in_flight=100, per_minute=58)


def _calls(account: Account, limits: Limits, times: int, now: datetime) -> Account:
    for _ in range(times):
        account, refused = limiter.reserve(account, limits, "ticket", now)
        assert refused is None
        account = answered(account, limits, "ticket", now)
    return account


def test_the_instant_of_the_next_call_is_exact() -> None:
    account = _calls(Account(), MANY_AT_ONCE, 30, NOON)
    account = _calls(account, MANY_AT_ONCE, 28, later(10))
    refused = refusal_of(account, MANY_AT_ONCE, later(20))
    assert (refused.limit, refused.until) == ("minute", NOON + WINDOW)
    just_before = NOON + WINDOW - timedelta(milliseconds=1)
    assert refusal_of(account, MANY_AT_ONCE, just_before).until == NOON + WINDOW
    assert limiter.reserve(account, MANY_AT_ONCE, "next", NOON + WINDOW)[1] is None


def test_lost_calls_move_the_instant_on() -> None:
    account = _calls(Account(), MANY_AT_ONCE, 56, NOON)
    account, _ = limiter.reserve(account, MANY_AT_ONCE, "lost", later(5))
    account = limiter.release(
        account, MANY_AT_ONCE, "lost", later(50), answered=False, headers=None
    )
    account = _calls(account, MANY_AT_ONCE, 0, later(51))
    refused = refusal_of(account, MANY_AT_ONCE, later(51))
    assert refused.until == NOON + WINDOW
    account = limiter.refresh(account, later(61))
    assert [call - NOON for call in account.calls] == [timedelta(seconds=s) for s in (5, 50)]


def test_no_window_of_a_minute_ever_holds_more_than_it_may() -> None:
    """58 calls in any minute are also at least 2,850 invoices a minute with 50 to a call."""
    random, account, now = Random(1), Account(), NOON
    made: list[datetime] = []
    while now < later(600):
        account, refused = limiter.reserve(account, MANY_AT_ONCE, "ticket", now)
        if refused is None:
            made.append(now)
            account = answered(account, MANY_AT_ONCE, "ticket", now)
        now += timedelta(milliseconds=random.choice([1, 5, 40, 400]))
    busiest = max(
        sum(start <= call < start + timedelta(seconds=60) for call in made) for start in made
    )
    assert busiest == 58
    assert len(made) >= 57 * 10


def test_places_in_flight_end_with_the_call_or_after_a_while() -> None:
    account = Account()
    for number in range(5):
        account, _ = limiter.reserve(account, XERO, str(number), NOON)
    assert refusal_of(account, XERO, NOON).limit == "concurrent"
    assert limiter.reserve(answered(account, XERO, "3", NOON), XERO, "x", NOON)[1] is None
    assert limiter.reserve(account, XERO, "x", NOON + PLACE_LIFE)[1] is None


def test_low_headers_make_everybody_wait_until_the_vendors_window_has_passed() -> None:
    account = _calls(Account(), XERO, 1, NOON)
    account = _calls(account, XERO, 2, later(30))
    account, _ = limiter.reserve(account, XERO, "told", later(40))
    # Xero has counted two calls in its window: it began with the one at 30.
    account = answered(account, XERO, "told", later(41), MinLimit=58)
    assert account.block is None
    account, _ = limiter.reserve(account, XERO, "low", later(42))
    account = answered(account, XERO, "low", later(43), MinLimit=2)
    refused = refusal_of(account, XERO, later(44))
    assert (refused.limit, refused.until) == ("minute", NOON + WINDOW)


def test_the_first_call_that_xero_counted_tells_when_its_window_ends() -> None:
    account = _calls(Account(), MANY_AT_ONCE, 10, NOON)
    account = _calls(account, MANY_AT_ONCE, 40, later(20))
    account, _ = limiter.reserve(account, Limits(100, per_minute=40), "x", later(70))
    limits = Limits(in_flight=100, per_minute=39)
    account = answered(account, limits, "x", later(71), MinLimit=0)
    assert account.block is not None
    assert account.block.until == later(20) + WINDOW


def test_calls_that_the_vendor_had_not_counted_yet_are_taken_off_what_it_says() -> None:
    account, _ = limiter.reserve(Account(), XERO, "first", NOON)
    for number in range(3):
        account, _ = limiter.reserve(account, XERO, str(number), later(1))
    account = answered(account, XERO, "first", later(2), MinLimit=4, DayLimit=1000)
    assert account.block is not None
    assert account.day_remaining == 997


@pytest.mark.parametrize("told", ["", "many", "-1"])
def test_headers_that_make_no_sense_change_nothing(told: str) -> None:
    account, _ = limiter.reserve(Account(), XERO, "x", NOON)
    headers = {"X-MinLimit-Remaining": told, "X-DayLimit-Remaining": told}
    account = limiter.release(account, XERO, "x", NOON, answered=True, headers=headers)
    assert (account.block, account.day_remaining) == (None, None)


def test_what_the_vendor_ordered_is_not_ended_by_its_headers() -> None:
    account, _ = limiter.reserve(Account(), XERO, "x", NOON)
    account = block(account, later(900), "day")
    account = answered(account, XERO, "x", later(1), DayLimit=4000, MinLimit=50)
    assert refusal_of(account, XERO, later(2)).until == later(900)


def test_a_server_whose_clock_was_set_back_locks_nobody_out() -> None:
    account = _calls(Account(), MANY_AT_ONCE, 58, later(3600))
    assert limiter.reserve(account, MANY_AT_ONCE, "x", NOON)[1] is None


def test_the_vendors_order_takes_the_place_of_our_own_guess() -> None:
    """A 429 for the day says that nothing is left, and then until when."""
    account, _ = limiter.reserve(Account(), XERO, "x", NOON)
    account = answered(account, XERO, "x", NOON, DayLimit=0)
    account = block(account, later(300), "day")
    assert refusal_of(account, XERO, NOON).until == later(300)


def test_a_429_blocks_in_the_step_that_gives_its_place_back() -> None:
    account, _ = limiter.reserve(Account(), XERO, "x", NOON)
    headers = {
        "X-Rate-Limit-Problem": "day", "Retry-After": "73451", "X-DayLimit-Remaining": "0",
    }  # fmt: skip
    account = limiter.release(account, XERO, "x", NOON, answered=True, headers=headers)
    assert refusal_of(account, XERO, NOON).until == later(73_451)
    assert limiter.reserve(account, XERO, "y", later(73_451))[1] is None


AUTOTASK = Limits(in_flight=3, per_hour_share=Decimal("0.7"))


def test_three_at_once_go_for_each_endpoint_by_itself() -> None:
    account = Account()
    for number in range(6):
        endpoint = "Invoices" if number % 2 else "BillingItems"
        account, refused = limiter.reserve(account, AUTOTASK, str(number), NOON, endpoint)
        assert refused is None
    for endpoint in ("Invoices", "BillingItems"):
        _, refused = limiter.reserve(account, AUTOTASK, "x", NOON, endpoint)
        assert refused is not None
        assert refused.limit == "concurrent"
    assert limiter.reserve(account, AUTOTASK, "x", NOON, "Companies")[1] is None
    account = answered(account, AUTOTASK, "1", NOON)
    assert limiter.reserve(account, AUTOTASK, "x", NOON, "Invoices")[1] is None
    assert limiter.reserve(account, AUTOTASK, "x", NOON, "BillingItems")[1] is not None


def test_without_endpoints_all_calls_at_once_are_counted_together() -> None:
    account = Account()
    for number in range(5):
        account, _ = limiter.reserve(account, XERO, str(number), NOON)
    _, refused = limiter.reserve(account, XERO, "x", NOON)
    assert refused is not None
    assert refused.limit == "concurrent"


def test_a_stop_goes_before_everything_else_and_ends_with_a_person() -> None:
    account = block(limiter.stop(Account(), "Refused."), later(60), "hourly")
    _, refused = limiter.reserve(account, AUTOTASK, "x", NOON, "Invoices")
    assert refused is not None
    assert (refused.limit, refused.message) == (limiter.STOPPED, "Refused.")
    _, refused = limiter.reserve(account, AUTOTASK, "x", later(400_000), "Invoices")
    assert refused is not None
    lifted = limiter.lift(account)
    assert limiter.reserve(lifted, AUTOTASK, "x", later(61), "Invoices")[1] is None


def test_our_share_of_the_hour_ends_with_a_sentence_of_figures() -> None:
    account = limiter.read_hour(Account(), 10_000, 6_998, NOON)
    for number in range(2):
        account, refused = limiter.reserve(account, AUTOTASK, str(number), NOON, "Invoices")
        assert refused is None
    assert account.hour
    assert (account.hour.used, account.hour.ours) == (7_000, 2)
    _, refused = limiter.reserve(account, AUTOTASK, "x", NOON, "Companies")
    assert refused is not None
    assert refused.limit == "hour"
    for part in ("7,000", "10,000", "70%"):
        assert part in refused.message
    # The next reading is what ends it.
    account = limiter.read_hour(account, 10_000, 6_000, later(300))
    assert limiter.reserve(account, AUTOTASK, "x", later(300), "Companies")[1] is None
