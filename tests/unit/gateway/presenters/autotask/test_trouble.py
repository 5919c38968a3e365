"""Banners of the Autotask side: red where a person must act, amber with a time where it passes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.domain.errors import NotPermittedError, RateLimitedError, SyncError
from core.domain.faults import CATALOGUE
from core.domain.status import Status
from core.runtime.telling import trouble_of
from core.store.views.connection_rows import BudgetRow, RunRow, SideHealth, StandingWarning
from core.store.views.documents import Counted
from gateway.presenters.banners import Banner, banners, tile_trouble
from gateway.presenters.connections import badges
from tests.unit.gateway.presenters.made import NOW, make_lens

COUNTS = {
    **dict.fromkeys(Status, Counted(0)),
    Status.PENDING_SYNC: Counted(3),
    Status.FAULT: Counted(2),
}
LATER = RunRow(NOW, NOW + timedelta(minutes=25))
HOUR = BudgetRow(hour_limit=10_000, hour_used=7_012, hour_read_at=NOW)


def shown(**connection: Any) -> tuple[Banner, ...]:
    return banners(make_lens(**connection), COUNTS, ())


def health(state: str, message: str = "") -> SideHealth:
    return SideHealth(state, message, NOW - timedelta(minutes=5), NOW)


def test_a_refused_sign_in_is_the_one_red_banner_and_leads_to_the_form() -> None:
    told = "Autotask refuses the API user. We have stopped calling. Unlock it."
    (banner,) = shown(autotask=health("unauthorized", told))
    assert (banner.tone, banner.action) == ("bad", "autotask")
    assert banner.title == "Autotask does not accept our sign-in."
    assert "Unlock it. Since 11:55 nothing is read." in banner.text
    assert "What was read before goes on to Xero" in banner.text


def test_a_refused_sign_in_without_words_still_says_that_we_have_stopped() -> None:
    (banner,) = shown(autotask=health("unauthorized"))
    assert "We have stopped calling" in banner.text


def test_xeros_consent_comes_before_autotasks_sign_in() -> None:
    (banner,) = shown(autotask=health("unauthorized"), token_revoked=True)
    assert banner.action == "reconnect"


@pytest.mark.parametrize(
    ("state", "title", "reason"),
    [
        ("limited", "Autotask’s calls of this hour are used up.", "takes 10,000 calls an hour"),
        (
            "limited_share",
            "Our share of Autotask’s calls is used up.",
            "have used 7,012 of 10,000 calls this hour; we stop at 7,000 (70\u00a0%)",
        ),
    ],
)
def test_a_spent_hour_is_amber_with_its_reason_and_its_end(
    state: str, title: str, reason: str
) -> None:
    banner, faults = shown(autotask=health(state), autotask_budget=HOUR, ingest=LATER)
    assert (banner.tone, banner.action, banner.title) == ("warn", "autotask", title)
    assert reason in banner.text
    assert "We look again at 12:25." in banner.text
    assert faults.tone == "bad"


def test_a_share_that_is_spent_has_words_before_any_count_is_known() -> None:
    banner, _ = shown(autotask=health("limited_share"))
    assert "We stop at 70\u00a0% of the hour’s calls" in banner.text
    assert "look again" not in banner.text


def test_a_share_that_is_spent_tells_whose_calls_are_counted_and_no_count_of_yesterday() -> None:
    own = replace(HOUR, hour_is_own=True)
    banner, _ = shown(autotask=health("limited_share"), autotask_budget=own)
    assert "We alone have used 7,012 of 10,000 calls this hour" in banner.text
    old = replace(HOUR, hour_read_at=NOW - timedelta(hours=2))
    banner, _ = shown(autotask=health("limited_share"), autotask_budget=old)
    assert "7,012" not in banner.text
    assert "We stop at 70\u00a0% of the hour’s calls" in banner.text


@pytest.mark.parametrize(
    ("state", "title", "label"),
    [
        ("not_permitted", "The API user lacks a right in Autotask.", "Right missing"),
        ("limited_threads", "Autotask takes no more calls at once.", "Slowed down"),
        ("refused", "Autotask refused a request.", "Refused a request"),
        ("down", "Autotask is not answering.", "Not answering"),
    ],
)
def test_what_keeps_autotask_from_being_read_does_not_keep_invoices_from_xero(
    state: str, title: str, label: str
) -> None:
    banner, faults = shown(autotask=health(state, "Autotask’s own words."), ingest=LATER)
    assert (banner.tone, banner.action, banner.title) == ("warn", "autotask", title)
    assert banner.text == (
        "Autotask’s own words. Since 11:55 nothing is read. "
        "What was read before goes on to Xero; nothing is lost."
    )
    assert faults.tone == "bad"
    badge, _ = badges(make_lens(autotask=health(state)).connection)
    assert (badge.label, badge.tone) == (label, "warn")


def _refused(error: SyncError) -> Banner:
    """What the engine tells of a failure, as the screens show it."""
    told = trouble_of("autotask", error, NOW)
    return shown(autotask=health(told.state, told.message), autotask_budget=HOUR)[0]


def test_too_many_calls_at_once_are_not_told_as_the_hours() -> None:
    until = NOW + timedelta(seconds=5)
    banner = _refused(RateLimitedError("Enough.", limit="threads", until=until))
    assert banner.title == "Autotask takes no more calls at once."
    assert "three calls at a time" in banner.text
    assert "hour" not in banner.title + banner.text


def test_a_missing_right_is_told_without_contradicting_itself() -> None:
    banner = _refused(NotPermittedError("The API user may not read Invoices."))
    assert banner.text.startswith("The API user may not read Invoices. The sign-in itself is good")
    assert "Give the API user's security level that right" in banner.text
    assert "gets through" not in banner.text
    assert "by themselves afterwards" not in banner.text


def test_trouble_of_xeros_comes_before_trouble_that_lets_invoices_go_on() -> None:
    banner, _ = shown(autotask=health("down"), xero=health("maintenance"))
    assert banner.title == "Xero is being maintained."


def test_totals_that_flipped_stand_with_what_was_seen_and_lead_to_the_page() -> None:
    flipped = StandingWarning("TOTALS_FLIPPED", "Invoice 7 reads the other way", NOW)
    _, banner = shown(warnings=(flipped,))
    assert (banner.tone, banner.action) == ("warn", "autotask")
    assert banner.text.startswith("Invoice 7 reads the other way. Since 12:00.")
    assert "header_total" in banner.text


def test_a_tile_says_the_one_thing_that_matters() -> None:
    flipped = StandingWarning("TOTALS_FLIPPED", "Invoice 7 reads the other way", NOW)
    assert tile_trouble(make_lens()) is None
    quiet = tile_trouble(make_lens(warnings=(flipped,)))
    assert quiet is not None
    assert quiet.title == "Autotask's totals read differently all at once."
    loud = tile_trouble(make_lens(warnings=(flipped,), autotask=health("unauthorized")))
    assert loud is not None
    assert loud.tone == "bad"


def test_what_to_do_is_said_once() -> None:
    kind = CATALOGUE["WRITE_BACK_NOT_PERMITTED"]
    told = StandingWarning(kind.code, f"Autotask was not told. {kind.next_step}", NOW)
    _, banner = shown(warnings=(told,))
    assert banner.text.count(kind.next_step) == 1
