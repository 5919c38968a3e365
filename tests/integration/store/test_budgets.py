from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pymongo.errors import ServerSelectionTimeoutError

from core.domain.errors import RateLimitedError
from core.store.budgets import Limits, SharedBudget
from tests.integration.conftest import Server
from tests.integration.store.conftest import all_at_once

pytestmark = pytest.mark.usefixtures("server")
ACCOUNT = "xero:tenant"


def _budget(**limits: Any) -> SharedBudget:
    return SharedBudget(ACCOUNT, Limits(**{"in_flight": 100, **limits}))


def _stored(server: Server) -> dict[str, Any]:
    found = server.budgets.find_one({"_id": ACCOUNT})
    assert found
    return found


def _refusal(budget: SharedBudget) -> RateLimitedError:
    with pytest.raises(RateLimitedError) as caught:
        budget.acquire()
    return caught.value


def _let_pass(server: Server, milliseconds: int) -> None:
    """Move everything that a budget remembers into the past."""

    def back(field: str) -> dict[str, Any]:
        return {"$subtract": [field, milliseconds]}

    server.budgets.update_one(
        {"_id": ACCOUNT},
        [
            {
                "$set": {
                    "calls": {"$map": {"input": "$calls", "in": back("$$this")}},
                    "in_flight": {
                        "$map": {
                            "input": "$in_flight",
                            "in": {
                                "ticket": "$$this.ticket",
                                "at": back("$$this.at"),
                                "until_at": back("$$this.until_at"),
                            },
                        }
                    },
                    "blocked_until_at": {
                        "$cond": [
                            {"$gt": ["$blocked_until_at", None]},
                            back("$blocked_until_at"),
                            None,
                        ]
                    },
                }
            }
        ],
    )


def _grab(budget: SharedBudget, times: int) -> list[str]:
    got = []
    for _ in range(times):
        try:
            got.append(budget.acquire())
        except RateLimitedError:
            continue
    return got


@pytest.mark.parametrize(
    ("limits", "allowed"),
    [({"per_minute": 23}, 23), ({"in_flight": 5}, 5), ({"per_day": 31}, 31)],
)
def test_eight_at_once_never_get_more_than_the_limit(limits: dict[str, int], allowed: int) -> None:
    got = all_at_once(lambda _: _grab(_budget(**limits), 10))
    tickets = [ticket for each in got for ticket in each]
    assert len(tickets) == len(set(tickets)) == allowed


def test_eight_that_give_their_place_back_are_never_more_in_flight_than_allowed(
    server: Server,
) -> None:
    seen: list[int] = []

    def come_and_go(_: int) -> None:
        budget = _budget(in_flight=3)
        for _ in range(15):
            for ticket in _grab(budget, 1):
                seen.append(len(_stored(server)["in_flight"]))
                budget.release(ticket, answered=True, headers=None)

    all_at_once(come_and_go)
    assert seen
    assert max(seen) <= 3
    assert _stored(server)["in_flight"] == []


def test_eight_at_once_never_have_more_than_three_in_flight_at_an_endpoint() -> None:
    def take(_: int) -> list[str]:
        budget = _budget(in_flight=3)
        got = []
        for endpoint in ("Invoices", "BillingItems") * 3:
            with suppress(RateLimitedError):
                budget.acquire(endpoint)
                got.append(endpoint)
        return got

    taken = [endpoint for each in all_at_once(take) for endpoint in each]
    assert Counter(taken) == {"Invoices": 3, "BillingItems": 3}


def test_a_stop_is_everybodys_until_somebody_lifts_it() -> None:
    one, other = _budget(), _budget()
    assert one.stopped() == ""
    one.stop("Autotask refuses the user.")
    assert other.stopped() == "Autotask refuses the user."
    assert (_refusal(other).limit, str(_refusal(other))) == (
        "stopped",
        "Autotask refuses the user.",
    )
    other.lift()
    assert one.acquire()


