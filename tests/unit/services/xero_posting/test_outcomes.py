"""What is shown and stored beside success: approval that is missing, adoption, traces, holds."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from core.clients.exact_json import load
from core.domain.batch_size import MOST_BYTES, SMALLEST
from core.domain.errors import (
    DisconnectedError,
    MaintenanceError,
    OutcomeUnknownError,
    RateLimitedError,
    ScopeMissingError,
)
from core.domain.status import Status
from core.domain.xero_document import XeroDocument
from tests.factories.documents import (
    make_connection,
    make_document,
    make_draft,
    make_invoice,
    make_line,
    make_settings,
)
from tests.fakes.crew import ThreadCrew
from tests.fakes.ledger import Elements, FakeLedger
from tests.fakes.office import Office


def _office(**settings: Any) -> Office:
    return Office(make_connection(settings=make_settings(**settings)))


# A user without approval rights.


def test_a_draft_although_approved_was_sent_is_complete_with_a_notice_and_a_warning() -> None:
    office = _office(arrival_status="AUTHORISED").with_invoices(make_invoice(1))
    office.ledger.books.may_approve = False
    office.post()
    row = office.row(1)
    assert row.status is Status.COMPLETE
    assert row.notice
    assert row.notice["code"] == "NOT_APPROVED"
    assert "may not approve" in office.health.warnings["NO_APPROVAL_RIGHT"]


def test_the_warning_is_taken_back_as_soon_as_an_approved_one_comes_through() -> None:
    office = _office(arrival_status="AUTHORISED").with_invoices(make_invoice(1))
    office.ledger.books.may_approve = False
    office.post()
    office.ledger.books.may_approve = True
    office.invoices.add(make_invoice(2))
    office.post()
    assert office.health.warnings == {}
    assert office.row(2).notice is None


def test_a_draft_where_a_draft_was_meant_says_nothing_about_approval() -> None:
    office = _office().with_invoices(make_invoice(1))
    office.health.warn("NO_APPROVAL_RIGHT", "from before")
    office.post()
    assert office.row(1).notice is None
    assert office.health.warnings == {"NO_APPROVAL_RIGHT": "from before"}


# What Xero warns of although it took the document.

REMOVED = "Account code '200' has been removed as it does not match a recognised account."


def _warning_of(*texts: str) -> Callable[[Elements], Elements]:
    return lambda elements: tuple(replace(each, warnings=texts) for each in elements)


def test_a_draft_that_lost_an_account_stops_with_its_document_and_resync_mends_that_one(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    ledger.edit_answer = _warning_of("Only for your information.", REMOVED)
    office.post()
    row = office.row(1)
    (document,) = ledger.documents.values()
    assert row.fault
    assert (row.fault.code, row.xero_id) == ("ACCOUNT_REMOVED", document.xero_id)
    assert "200" in row.fault.message
    assert "Only for your information." in row.fault.vendor_text
    assert office.doubted == ["ACCOUNT_REMOVED"]
    ledger.edit_answer = lambda elements: elements
    ledger.edit(document.xero_id, lines=(replace(document.lines[0], account_code=""),))
    office.invoices.resync(1, office.clock())
    office.round()
    assert office.standings() == {1: "complete"}
    assert [each.lines[0].account_code for each in ledger.documents.values()] == ["200"]


def test_every_warning_is_shown_and_one_that_nobody_knows_is_counted(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    sent = "Only AUTHORISED invoices may have SentToContact updated."
    ledger.edit_answer = _warning_of("The moon is full.", sent, "The moon is full.")
    office.post()
    notice = office.row(1).notice
    assert notice
    assert notice["code"] == "XERO_WARNING"
    assert notice["message"].count("The moon is full.") == 1
    assert "Xero marks only approved documents" in notice["message"]
    assert (1, "The moon is full.") in office.unknown_texts
    assert {text for _, text in office.unknown_texts} == {"The moon is full."}


# Documents that were there before.


def _there_before(office: Office, **more: Any) -> XeroDocument:
    draft = make_draft(number="INV-1", contact_id=office.links.by_company[7], marker_url="")
    document = make_document(draft, xero_id="theirs", contact_name="Aroha", **more)
    office.ledger.add_document(document)
    return document


def test_the_same_sale_that_was_in_xero_before_is_linked_and_not_touched() -> None:
    office = _office(adopt_existing=True).with_invoices(make_invoice(1))
    before = _there_before(office)
    office.post()
    row = office.row(1)
    assert (row.status, row.xero_id) == (Status.COMPLETE, "theirs")
    assert row.notice
    assert row.notice["code"] == "ADOPTED"
    assert "was in Xero before Counterfoil" in row.history[-1][2].message
    assert list(office.ledger.documents.values()) == [before]
    assert [sent.method for sent in office.ledger.sent] == ["PUT"]


@pytest.mark.parametrize(
    "other",
    [
        {"total": Decimal("115.01")},
        {"contact_id": "somebody else"},
        {"currency": "AUD"},
        {"status": "VOIDED"},
        {"marker_url": "https://sync.example/c/another/sync/invoices/9"},
        {"marker_url": "https://sync.example/c/kauri/sync/invoices/9"},
    ],
)
def test_what_differs_or_belongs_to_another_counterfoil_is_not_linked(
    other: Mapping[str, Any],
) -> None:
    office = _office(adopt_existing=True).with_invoices(make_invoice(1))
    _there_before(office, **other)
    office.post()
    fault = office.row(1).fault
    assert fault
    assert (fault.code, office.row(1).xero_id) == ("NUMBER_TAKEN", None)


def test_without_the_option_it_is_a_fault_as_ever() -> None:
    office = _office().with_invoices(make_invoice(1))
    _there_before(office)
    office.post()
    fault = office.row(1).fault
    assert fault
    assert fault.code == "NUMBER_TAKEN"


def test_a_document_is_never_linked_to_two_records() -> None:
    office = _office(adopt_existing=True, batch_size=1)
    office.with_invoices(make_invoice(1, number="INV-1"), make_invoice(2, number="INV-1"))
    _there_before(office)
    office.post()
    assert sorted(office.standings().values()) == ["complete", "fault"]


def test_two_of_one_batch_do_not_link_the_same_document_either() -> None:
    office = _office(adopt_existing=True)
    office.with_invoices(make_invoice(1, number="INV-1"), make_invoice(2, number="INV-1"))
    _there_before(office)
    # Xero answers both elements alike, as it may when they are carried out side by side.
    office.ledger.edit_answer = lambda elements: tuple(
        replace(each, number=f"odd {each.index}") for each in elements
    )
    office.post()
    assert sorted(office.standings().values()) == ["complete", "fault"]
    assert [row.xero_id for row in office.invoices.rows.values()].count("theirs") == 1


def test_two_deliveries_at_once_do_not_link_the_same_document_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The ledger is slow to say that nobody has it; meanwhile the other delivery asks as well."""
    office = _office(adopt_existing=True, batch_size=1)
    office.with_invoices(make_invoice(1, number="INV-1"), make_invoice(2, number="INV-1"))
    _there_before(office)
    asking = Barrier(2, timeout=1)

    def is_linked(_connection_id: str, _xero_id: str) -> bool:
        with suppress(BrokenBarrierError):
            asking.wait()
        return False

    monkeypatch.setattr(office.invoices, "is_linked", is_linked)
    office.crew = ThreadCrew()
    office.post()
    assert sorted(office.standings().values()) == ["complete", "fault"]


