"""Lines are read for what is new, changed, waited for or unreadable, and for nothing else."""

from typing import Any

import pytest

from core.domain.status import Status
from core.store.ingested_invoices import Known
from services.autotask_ingestion.wanted import Depth, needs_lines
from tests.factories.documents import NOON

HEADER = {"id": 1, "invoiceNumber": "A", "paidDate": None, "webServiceDate": None}


def known(**more: Any) -> Known:
    values: dict[str, Any] = {
        "autotask_id": 1,
        "status": Status.PENDING_SYNC,
        "version": 1,
        "content_hash": "hash",
        "ingested_at": NOON,
        "raw": {"invoice": HEADER},
        "hold_code": None,
        "is_in_xero": False,
        "is_unskipped": False,
        "look_again": False,
        **more,
    }
    return Known(**values)


def test_one_that_is_new_is_wanted() -> None:
    assert needs_lines(HEADER, None)


def test_one_that_is_known_and_the_same_is_not() -> None:
    assert not needs_lines(HEADER, known())
    assert not needs_lines({**HEADER, "paidDate": "2026-11-20", "webServiceDate": "x"}, known())


def test_one_that_changed_is() -> None:
    assert needs_lines({**HEADER, "invoiceNumber": "B"}, known(status=Status.COMPLETE))


@pytest.mark.parametrize("code", ["NO_LINES", "SUMS_DIFFER", "REFRESHING", "NO_NUMBER"])
def test_one_that_waits_for_lines_or_time_is(code: str) -> None:
    assert needs_lines(HEADER, known(hold_code=code))


def test_one_that_waits_for_xero_is_not() -> None:
    assert not needs_lines(HEADER, known(hold_code="PERIOD_LOCKED"))


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ({}, True),
        ({"hold_code": "CONTACT_WANTED"}, True),
        ({"raw": {"invoice": {**HEADER, "webServiceDate": "x"}}}, True),
        ({"status": Status.PROCESSING}, False),
        ({"status": Status.COMPLETE, "is_in_xero": True}, False),
        ({"is_in_xero": True}, False),
        ({"was_in_xero": True}, False),
        ({"is_unskipped": True}, False),
    ],
)
def test_one_that_waits_is_when_another_tool_has_marked_it_and_that_counts(
    before: dict[str, Any], wanted: bool
) -> None:
    marked = {**HEADER, "webServiceDate": "x"}
    assert needs_lines(marked, known(**before), skips_exported=True) is wanted
    assert not needs_lines({**HEADER, "webServiceDate": None}, known(**before), skips_exported=True)


def test_one_that_changed_on_its_way_is() -> None:
    assert needs_lines(HEADER, known(status=Status.COMPLETE, look_again=True))


@pytest.mark.parametrize(("code", "wanted"), [("AUTOTASK_DATA", True), ("AMOUNT_MISMATCH", False)])
def test_one_that_could_not_be_read_is_for_its_lines_may_have_been_mended(
    code: str, wanted: bool
) -> None:
    assert needs_lines(HEADER, known(status=Status.FAULT, fault_code=code)) is wanted


@pytest.mark.parametrize("code", ["NO_LINES", "AMOUNT_MISMATCH"])
def test_one_that_stopped_for_want_of_lines_is_at_night(code: str) -> None:
    stopped = known(status=Status.FAULT, fault_code=code)
    assert needs_lines(HEADER, stopped, Depth.SWEEP)
    assert not needs_lines(HEADER, stopped)


@pytest.mark.parametrize("code", ["CONTACT_REFUSED", None])
def test_a_sweep_wants_lines_of_nothing_else_that_is_the_same(code: str | None) -> None:
    assert not needs_lines(HEADER, known(status=Status.FAULT, fault_code=code), Depth.SWEEP)
    assert not needs_lines(HEADER, known(status=Status.COMPLETE), Depth.SWEEP)


def test_who_asks_for_all_gets_all() -> None:
    assert needs_lines(HEADER, known(status=Status.COMPLETE), Depth.ALL)
