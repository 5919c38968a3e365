"""Sync Now says why it is off; what it cannot do at once it says beside the button."""

from datetime import timedelta
from typing import Any

import pytest

from core.store.views.connection_rows import RunRow, SideHealth
from gateway.presenters.sync_now import sync_now
from tests.unit.gateway.presenters.made import NOW, make_lens

SOON = NOW + timedelta(minutes=20)


def _side(state: str) -> SideHealth:
    return SideHealth(state, "", NOW, NOW)


def test_purchase_orders_do_not_wait_for_looks_at_invoices() -> None:
    busy = make_lens("purchase_orders", ingest=RunRow(running_since_at=NOW))
    assert sync_now(busy, hears_commands=True).is_on
    spent = make_lens("purchase_orders", autotask=_side("limited"))
    assert not sync_now(spent, hears_commands=True).is_on
    assert not sync_now(busy, hears_commands=False).is_on


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ingest": RunRow(running_since_at=NOW)}, "A run is on since 12:00."),
        ({"ingest": RunRow(next_run_at=NOW)}, "A run begins in a moment."),
        (
            {"ingest": RunRow(next_run_at=NOW - timedelta(minutes=2))},
            "The service that looks into Autotask is not at work.",
        ),
        (
            {"autotask": _side("limited"), "ingest": RunRow(next_run_at=SOON)},
            "Autotask’s calls of this hour are used up; it looks again at 12:20.",
        ),
        (
            {"autotask": _side("limited_share")},
            "Our share of Autotask’s calls of this hour is used up.",
        ),
    ],
)
def test_what_keeps_a_run_from_beginning_is_said(changes: dict[str, Any], reason: str) -> None:
    button = sync_now(make_lens(**changes), hears_commands=True)
    assert not button.is_on
    assert button.text == reason


def test_nobody_hears_it_while_the_broker_is_away() -> None:
    button = sync_now(make_lens(ingest=RunRow(running_since_at=NOW)), hears_commands=False)
    assert (button.is_on, button.text.split(":")[0]) == (
        False,
        "The message broker is not answering",
    )


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, ""),
        ({"ingest": RunRow(next_run_at=SOON)}, ""),
        ({"state": "paused"}, "Sync is paused: what is found waits."),
        (
            {"autotask": _side("unauthorized")},
            "Autotask refuses our sign-in. This tries it once more, though not too often.",
        ),
    ],
)
def test_otherwise_it_is_on_and_says_what_to_expect(changes: dict[str, Any], text: str) -> None:
    button = sync_now(make_lens(**changes), hears_commands=True)
    assert (button.is_on, button.text) == (True, text)