@pytest.mark.parametrize("marker_url", ["", "https://sync.example/c/kauri/sync/invoices/1"])
def test_a_record_that_has_its_document_never_changes_over_to_another(marker_url: str) -> None:
    """Autotask renumbers it to what an equal document in Xero is called."""
    office = _office(adopt_existing=True).with_invoices(make_invoice(1))
    office.post()
    (mine,) = office.ledger.documents.values()
    office.ledger.add_document(
        replace(mine, xero_id="theirs", number="INV-9", marker_url=marker_url, reference="")
    )
    office.invoices.resync(1, office.clock(), make_invoice(1, number="INV-9"))
    office.round()
    row = office.row(1)
    assert row.fault
    assert (row.fault.code, row.xero_id) == ("NUMBER_TAKEN", mine.xero_id)


# What a traced record keeps.


def test_a_traced_record_keeps_its_own_part_of_the_call_and_of_the_answer() -> None:
    office = _office().with_invoices(make_invoice(1), make_invoice(2), make_invoice(3))
    office.row(2).is_traced = True
    office.ledger.edit_answer = lambda elements: tuple(
        replace(each, raw={"InvoiceNumber": each.number, "Total": Decimal("115.00")})
        for each in elements
    )
    office.post()
    assert set(office.traces.of) == {2}
    call, answer = office.traces.of[2]
    assert (call["kind"], call["title"]) == ("call", "PUT Invoices")
    assert load(call["body"])["InvoiceNumber"] == "INV-2"
    assert (answer["kind"], answer["title"]) == ("answer", "Accepted")
    assert load(answer["body"]) == {"InvoiceNumber": "INV-2", "Total": Decimal("115.00")}


