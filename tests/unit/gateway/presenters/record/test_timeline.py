"""The timeline counts attempts, and says when the next one is."""

from datetime import timedelta
from typing import Any

import pytest

from core.domain.status import Status
from core.store.views.connection_rows import SideHealth
from core.store.views.record import HistoryRow
from core.store.views.rows import FaultRow, HoldRow
from gateway.presenters.record import record_view
from gateway.presenters.record.history import steps_of
from gateway.presenters.record.next_try import next_try
from tests.unit.gateway.presenters.made import NOW, make_lens, make_record

SHUT = SideHealth("unauthorized", "", NOW, NOW)
REFUSED = FaultRow("ACCOUNT_ARCHIVED", "xero", "t", "m", "n", "", "", retry_helps=False)
UNREAD = FaultRow("AUTOTASK_DATA", "autotask", "t", "m", "n", "", "", retry_helps=False)


def step(source: str | None, target: str, code: str) -> HistoryRow:
    return HistoryRow(NOW, source, target, code, f"{code}.", "xero_posting", None)


LIFE = (
    step(None, "pending_sync", "INGESTED"),
    step("pending_sync", "processing", "CLAIMED"),
    step("processing", "processing", "CHECKING"),
    step("processing", "pending_sync", "NOT_SENT"),
    step("pending_sync", "processing", "CLAIMED"),
    step("processing", "fault", "ACCOUNT_ARCHIVED"),
)


def test_each_claim_is_an_attempt_and_a_look_up_is_none() -> None:
    steps = steps_of(LIFE, make_lens())
    assert [each.attempt for each in steps] == ["", "Attempt 2", "", "", "Attempt 1", ""]
    assert [each.code for each in steps] == ["ACCOUNT_ARCHIVED", "", "NOT_SENT", "CHECKING", "", ""]


def test_a_long_life_is_folded_and_keeps_its_counting() -> None:
    view = record_view(make_record(history=LIFE * 20), make_lens())
    assert (len(view.steps), len(view.earlier)) == (40, 80)
    assert view.steps[1].attempt == "Attempt 40"


@pytest.mark.parametrize(
    ("record", "connection", "said"),
    [
        ({"not_before": NOW + timedelta(minutes=5)}, {}, "Next try at 12:05."),
        ({"not_before": NOW - timedelta(minutes=5)}, {}, "as its turn comes"),
        ({}, {"state": "paused"}, "when sync is switched on"),
        ({}, {"xero": SHUT}, "when Xero is connected again"),
        ({"hold": HoldRow("NO_NUMBER", "Waits", NOW + timedelta(minutes=6))}, {}, "Next look at 12:06."),
        ({"status": Status.PROCESSING, "checking_since": NOW}, {}, "what became of it"),
        ({"status": Status.PROCESSING}, {}, "Xero’s answer"),
        ({"status": Status.FAULT, "fault": REFUSED}, {}, "not tried again by itself"),
        ({"status": Status.FAULT, "fault": UNREAD}, {}, "goes on by itself"),
        ({"status": Status.DIAGNOSTIC}, {}, "when Diagnostic Mode is ended"),
        ({"intent": "void"}, {}, "its document in Xero"),
    ],
)  # fmt: skip
def test_it_says_when_it_goes_on(
    record: dict[str, Any], connection: dict[str, Any], said: str
) -> None:
    assert said in next_try(make_record(**record), make_lens(**connection))


@pytest.mark.parametrize("status", [Status.COMPLETE, Status.SKIPPED])
def test_what_has_come_to_its_end_has_no_next_try(status: Status) -> None:
    assert next_try(make_record(status=status), make_lens()) == ""
    assert next_try(make_record(), make_lens("purchase_orders")) == ""
