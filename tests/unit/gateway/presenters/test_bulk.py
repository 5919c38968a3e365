"""Actions on many documents: the question in numbers, and the result in a sentence."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.status import Status
from core.store.views.bulk_actions import BulkView
from core.store.views.documents import Counted, CurrencySum
from gateway.messages import bulk as messages
from gateway.presenters.bulk import bulk_card, question
from gateway.presenters.job_bar import job_bar
from tests.unit.gateway.presenters.made import NOW, make_lens


def counted(**numbers: int) -> dict[Status, Counted]:
    return {status: Counted(numbers.get(status.value, 0)) for status in Status}


def view(**changes: Any) -> BulkView:
    values: dict[str, Any] = {
        "id": "b1", "shelf": "invoices", "action": "resync", "by": "omar@example.test",
        "reason": "", "wanted": {}, "include_complete": False, "state": "running",
        "stop_asked": False, "total": 468, "done": 120, "position": 7, "moved": 117,
        "refused": {}, "refused_ids": (), "message": "", "run_id": "r", "created_at": NOW,
        "started_at": NOW, "finished_at": None,
    }  # fmt: skip
    return BulkView(**{**values, **changes})


def test_a_resync_leaves_out_what_is_in_xero_unless_it_is_ticked() -> None:
    sums = (CurrencySum("NZD", 470, Decimal("100000.00")), CurrencySum("AUD", 1, Decimal(-5)))
    asked = question("resync", counted(fault=465, complete=3, processing=3), sums, make_lens())
    assert asked.title == "Resync 471 invoices?"
    assert asked.yes == "Resync 465"
    assert asked.complete == "3"
    assert asked.values == ("100,000.00 NZD in 470 invoices", "−5.00 AUD in 1 invoice")
    assert {line.label: (line.count, line.is_moved) for line in asked.lines} == {
        "Processing Now": ("3", False), "Complete": ("3", False), "Fault": ("465", True),
    }  # fmt: skip


def test_numbers_that_were_cut_off_say_so() -> None:
    counts = counted() | {Status.FAULT: Counted(10_000, is_more=True)}
    sums = (CurrencySum("NZD", 20_000, Decimal(7), is_more=True),)
    asked = question("skip", counts, sums, make_lens())
    assert asked.title == "Skip 10,000+ invoices?"
    assert asked.values == ("at least 7.00 NZD",)
    assert asked.yes == "Skip 10,000+"


def test_where_only_complete_ones_are_chosen_the_tick_decides() -> None:
    asked = question("resync", counted(complete=4), (), make_lens())
    assert (asked.yes, asked.complete, asked.is_possible) == ("Resync", "4", True)
    assert not question("skip", counted(complete=4), (), make_lens()).is_possible
    assert not question("unskip", counted(fault=4), (), make_lens()).is_possible


def test_a_paused_connection_says_when_they_are_sent() -> None:
    paused = make_lens(state="paused")
    assert question("resync", counted(fault=1), (), paused).paused
    assert not question("skip", counted(fault=1), (), paused).paused


@pytest.mark.parametrize("action", messages.ACTIONS)
def test_every_action_has_words_for_every_status(action: str) -> None:
    asked = question(action, counted(**{status.value: 2 for status in Status}), (), make_lens())
    assert len(asked.lines) == len(Status)
    assert all(line.effect for line in asked.lines)
    assert all(line.effect.startswith("left") for line in asked.lines if not line.is_moved)
    assert bulk_card(view(action=action), make_lens()).title


def test_progress_is_that_of_what_was_looked_at() -> None:
    card = bulk_card(view(), make_lens())
    assert (card.label, card.done, card.percent, card.may_stop) == (
        "At work", "120 of 468", 25, True,
    )  # fmt: skip
    stopping = bulk_card(view(stop_asked=True), make_lens())
    assert (stopping.label, stopping.may_stop) == ("Stopping", False)
    assert bulk_card(view(total=0, done=0), make_lens()).percent == 0
    counting = bulk_card(view(total=None, done=0), make_lens())
    assert (counting.title, counting.done) == ("Resync of many invoices", "Counting")
    bar = job_bar(view(total=None, done=0))
    assert (bar and bar.text) == "Resync: counting"


def test_the_result_names_what_was_left() -> None:
    ended = view(
        state="done", done=468, moved=465, finished_at=NOW + timedelta(minutes=1),
        refused={"already being sent": 2, "in Xero already": 1},
        refused_ids=((48_707, "already being sent"), (48_708, "already being sent"), (9, "in Xero already")),
    )  # fmt: skip
    card = bulk_card(ended, make_lens())
    assert card.result == (
        "465 queued, 3 left: 2 already being sent (48707, 48708); 1 in Xero already (9)."
    )
    assert bulk_card(view(state="done", moved=3, action="skip"), make_lens()).result == "3 skipped."
