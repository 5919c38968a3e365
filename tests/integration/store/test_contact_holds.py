"""Invoices that wait for a contact, and go on when their company has one."""

from datetime import timedelta

import pytest

from core.domain.faults import make_fault
from core.domain.status import Status
from core.store import invoices
from core.store.invoices import CONTACT_WANTED, Step, contact_holds
from tests.factories.documents import NOON
from tests.integration.conftest import Server
from tests.integration.store.ledger import claim, store, stored

pytestmark = pytest.mark.usefixtures("server")
LATER = NOON + timedelta(minutes=10)


def _step(message: str = "Wanted.") -> Step:
    return Step(CONTACT_WANTED, message, "xero_posting", NOON)


def _hold(company_id: int = 7, message: str = "Wanted.") -> list[int]:
    return invoices.hold_pending("kauri", company_id, LATER, _step(message))


def _due(at: object = NOON) -> list[int]:
    found = invoices.due("kauri", at, 50)  # type: ignore[arg-type]
    return [record.autotask_id for record in found]


def test_what_a_company_has_due_waits_and_says_why(server: Server) -> None:
    store(1, 2)
    assert _hold() == [1, 2]
    document = stored(server, 1)
    assert document["hold"] == {"code": CONTACT_WANTED, "message": "Wanted.", "since_at": NOON}
    assert document["history"][-1]["code"] == CONTACT_WANTED
    assert _due() == []


def test_others_go_on() -> None:
    store(1)
    assert _hold(8) == []
    assert _due() == [1]


def test_they_are_looked_at_again_when_their_time_is_up() -> None:
    store(1)
    _hold()
    assert _due(LATER) == [1]
    assert invoices.due_companies("kauri", LATER) == {7: "Company 7"}


def test_a_look_in_vain_waits_on_without_another_line_of_history(server: Server) -> None:
    store(1)
    _hold()
    before = stored(server, 1)
    again = Step(CONTACT_WANTED, "Still wanted.", "xero_posting", LATER)
    until = LATER + timedelta(minutes=10)
    assert invoices.hold_pending("kauri", 7, until, again) == []
    after = stored(server, 1)
    assert (after["hold"]["message"], after["hold_until"]) == ("Still wanted.", until)
    assert after["hold"]["since_at"] == NOON
    assert len(after["history"]) == len(before["history"])


def test_ingestion_does_not_watch_what_waits_for_a_contact(server: Server) -> None:
    store(1)
    _hold()
    assert invoices.watched_in(["kauri"]) == []
    invoices.postpone_holds("kauri", [1], NOON + timedelta(days=1))
    assert stored(server, 1)["hold_until"] == LATER


def test_a_claimed_invoice_is_not_held() -> None:
    store(1)
    claim("b1", 1)
    assert _hold() == []


def test_a_link_lets_go_what_waited_and_what_stopped_for_want_of_a_contact(server: Server) -> None:
    store(1, 2)
    _hold()
    store(3, 4)
    fault = make_fault("CONTACT_ARCHIVED", company="Company 7")
    invoices.stop_pending("kauri", 7, fault, _step())
    released = contact_holds.release("kauri", [7], ["CONTACT_ARCHIVED"], _step("Linked."))
    assert sorted(released) == [1, 2, 3, 4]
    assert _due() == [1, 2, 3, 4]
    assert stored(server, 3)["fault"] is None
    assert stored(server, 3)["history"][-1]["from"] == Status.FAULT.value


def test_a_link_leaves_other_companies_and_other_faults_alone(server: Server) -> None:
    store(1)
    fault = make_fault("NO_LINES")
    invoices.stop_pending("kauri", 7, fault, _step())
    assert contact_holds.release("kauri", [7], ["CONTACT_ARCHIVED"], _step()) == []
    assert contact_holds.release("kauri", [8], ["NO_LINES"], _step()) == []
    assert stored(server, 1)["status"] == Status.FAULT.value


def test_companies_of_what_waits_for_a_contact_are_known() -> None:
    store(1)
    _hold()
    store(2, company_id=8)
    fault = make_fault("CONTACT_ARCHIVED", company="Company 8")
    invoices.stop_pending("kauri", 8, fault, _step())
    store(3, company_id=9)
    assert contact_holds.companies_without("kauri", ["CONTACT_ARCHIVED"]) == {7, 8}
    assert contact_holds.companies_without("kauri", ["CONTACT_TAKEN"]) == {7}


def test_what_stops_after_it_has_waited_waits_no_longer(server: Server) -> None:
    store(1)
    _hold()
    fault = make_fault("CONTACT_ARCHIVED", company="Company 7")
    later = Step(CONTACT_WANTED, "", "xero_posting", LATER)
    assert invoices.stop_pending("kauri", 7, fault, later) == [1]
    document = stored(server, 1)
    assert (document["hold"], document["hold_until"]) == (None, None)


def test_companies_that_are_known_are_left_out() -> None:
    store(1, 2)
    assert invoices.due_companies("kauri", NOON, [7]) == {}
    assert invoices.due_companies("kauri", NOON, [8]) == {7: "Company 7"}