def test_the_first_calls_of_a_new_account_do_not_trip_over_each_other() -> None:
    assert len(all_at_once(lambda _: _budget(per_minute=58).acquire())) == 8


def test_a_minute_is_any_sixty_seconds(server: Server) -> None:
    budget = _budget(per_minute=2)
    budget.acquire()
    _let_pass(server, 40_000)
    budget.acquire()
    error = _refusal(budget)
    assert error.limit == "minute"
    wait = error.until - datetime.now(UTC)
    assert timedelta(seconds=18) < wait < timedelta(seconds=24)
    _let_pass(server, 23_000)
    budget.acquire()
    assert _refusal(budget).limit == "minute"


def test_too_many_at_once_wait_a_moment() -> None:
    budget = _budget(in_flight=1)
    ticket = budget.acquire()
    error = _refusal(budget)
    assert error.limit == "concurrent"
    assert error.until - datetime.now(UTC) < timedelta(seconds=2)
    budget.release(ticket, answered=True, headers=None)
    assert budget.acquire()


def test_a_dead_process_keeps_its_place_in_flight_only_for_a_while(server: Server) -> None:
    budget = _budget(in_flight=1)
    budget.acquire()
    _let_pass(server, 151_000)
    assert budget.acquire()


def test_a_call_without_an_answer_is_charged_to_the_next_window_too(server: Server) -> None:
    budget = _budget(per_minute=3)
    ticket = budget.acquire()
    _let_pass(server, 50_000)
    budget.release(ticket, answered=False, headers=None)
    _let_pass(server, 13_000)
    assert len(_grab(budget, 5)) == 2


def test_the_days_calls_end_at_midnight_and_begin_anew(server: Server) -> None:
    budget = _budget(per_day=1)
    budget.acquire()
    error = _refusal(budget)
    assert error.limit == "day"
    assert (error.until.hour, error.until.minute) == (0, 0)
    assert timedelta(0) < error.until - datetime.now(UTC) <= timedelta(days=1)
    server.budgets.update_one({"_id": ACCOUNT}, {"$set": {"day": "2020-01-01"}})
    assert budget.acquire()


def test_what_the_vendor_says_is_left_is_believed(server: Server) -> None:
    budget = _budget(per_minute=58)
    headers = {"X-MinLimit-Remaining": "2", "X-DayLimit-Remaining": "4000"}
    budget.release(budget.acquire(), answered=True, headers=headers)
    error = _refusal(budget)
    assert error.limit == "minute"
    assert _stored(server)["day_remaining"] == 4000
    _let_pass(server, 63_000)
    assert budget.acquire()


@pytest.mark.parametrize("headers", [{"x-minlimit-remaining": "3"}, {"X-MinLimit-Remaining": "?"}])
def test_enough_left_or_nonsense_blocks_nobody(headers: dict[str, str]) -> None:
    budget = _budget(per_minute=58)
    budget.release(budget.acquire(), answered=True, headers=headers)
    assert budget.acquire()


def test_near_the_end_of_the_day_we_ask_once_an_hour(server: Server) -> None:
    budget = _budget(per_minute=58)
    budget.release(budget.acquire(), answered=True, headers={"X-DayLimit-Remaining": "5"})
    error = _refusal(budget)
    assert error.limit == "day"
    assert timedelta(minutes=59) < error.until - datetime.now(UTC) <= timedelta(hours=1)
    _let_pass(server, 3_601_000)
    assert budget.acquire()


def test_the_vendors_own_no_stops_everybody_until_then() -> None:
    until = datetime.now(UTC) + timedelta(minutes=7)
    _budget().blocked_for(timedelta(minutes=7), "day")
    error = _refusal(_budget())
    assert error.limit == "day"
    assert abs(error.until - until) < timedelta(seconds=2)
    waiting = _budget().refusal()
    assert waiting
    assert (waiting.limit, waiting.until) == ("day", error.until)


