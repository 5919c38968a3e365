"""Lines of one run: what is kept of a call, and what the run came to."""

from dataclasses import replace
from typing import Any

from core.clients.http import CallRecord
from core.runtime.journal import STOPPED, Journal
from tests.factories.documents import NOON

CALL = CallRecord("xero", "PUT", "/Invoices", "", 200, 12, None, "abc")


def journal(written: list[dict[str, Any]]) -> Journal:
    return Journal(written.extend, "kauri", "xero_posting", "run-1", lambda: NOON)


def test_only_a_failed_call_carries_its_bodies() -> None:
    written: list[dict[str, Any]] = []
    told = journal(written)
    told.call(CALL)
    told.call(replace(CALL, status=400, request="asked", answer="refused"))
    told.flush()
    good, bad = (line["detail"] for line in written)
    assert not {"request", "answer"} & good.keys()
    assert (bad["request"], bad["answer"]) == ("asked", "refused")
    assert [line["level"] for line in written] == ["info", "warning"]


def test_a_run_is_counted_by_code_and_by_the_records_that_stopped() -> None:
    told = journal([])
    told.info("POSTED", "There.", autotask_id=1)
    told.info("POSTED", "There.", autotask_id=2)
    told.error("ACCOUNT_UNMAPPED", "No account.", autotask_id=3)
    told.error("XERO_AWAY", "Xero cannot be reached.")
    told.of("rata").error("TAX_UNMAPPED", "No tax.", autotask_id=4)
    assert (told.told["POSTED"], told.told[STOPPED]) == (2, 2)
    assert told.began == NOON