def test_a_traced_record_keeps_what_there_was_instead_of_an_answer() -> None:
    office = _office().with_invoices(make_invoice(1))
    office.row(1).is_traced = True
    office.ledger.fail_next("drop_after_commit", "refused_whole")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    told = office.traces.of[1][-1]
    assert (told["kind"], told["body"]) == ("answer", "Read timed out.")


# Waits that a person can see.


def test_a_traced_record_keeps_the_look_up_and_the_read_before_an_update() -> None:
    office = _office().with_invoices(make_invoice(1))
    office.row(1).is_traced = True
    office.ledger.fail_next("drop_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    office.clock.pass_by(minutes=6)
    office.resolve()
    (document,) = office.ledger.documents.values()
    looked, found = office.traces.of[1][-2:]
    assert (looked["kind"], looked["title"]) == ("call", "Looked up INV-1")
    assert (found["kind"], found["title"]) == ("answer", "Xero has 1")
    assert document.xero_id in found["body"]
    office.invoices.resync(1, office.clock())
    office.post()
    read, answer = office.traces.of[1][-2:]
    assert read["title"] == f"GET Invoices/{document.xero_id}"
    assert document.number in answer["body"]


def test_what_a_daily_limit_sent_back_shows_until_when_it_waits() -> None:
    office = _office().with_invoices(make_invoice(1), make_invoice(2))
    office.ledger.fail_next("day_limit")
    with pytest.raises(RateLimitedError):
        office.post()
    row = office.row(1)
    assert (row.status, row.hold_code) == (Status.PENDING_SYNC, "XERO_LIMITED_DAY")
    assert row.history[-1][2].message == "Xero's daily limit is reached; it goes on at 14:05 UTC."
    assert row.hold_until == row.not_before == office.clock() + timedelta(hours=2, minutes=5)
    office.clock.pass_by(minutes=124)
    assert office.post() == 0
    office.clock.pass_by(minutes=1)
    assert office.post() == 2
    assert office.standings() == {1: "complete", 2: "complete"}
    assert row.hold_code is None


@pytest.mark.parametrize(
    ("fault", "error"),
    [("disconnected", DisconnectedError), ("scope_missing", ScopeMissingError)],
)
def test_a_lost_access_sends_back_what_was_claimed_and_no_token_is_renewed(
    fault: str, error: type[Exception]
) -> None:
    office = _office().with_invoices(make_invoice(1))
    office.ledger.fail_next(fault)
    with pytest.raises(error):
        office.post()
    assert (office.row(1).status, office.renewed) == (Status.PENDING_SYNC, 0)
    office.settle()
    assert office.row(1).status is Status.COMPLETE


def test_a_write_answered_with_maintenance_stays_open_like_any_other() -> None:
    office = _office().with_invoices(make_invoice(1))
    office.ledger.fail_next("maintenance")
    with pytest.raises(OutcomeUnknownError) as told:
        office.post()
    assert told.value.in_maintenance
    office.settle()
    assert len(office.ledger.documents) == 1


def test_a_resync_that_meets_maintenance_waits_and_shows_it() -> None:
    office = _office().with_invoices(make_invoice(1))
    office.post()
    office.invoices.resync(1, office.clock())
    office.ledger.read_faults.append(MaintenanceError("Xero answered 503."))
    with pytest.raises(MaintenanceError):
        office.post()
    row = office.row(1)
    assert (row.status, row.hold_code) == (Status.PENDING_SYNC, "XERO_MAINTENANCE")
    assert office.post() == 0
    office.clock.pass_by(minutes=5)
    office.post()
    assert row.status is Status.COMPLETE


# The size of batches.


def test_batches_become_smaller_while_xero_is_slow_and_larger_again_afterwards() -> None:
    office = _office(batch_size=16).with_invoices(*(make_invoice(each) for each in range(1, 80)))
    office.ledger.slow_by = timedelta(seconds=21)
    desk = office.desk()
    ledger = office.ledger

    def quick_from_the_third_on(elements: Any) -> Any:
        if len(ledger.sent) == 2:
            ledger.slow_by = timedelta(seconds=1)
        return elements

    ledger.edit_answer = quick_from_the_third_on
    office.work_through(desk)
    sizes = [len(sent.rows) for sent in ledger.sent]
    assert sizes[:6] == [16, 8, 5, 10, 15, 16]
    assert len(ledger.documents) == 79


def test_an_answer_that_never_came_makes_the_next_batches_smaller() -> None:
    office = _office(batch_size=40).with_invoices(*(make_invoice(each) for each in range(1, 90)))
    office.ledger.fail_next("drop_before_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    assert office.batch_size == 20
    office.settle()
    assert [len(sent.rows) for sent in office.ledger.sent][:3] == [40, 40, 25]


def test_no_slowness_makes_batches_smaller_than_five() -> None:
    office = _office(batch_size=6).with_invoices(*(make_invoice(each) for each in range(1, 30)))
    office.ledger.slow_by = timedelta(seconds=30)
    office.post()
    assert min(len(sent.rows) for sent in office.ledger.sent[:-1]) == SMALLEST


def test_a_request_that_xero_finds_too_large_goes_in_two() -> None:
    office = _office().with_invoices(*(make_invoice(each) for each in range(1, 9)))
    office.ledger.fail_next("too_large", "too_large")
    office.post()
    assert [len(sent.rows) for sent in office.ledger.sent][:4] == [8, 4, 2, 6]
    assert set(office.standings().values()) == {"complete"}
    assert len(office.ledger.documents) == 8


def test_a_lone_document_that_is_too_large_is_a_fault_and_not_a_loop() -> None:
    office = _office().with_invoices(make_invoice(1))
    office.ledger.fail_next("too_large")
    office.settle()
    assert office.row(1).status is Status.FAULT
    assert len(office.ledger.sent) == 1


def test_a_body_never_grows_beyond_what_xero_takes(ledger: FakeLedger) -> None:
    office = _office()
    text = "x" * 3_900
    lines = [make_line("1.00", "0.15", autotask_id=each, description=text) for each in range(300)]
    office.with_invoices(*(make_invoice(each, *lines) for each in range(1, 6)))
    office.post()
    assert [len(sent.rows) for sent in office.ledger.sent] == [2, 2, 1]
    assert all(len(sent.body) <= MOST_BYTES for sent in office.ledger.sent)
    assert set(office.standings().values()) == {"complete"}
    assert "NEXT_BATCH" in office.row(5).codes
