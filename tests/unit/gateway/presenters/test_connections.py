"""Badges and banners: red only when somebody must act, at most one red at a time."""

from datetime import timedelta
from typing import Any

import pytest

from core.domain.status import Status
from core.store.views.connection_rows import BudgetRow, RunRow, SideHealth
from core.store.views.documents import CauseGroup, Counted
from gateway.presenters.banners import Banner, banners
from gateway.presenters.connections import badges, engine, side_cards
from tests.unit.gateway.presenters.made import NOW, make_lens

NOTHING = dict.fromkeys(Status, Counted(0))
CAUSES = (CauseGroup("X", "The account is archived", 2),)


def _counted(counts: dict[Status, int]) -> dict[Status, Counted]:
    return {status: Counted(number) for status, number in counts.items()}


def shown(counts: dict[Status, int], **connection: Any) -> tuple[Banner, ...]:
    return banners(make_lens(**connection), {**NOTHING, **_counted(counts)}, CAUSES)


def sick(state: str, message: str = "") -> SideHealth:
    return SideHealth(state, message, NOW - timedelta(minutes=5), NOW)


def test_a_healthy_quiet_connection_has_no_banner() -> None:
    assert shown({Status.COMPLETE: 9}) == ()


def test_faults_are_red_with_their_causes() -> None:
    (banner,) = shown({Status.FAULT: 2})
    assert (banner.tone, banner.title) == ("bad", "2 invoices need attention")
    assert banner.causes == CAUSES


def test_one_fault_is_singular() -> None:
    (banner,) = shown({Status.FAULT: 1})
    assert banner.title == "1 invoice needs attention"


@pytest.mark.parametrize(
    "connection",
    [
        {"token_revoked": True},
        {"token_expires_at": None},
        {"xero": sick("unauthorized", "Xero withdrew it")},
    ],
)
def test_a_lost_consent_comes_before_faults_and_offers_to_reconnect(
    connection: dict[str, object],
) -> None:
    (banner,) = shown({Status.FAULT: 2, Status.PENDING_SYNC: 3}, **connection)
    assert (banner.tone, banner.action) == ("bad", "reconnect")
    assert "3 invoices are waiting and go on by themselves afterwards." in banner.text


def test_autotask_turning_us_away_is_red_too_but_xero_cannot_mend_it() -> None:
    (banner,) = shown({}, autotask=sick("unauthorized"))
    assert (banner.tone, banner.action) == ("bad", "autotask")
    assert "Autotask" in banner.title


def test_passing_trouble_is_amber_beside_the_faults() -> None:
    first, second = shown({Status.FAULT: 2}, xero=sick("down", "It answers 503."))
    assert (first.tone, second.tone) == ("warn", "bad")
    assert "It answers 503. Since 11:55 nothing gets through." in first.text


def test_a_short_wait_for_a_limit_is_not_worth_a_banner() -> None:
    soon = BudgetRow(blocked_until_at=NOW + timedelta(seconds=30), blocked_reason="minute")
    later = BudgetRow(blocked_until_at=NOW + timedelta(hours=3), blocked_reason="day")
    assert shown({}, xero_budget=soon) == ()
    (banner,) = shown({}, xero_budget=later)
    assert "Xero's daily limit is reached, continues at 15:00" in banner.text


def test_a_pause_matters_only_when_something_waits() -> None:
    assert shown({}, state="paused") == ()
    (banner,) = shown({Status.PENDING_SYNC: 1}, state="paused")
    assert banner.action == "switch_on"
    assert banner.text.startswith("1 invoice is waiting.")


@pytest.mark.parametrize(
    ("state", "tone"),
    [("ok", "ok"), ("down", "warn"), ("limited", "warn"), ("unauthorized", "bad"), ("odd", "")],
)
def test_a_badge_has_word_icon_and_tone(state: str, tone: str) -> None:
    badge, _ = badges(make_lens(autotask=sick(state)).connection)
    assert badge.tone == tone
    assert badge.label
    assert badge.icon


def test_the_dashboards_card_says_what_is_left() -> None:
    calls = BudgetRow(recent_calls=(NOW - timedelta(seconds=5), NOW - timedelta(seconds=90)),
                      day_remaining=4934)  # fmt: skip
    _, xero = side_cards(make_lens(xero_budget=calls))
    assert "4,934 calls left today" in xero.details
    assert "1 of 60 calls in the last minute" in xero.details


def test_a_run_that_is_late_is_due_at_any_moment() -> None:
    late = engine(make_lens(ingest=RunRow(next_run_at=NOW - timedelta(seconds=5))))
    assert late.is_due
    paused = engine(make_lens(state="paused", ingest=RunRow(next_run_at=NOW)))
    assert paused.next_run is None


def test_a_refused_request_is_named() -> None:
    (banner,) = shown({}, xero=sick("refused", "The address leads elsewhere."))
    assert banner.title == "Xero refused a request."
    assert "The address leads elsewhere." in banner.text


def test_a_lost_broker_says_that_buttons_do_not_work_and_nothing_is_lost() -> None:
    (banner,) = banners(make_lens(), NOTHING, CAUSES, hears_commands=False)
    assert (banner.tone, "Buttons do not work" in banner.text) == ("warn", True)


def test_a_service_that_is_not_at_work_is_named_with_the_time_of_its_last_duty() -> None:
    late = RunRow(NOW - timedelta(minutes=9), NOW - timedelta(minutes=5), None)
    (banner,) = shown({}, ingest=late)
    assert "due at 11:55" in banner.text
    on_time = RunRow(NOW - timedelta(minutes=1), NOW - timedelta(seconds=30), None)
    assert shown({}, ingest=on_time) == ()


def test_the_dashboard_tells_calls_of_this_hour_and_not_of_another_day() -> None:
    def told(age: timedelta) -> tuple[str, ...]:
        read = BudgetRow(hour_limit=10_000, hour_used=9_000, hour_read_at=NOW - age)
        return side_cards(make_lens(autotask_budget=read))[0].details

    assert told(timedelta(minutes=5)) == ("9,000 of 10,000 calls used this hour",)
    assert told(timedelta(days=3)) == ()
