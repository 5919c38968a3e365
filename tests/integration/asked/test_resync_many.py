"""Many invoices sent again by one request: set by set, with one ring, and honestly counted."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.domain.faults import make_fault
from services.xero_posting.people.resync_many import ResyncMany
from tests.factories.documents import NOON
from tests.integration.asked.conftest import Office
from tests.integration.store.ledger import claim, complete, store

ARCHIVED = make_fault("ACCOUNT_ARCHIVED", account="204")
LOCKED = make_fault("PERIOD_LOCKED", lock_date="31-Mar-2026", issued_on="2026-03-01")


@pytest.fixture
def many(office: Office) -> ResyncMany:
    return ResyncMany(office.journal_of, office.announce, office.now)


def test_all_faults_of_a_cause_are_queued_and_no_other(office: Office, many: ResyncMany) -> None:
    store(*range(1, 13))
    office.stop(ARCHIVED, *range(1, 8))
    office.stop(LOCKED, 8, 9)
    office.rung.clear()
    answer = many.resync("kauri", "mere", cause="ACCOUNT_ARCHIVED", reason="mended")
    assert (answer["ok"], answer["moved"], answer["refused"]) == (True, 7, {})
    assert answer["message"] == "7 queued again."
    for autotask_id in range(1, 8):
        invoice = office.invoice(autotask_id)
        assert (invoice["status"], invoice["fault"]) == ("pending_sync", None)
        assert invoice["hold"]["code"] == "REFRESHING"
        assert invoice["history"][-1]["from"] == "fault"
        assert (
            "all with cause ACCOUNT_ARCHIVED. Reason: mended" in invoice["history"][-1]["message"]
        )
    assert office.invoice(8)["status"] == "fault"


def test_what_people_took_off_the_list_stays_where_it_is(office: Office, many: ResyncMany) -> None:
    store(1, 2)
    office.stop(ARCHIVED, 1, 2)
    office.server.invoices.update_one({"_id": "kauri/2"}, {"$set": {"removed_at": NOON}})
    assert many.resync("kauri", "mere", cause="ACCOUNT_ARCHIVED")["moved"] == 1
    assert office.invoice(2)["status"] == "fault"


def test_the_refresh_is_rung_once_for_all_and_every_record_has_its_log_line(
    office: Office, many: ResyncMany
) -> None:
    store(*range(1, 31))
    office.stop(ARCHIVED, *range(1, 31))
    office.rung.clear()
    many.resync("kauri", "mere", cause="ACCOUNT_ARCHIVED")
    assert office.bells("invoice_refresh_requested") == [{"connection_id": "kauri"}]
    assert office.bells("invoices_pending") == [{"connection_id": "kauri"}]
    (told,) = office.bells("document_status_changed")
    assert told["autotask_ids"] == list(range(1, 31))
    assert sorted(line["autotask_id"] for line in office.written) == list(range(1, 31))
    assert {line["code"] for line in office.written} == {"RESYNC"}
    run_id = office.invoice(1)["history"][-1]["run_id"]
    assert {line["run_id"] for line in office.written} == {run_id}


def test_chosen_ones_are_counted_by_why_they_were_left_alone(
    office: Office, many: ResyncMany
) -> None:
    store(1, 2, 3, 4, 5)
    office.stop(ARCHIVED, 1)
    claim("b2", 2)
    complete("b2", 2)
    claim("b3", 3)
    office.server.invoices.update_one({"_id": "kauri/5"}, {"$set": {"status": "diagnostic"}})
    answer = many.resync("kauri", "mere", ids=[1, 2, 3, 4, 5, 99])
    assert answer["moved"] == 2
    assert answer["refused"] == {
        "already on its way": 2,
        "in Diagnostic Mode": 1,
        "not in this connection": 1,
    }
    assert "2 queued again; left alone: 2 already on its way" in answer["message"]
    assert office.invoice(2)["xero_id"] == "xero-2"


def test_a_second_request_finds_nothing_left(office: Office, many: ResyncMany) -> None:
    store(1)
    office.stop(ARCHIVED, 1)
    many.resync("kauri", "mere", cause="ACCOUNT_ARCHIVED")
    office.rung.clear()
    answer = many.resync("kauri", "mere", cause="ACCOUNT_ARCHIVED")
    assert (answer["moved"], answer["message"]) == (0, "Nothing was queued.")
    assert office.rung == []


def test_the_more_there_are_the_longer_the_last_ones_wait_for_fresh_data(
    office: Office, many: ResyncMany
) -> None:
    store(*range(1, 902))
    office.stop(ARCHIVED, *range(1, 902))
    assert many.resync("kauri", "mere", cause="ACCOUNT_ARCHIVED")["moved"] == 901
    assert office.invoice(400)["hold_until"] == NOON + timedelta(seconds=10)
    assert office.invoice(401)["hold_until"] == NOON + timedelta(seconds=15)
    assert office.invoice(901)["hold_until"] == NOON + timedelta(seconds=20)


def test_each_portion_has_the_instant_at_which_it_was_moved(office: Office) -> None:
    store(*range(1, 402))
    office.stop(ARCHIVED, *range(1, 402))
    took: list[datetime] = []

    def later() -> datetime:
        office.pass_time(minutes=2)
        took.append(office.clock)
        return office.clock

    many = ResyncMany(office.journal_of, office.announce, later)
    assert many.resync("kauri", "mere", cause="ACCOUNT_ARCHIVED")["moved"] == 401
    assert [office.invoice(each)["updated_at"] for each in (1, 401)] == took[1:]


@pytest.mark.parametrize(
    "wanted", [{}, {"cause": "X", "ids": [1]}, {"ids": []}, {"ids": list(range(10_001))}]
)
def test_a_request_that_makes_no_sense_is_refused(many: ResyncMany, wanted: dict[str, Any]) -> None:
    assert many.resync("kauri", "mere", **wanted)["problem"]["code"] == "invalid"


def test_an_unknown_connection_is_told(many: ResyncMany) -> None:
    assert many.resync("nobody", "mere", cause="X")["problem"]["code"] == "not_found"
