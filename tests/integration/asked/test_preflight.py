"""Preflight of a queue: in portions, taken up again after a restart, counted once."""

from collections.abc import Iterator
from typing import Any

import pytest

from core.domain.admission import Held
from core.domain.faults import make_fault
from core.domain.preflight import Simulated
from core.store import connections, preflights
from services.xero_posting.people import preflight as module
from services.xero_posting.people.preflight import Preflights
from services.xero_posting.people.simulate import Simulator
from tests.factories.documents import NOON, PUBLIC_URL, make_line
from tests.integration.asked.conftest import Office
from tests.integration.store.ledger import store

REFUSED = make_fault("XERO_REFUSED")


@pytest.fixture
def jobs(office: Office) -> Preflights:
    office.learn()
    return Preflights(office.now, PUBLIC_URL)


def _run(jobs: Preflights) -> None:
    connection = connections.get("kauri")
    assert connection
    jobs.run_if_due(connection)


def _document(office: Office) -> dict[str, Any]:
    found = office.server.preflights.find_one(sort=[("created_at", -1)])
    assert found
    return found


def test_the_whole_queue_is_counted_without_changing_anything(
    office: Office, jobs: Preflights
) -> None:
    store(*range(1, 451))
    store(451, 452, company_id=9)
    store(453, verdict=Held("CONTACT_WANTED", "Which?", NOON))
    office.stop(REFUSED, 1)
    before = list(office.server.invoices.find().sort("_id", 1))
    assert jobs.start("kauri", "mere")["ok"]
    _run(jobs)
    found = _document(office)
    assert (found["state"], found["done"], found["total"], found["by"]) == (
        "done",
        452,
        452,
        "mere",
    )
    result = found["result"]
    assert result["outcomes"] == {"send": 451, "hold": 1}
    (account,) = result["accounts"]
    assert (account["key"], account["net"], account["tax"]) == ("200", "45100.00", "6765.00")
    assert result["contacts"] == [{"company_id": 9, "company": "Company 9"}]
    assert list(office.server.invoices.find().sort("_id", 1)) == before
    assert office.server.preflight_rows.count_documents({}) == 452


def test_a_filter_chooses_what_is_simulated(office: Office, jobs: Preflights) -> None:
    store(1, 2, 3)
    office.stop(REFUSED, 2)
    jobs.start("kauri", "mere", {"statuses": ["fault"]})
    _run(jobs)
    assert _document(office)["result"]["outcomes"] == {"send": 1}


def test_after_a_restart_it_goes_on_and_counts_nothing_twice(
    office: Office, jobs: Preflights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PORTION", 10)
    store(*range(1, 36))
    jobs.start("kauri", "mere")
    asked = []
    whole = Simulator.simulate

    def breaks_off(self: Simulator, records: Any) -> Iterator[Simulated]:
        asked.append(len(records))
        if len(asked) == 3:
            raise RuntimeError("the process ended")
        return whole(self, records)

    monkeypatch.setattr(Simulator, "simulate", breaks_off)
    with pytest.raises(RuntimeError):
        _run(jobs)
    found = _document(office)
    assert (found["state"], found["done"]) == ("running", 20)
    _run(jobs)
    found = _document(office)
    assert (found["state"], found["done"]) == ("done", 35)
    assert found["result"]["outcomes"] == {"send": 35}
    assert asked == [10, 10, 10, 10, 5]


def test_one_that_breaks_its_process_again_and_again_is_given_up(
    office: Office, jobs: Preflights
) -> None:
    store(1)
    jobs.start("kauri", "mere")
    for _ in range(5):
        assert preflights.take_open("kauri", office.now())
    assert preflights.take_open("kauri", office.now()) is None
    found = _document(office)
    assert (found["state"], found["message"]) == (
        "failed",
        "It was broken off several times; start it again.",
    )


def test_only_the_latest_are_kept(office: Office, jobs: Preflights) -> None:
    store(1)
    for _ in range(7):
        jobs.start("kauri", "mere")
        _run(jobs)
        office.pass_time(minutes=1)
    assert office.server.preflights.count_documents({}) == preflights.KEPT
    assert office.server.preflight_rows.count_documents({}) == preflights.KEPT


@pytest.mark.parametrize("wanted", [{"statuses": ["odd"]}, {"color": "red"}])
def test_an_odd_filter_is_refused(jobs: Preflights, wanted: dict[str, Any]) -> None:
    assert jobs.start("kauri", "mere", wanted)["problem"]["code"] == "invalid"
    assert jobs.start("nobody", "mere")["problem"]["code"] == "not_found"


def test_others_of_the_process_have_their_turn_and_long_invoices_make_small_portions(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.learn()
    monkeypatch.setattr(module, "PORTION_LINES", 12)
    turns: list[int] = []
    jobs = Preflights(office.now, PUBLIC_URL, lambda: turns.append(1))
    lines = [make_line(autotask_id=each) for each in range(1, 6)]
    store(*range(1, 8), lines=tuple(lines))
    jobs.start("kauri", "mere")
    advances: list[int] = []
    whole = preflights.advance

    def counts(*told: Any) -> bool:
        advances.append(told[3])
        return whole(*told)

    monkeypatch.setattr(preflights, "advance", counts)
    _run(jobs)
    assert advances == [3, 3, 1]
    assert len(turns) == 3
    monkeypatch.setattr(module, "PORTION_LINES", 2000)
    store(*range(10, 45))
    office.pass_time(minutes=1)
    turns.clear()
    jobs.start("kauri", "mere")
    _run(jobs)
    assert _document(office)["result"]["outcomes"] == {"send": 42}
    assert len(turns) == 5
