"""States of the Xero side: who must act sees red once, what passes is amber, a minute is quiet."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from core.domain.status import Status
from core.store.views.connection_rows import BudgetRow, SideHealth, StandingWarning
from core.store.views.documents import CauseGroup, Counted
from gateway.messages.frame import SIDE_LABELS
from gateway.presenters.banners import MOST_CAUSES, Banner, banners
from gateway.presenters.connections import badges, side_cards
from tests.unit.gateway.presenters.made import NOW, make_lens

COUNTS = {
    **dict.fromkeys(Status, Counted(0)),
    Status.PENDING_SYNC: Counted(3),
    Status.FAULT: Counted(2),
}


def shown(**connection: Any) -> tuple[Banner, ...]:
    return banners(make_lens(**connection), COUNTS, ())


def xero(state: str, message: str = "") -> SideHealth:
    return SideHealth(state, message, NOW - timedelta(minutes=5), NOW)


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("unauthorized", "Xero needs you to sign in again."),
        ("disconnected", "The organisation was disconnected in Xero."),
        ("scope_missing", "Xero’s consent does not cover what we need."),
    ],
)
def test_who_must_act_sees_one_red_banner_with_the_button(state: str, title: str) -> None:
    told = shown(xero=xero(state, "The consent lacks accounting.invoices."))
    assert [(each.tone, each.title, each.action) for each in told] == [("bad", title, "reconnect")]
    assert "accounting.invoices" in told[0].text
    assert "Since 11:55 nothing gets through." in told[0].text
    assert "3 invoices are waiting and go on by themselves" in told[0].text
    (_, side) = side_cards(make_lens(xero=xero(state)))
    assert side.needs_consent


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("maintenance", "Xero is being maintained."),
        ("down", "Xero is not answering."),
        ("refused", "Xero refused a request."),
        ("limited_day", "Xero’s daily limit is reached."),
    ],
)
def test_what_passes_is_amber_and_leaves_red_to_the_faults(state: str, title: str) -> None:
    passing, faults = shown(xero=xero(state, "Told by Xero."))
    assert (passing.tone, passing.title) == ("warn", title)
    assert "Told by Xero." in passing.text
    assert faults.tone == "bad"


def test_the_days_limit_says_when_it_goes_on() -> None:
    budget = BudgetRow(blocked_until_at=NOW + timedelta(hours=2), blocked_reason="day")
    limit, _ = shown(xero=xero("limited_day"), xero_budget=budget)
    assert limit.title == "Xero’s daily limit is reached."
    assert "continues at 14:00" in limit.text


def test_a_limit_of_a_minute_is_no_banner_and_no_alarm() -> None:
    assert [each.tone for each in shown(xero=xero("limited_minute"))] == ["bad"]
    _, badge = badges(make_lens(xero=xero("limited_minute")).connection)
    assert (badge.tone, badge.label) == ("ok", "Connected, at full speed")


def test_what_stands_is_amber_with_its_next_step_and_its_button() -> None:
    standing = StandingWarning("NO_APPROVAL_RIGHT", "Drafts came back.", NOW)
    _, warning = shown(warnings=(standing,))
    assert (warning.tone, warning.action) == ("warn", "reconnect")
    assert warning.title == "Who connected Xero may not approve invoices."
    assert "may not approve. Since 12:00. Let a user who may approve" in warning.text


def test_a_warning_that_no_catalogue_knows_is_shown_all_the_same() -> None:
    _, warning = shown(warnings=(StandingWarning("ODD", "The moon is full", None),))
    assert (warning.text, warning.action) == ("The moon is full.", "")


def test_there_is_never_more_than_one_red_whatever_the_state_of_both_sides() -> None:
    standing = StandingWarning("NO_APPROVAL_RIGHT", "Drafts came back.", NOW)
    no_faults = {**COUNTS, Status.FAULT: Counted(0)}
    for ours, theirs, state, counts, hears in product(
        SIDE_LABELS, SIDE_LABELS, ("active", "paused"), (COUNTS, no_faults), (True, False)
    ):
        through = make_lens(
            xero=xero(ours), autotask=xero(theirs), state=state, warnings=(standing,)
        )
        told = banners(through, counts, (), hears_commands=hears)
        reds = [each for each in told if each.tone == "bad"]
        assert len(reds) <= 1, (ours, theirs, state)
        assert reds or not counts[Status.FAULT], (ours, theirs, state)
        assert len({each.title for each in told}) == len(told)


def test_the_paused_banner_comes_before_the_faults_and_after_a_broken_side() -> None:
    told = shown(xero=xero("maintenance"), state="paused")
    assert [each.title for each in told] == [
        "Xero is being maintained.", "Sync is paused.", "2 invoices need attention",
    ]  # fmt: skip


def test_a_long_list_of_causes_is_cut_and_the_rest_is_counted() -> None:
    causes = tuple(CauseGroup(f"CODE_{number}", "Title", 9) for number in range(9))
    counts = {**COUNTS, Status.FAULT: Counted(10_000, is_more=True)}
    (faults,) = banners(make_lens(), counts, causes)
    assert faults.title == "10,000+ invoices need attention"
    assert (len(faults.causes), faults.more_causes, faults.text) == (MOST_CAUSES, 3, "9 causes")