@pytest.mark.parametrize(
    "shorter",
    [
        lambda budget, _: budget.blocked_for(timedelta(seconds=5), "minute"),
        lambda budget, ticket: budget.release(
            ticket, answered=True, headers={"X-MinLimit-Remaining": "0"}
        ),
    ],
)
def test_a_shorter_wait_never_ends_a_longer_one(
    shorter: Callable[[SharedBudget, str], None],
) -> None:
    budget = _budget()
    ticket = budget.acquire()
    until = datetime.now(UTC) + timedelta(hours=2)
    budget.blocked_for(timedelta(hours=2), "day")
    shorter(budget, ticket)
    error = _refusal(budget)
    assert error.limit == "day"
    assert abs(error.until - until) < timedelta(seconds=2)


def test_a_longer_wait_replaces_a_shorter_one() -> None:
    budget = _budget()
    budget.blocked_for(timedelta(seconds=5), "minute")
    budget.blocked_for(timedelta(hours=2), "day")
    assert _refusal(budget).limit == "day"


def test_asking_how_long_to_wait_costs_no_call(server: Server) -> None:
    budget = _budget(per_minute=2)
    for _ in range(5):
        assert budget.refusal() is None
    assert len(_grab(budget, 5)) == 2
    assert budget.refusal() is not None


def test_autotasks_own_counter_of_the_hour_stops_us_at_our_share(server: Server) -> None:
    budget = _budget(per_hour_share=Decimal("0.5"))
    assert budget.hour()[0] is None
    budget.set_hour(10, 3)
    assert len(_grab(budget, 5)) == 2
    assert _refusal(budget).limit == "hour"
    assert budget.refusal() is not None
    hour, now = budget.hour()
    assert hour
    assert (hour.used, hour.ours) == (5, 2)
    assert abs(hour.read_at - now) < timedelta(seconds=5)
    budget.set_hour(10, 0)
    assert budget.acquire()


def test_one_accounts_calls_are_not_anothers() -> None:
    budget = SharedBudget("xero:a", Limits(in_flight=1))
    budget.acquire()
    assert SharedBudget("xero:b", Limits(in_flight=1)).acquire()


def test_what_the_vendor_says_of_the_whole_app_stops_every_account_of_it() -> None:
    limits = Limits(in_flight=5)
    first, second = (SharedBudget(name, limits, "xero-app:us") for name in ("xero:a", "xero:b"))
    first.release(first.acquire(), answered=True, headers={"X-AppMinLimit-Remaining": "9999"})
    assert second.refusal() is None
    ticket = first.acquire()
    first.release(ticket, answered=True, headers={"X-AppMinLimit-Remaining": "150"})
    error = _refusal(second)
    assert error.limit == "appminute"
    assert timedelta(seconds=58) < error.until - datetime.now(UTC) < timedelta(seconds=61)
    assert SharedBudget("autotask:a", limits).acquire()


def test_an_app_limit_that_was_hit_is_kept_for_the_whole_app() -> None:
    limits = Limits(in_flight=5)
    SharedBudget("xero:a", limits, "xero-app:us").blocked_for(timedelta(seconds=40), "appminute")
    assert SharedBudget("xero:b", limits, "xero-app:us").refusal() is not None


def test_a_document_of_an_older_version_goes_on(server: Server) -> None:
    server.budgets.insert_one(
        {"_id": ACCOUNT, "calls": [datetime.now(UTC)], "in_flight": [], "day_count": 3}
    )
    assert len(_grab(_budget(per_minute=3), 5)) == 2


def test_near_the_end_of_the_day_only_one_asks() -> None:
    budget = _budget(per_minute=58)
    first = budget.acquire()
    budget.release(first, answered=True, headers={"X-DayLimit-Remaining": "31"})
    got = all_at_once(lambda _: _grab(_budget(per_minute=58), 3))
    assert len([ticket for each in got for ticket in each]) == 2


def test_a_database_that_has_gone_spoils_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    budget = _budget()
    ticket = budget.acquire()

    def gone() -> None:
        raise ServerSelectionTimeoutError("no server")

    monkeypatch.setattr(budget, "_read", gone)
    budget.release(ticket, answered=True, headers=None)
