"""A void of Autotask's on its way to the document in Xero, whatever comes in between."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.clients.exact_json import load
from core.domain.batch import BatchState
from core.domain.errors import (
    LeaseLostError,
    OutcomeUnknownError,
    RejectedError,
    UnavailableError,
)
from core.domain.invoice import Invoice
from core.domain.setting_choices import VoidRule
from core.domain.status import Status
from core.domain.xero_document import Applied, DocumentKind, XeroDocument
from core.store.invoices import Step
from tests.factories.documents import make_connection, make_invoice, make_line, make_settings
from tests.fakes.clock import FakeClock
from tests.fakes.invoices import Row
from tests.fakes.ledger import FakeLedger
from tests.fakes.office import Office

CREDIT = make_line("-100.00", "-15.00")
PAYMENT = Applied("payment", Decimal("115.00"), date(2026, 11, 21))
LOCKED = (
    "This document cannot be edited as it is currently dated before the period lock date, "
    "currently set at 30-Nov-2026"
)


def _posted(office: Office, invoice: Invoice | None = None) -> XeroDocument:
    office.with_invoices(invoice or make_invoice(1))
    office.post()
    office.ledger.sent.clear()
    (document,) = office.ledger.documents.values()
    return document


def _only(ledger: FakeLedger) -> XeroDocument:
    (document,) = ledger.documents.values()
    return document


def _void(office: Office) -> Row:
    assert office.invoices.void(1, office.clock())
    return office.row(1)


def _last_message(row: Row) -> str:
    return row.history[-1][2].message


@pytest.mark.parametrize(
    ("status", "end"), [("DRAFT", "DELETED"), ("SUBMITTED", "DELETED"), ("AUTHORISED", "VOIDED")]
)
@pytest.mark.parametrize("line", [make_line(), CREDIT], ids=["invoice", "credit note"])
def test_a_void_deletes_the_draft_or_voids_the_approved_document(
    office: Office, ledger: FakeLedger, line: Any, status: str, end: str
) -> None:
    before = _posted(office, make_invoice(1, line))
    ledger.edit(before.xero_id, status=status)
    row = _void(office)
    office.post()
    assert _only(ledger).status == end
    (sent,) = ledger.sent
    resource = "Invoices" if before.kind is DocumentKind.INVOICE else "CreditNotes"
    assert (sent.method, sent.path) == ("POST", f"{resource}/{before.xero_id}")
    (fields,) = load(sent.body)[resource]
    assert set(fields.values()) == {before.xero_id, "INV-1", end}
    assert (row.status, row.xero_id, row.xero_status) == (Status.SKIPPED, before.xero_id, end)
    assert row.history[-1][2].code == "VOIDED"
    assert f"INV-1 was {end.lower()} there" in _last_message(row)
    assert {batch.state for batch in office.batches.all} == {BatchState.CLOSED}
    assert not office.is_busy()


@pytest.mark.parametrize("end", ["VOIDED", "DELETED"])
def test_what_has_ended_in_xero_already_needs_nothing(
    office: Office, ledger: FakeLedger, end: str
) -> None:
    before = _posted(office)
    ledger.edit(before.xero_id, status=end)
    row = _void(office)
    office.post()
    assert ledger.sent == []
    assert (row.status, row.xero_status) == (Status.SKIPPED, end)
    assert f"had already been {end.lower()}" in _last_message(row)


def test_a_document_that_xero_does_not_show_is_no_proof_of_its_end(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    ledger.documents.clear()
    row = _void(office)
    office.post()
    assert (row.status, ledger.sent) == (Status.FAULT, [])
    assert row.fault
    assert (row.fault.code, row.fault.retry_helps) == ("NOT_FOUND_IN_XERO", True)
    assert "Autotask voided it" in row.fault.message
    ledger.documents[before.xero_id] = before
    assert office.invoices.resync(1, office.clock())
    office.post()
    assert (row.status, _only(ledger).status) == (Status.SKIPPED, "DELETED")


@pytest.mark.parametrize("status", ["PAID", "AUTHORISED"])
def test_a_paid_document_stays_and_the_fault_names_the_payments(
    office: Office, ledger: FakeLedger, status: str
) -> None:
    before = _posted(office)
    credit = Applied("credit note CN-7", Decimal("5.00"), None)
    ledger.edit(before.xero_id, status=status, has_payments=True, applied=(PAYMENT, credit))
    row = _void(office)
    office.post()
    assert (row.status, ledger.sent, _only(ledger).status) == (Status.FAULT, [], status)
    assert row.fault
    assert row.fault.code == "VOIDED_BUT_PAID"
    assert "payment of 115.00 NZD on 2026-11-21; credit note CN-7 of 5.00 NZD" in row.fault.message
    assert row.xero_status == status


def test_a_payment_that_xero_does_not_name_is_told_by_what_is_no_longer_due(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    ledger.edit(before.xero_id, has_payments=True, amount_due=Decimal("100.00"))
    row = _void(office)
    office.post()
    assert row.fault
    assert "15.00 NZD" in row.fault.message


def test_once_the_payment_is_gone_a_resync_voids_the_document(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    ledger.edit(before.xero_id, status="AUTHORISED", has_payments=True, applied=(PAYMENT,))
    row = _void(office)
    office.post()
    ledger.edit(before.xero_id, has_payments=False, applied=())
    assert office.invoices.resync(1, office.clock())
    office.post()
    assert (row.status, row.fault, _only(ledger).status) == (Status.SKIPPED, None, "VOIDED")


def test_by_option_the_document_stays_and_the_record_is_complete_with_a_notice(
    ledger: FakeLedger, clock: FakeClock
) -> None:
    options = make_settings(void_rule="keep", write_back_exported=True)
    office = Office(connection=make_connection(settings=options))
    before = _posted(office)
    office.invoices.void(1, clock(), VoidRule.KEEP)
    row = office.row(1)
    assert (row.status, office.is_busy()) == (Status.COMPLETE, False)
    assert office.invoices.resync(1, clock())
    office.post()
    assert office.ledger.sent == []
    assert (row.status, _only(office.ledger)) == (Status.COMPLETE, before)
    assert row.notice
    assert row.notice["code"] == "VOIDED_KEPT"
    assert "draft" in row.notice["message"]
    assert not row.is_to_be_told


def test_an_adopted_document_is_voided_too_and_the_text_says_whose_it_was(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    ledger.edit(before.xero_id, marker_url="", status="AUTHORISED")
    row = _void(office)
    office.post()
    assert _only(ledger).status == "VOIDED"
    assert "Somebody else had entered it" in _last_message(row)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"has_payments": True, "applied": (PAYMENT,)}, "VOIDED_BUT_PAID"),
        ({"status": "AUTHORISED"}, None),
        ({"status": "DELETED"}, None),
    ],
)
def test_what_a_bookkeeper_does_between_reading_and_writing_is_met_as_it_is(
    office: Office, ledger: FakeLedger, change: dict[str, Any], code: str | None
) -> None:
    before = _posted(office)
    read = ledger.document

    def and_then_somebody_acts(kind: DocumentKind, xero_id: str) -> XeroDocument | None:
        ledger.document = read  # type: ignore[method-assign]
        found = read(kind, xero_id)
        ledger.edit(before.xero_id, **change)
        return found

    ledger.document = and_then_somebody_acts  # type: ignore[method-assign]
    row = _void(office)
    office.settle()
    assert (row.fault.code if row.fault else None) == code
    assert row.status is (Status.FAULT if code else Status.SKIPPED)
    assert {batch.state for batch in office.batches.all} == {BatchState.CLOSED}


def test_a_locked_period_is_a_fault_in_xeros_own_words(office: Office, ledger: FakeLedger) -> None:
    before = _posted(office)
    ledger.refusals["INV-1"] = (LOCKED,)
    row = _void(office)
    office.post()
    assert row.fault
    assert (row.fault.code, row.fault.vendor_text) == ("PERIOD_LOCKED", LOCKED)
    assert "was not changed" in row.fault.message
    assert "created" not in row.fault.message
    assert _only(ledger).status == before.status
    assert office.doubted == ["PERIOD_LOCKED"]


@pytest.mark.parametrize("fault", ["drop_after_commit", "error_after_commit", "late_commit"])
@pytest.mark.parametrize("minutes", [0, 6, 20])
def test_a_void_without_an_answer_is_looked_at_before_anything_is_sent_again(
    office: Office, ledger: FakeLedger, clock: FakeClock, fault: str, minutes: int
) -> None:
    before = _posted(office)
    row = _void(office)
    ledger.fail_next(fault)
    with pytest.raises(OutcomeUnknownError):
        office.post()
    assert (row.status, row.checking_since) == (Status.PROCESSING, clock())
    clock.pass_by(minutes=minutes)
    office.settle()
    assert (_only(ledger).xero_id, _only(ledger).status) == (before.xero_id, "DELETED")
    assert row.status is Status.SKIPPED
    if fault != "late_commit":
        assert len(ledger.sent) == 1


def test_a_void_that_did_not_arrive_goes_again_under_its_own_key(
    office: Office, ledger: FakeLedger
) -> None:
    _posted(office)
    row = _void(office)
    ledger.fail_next("drop_before_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    office.settle()
    first, second = ledger.sent
    assert (first.request, first.key) == (second.request, second.key)
    assert row.status is Status.SKIPPED


def test_a_lost_void_does_not_go_again_once_the_option_keeps_documents(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    row = _void(office)
    ledger.fail_next("drop_before_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    settings = make_settings(void_rule="keep")
    office.connection = replace(office.connection, settings=settings)
    office.settle()
    assert (len(ledger.sent), _only(ledger)) == (1, before)
    assert row.status is Status.COMPLETE
    assert row.notice
    assert row.notice["code"] == "VOIDED_KEPT"


def test_a_lost_void_does_not_go_again_for_a_record_that_is_voided_no_more(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    row = _void(office)
    ledger.fail_next("drop_before_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    row.invoice = make_invoice(1)
    office.settle()
    assert (len(ledger.sent), _only(ledger)) == (1, before)
    assert row.status is Status.COMPLETE


def test_a_draft_that_was_approved_while_its_void_was_open_is_voided_after_all(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    row = _void(office)
    ledger.fail_next("drop_before_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    ledger.edit(before.xero_id, status="AUTHORISED")
    office.settle()
    assert (_only(ledger).status, row.status) == ("VOIDED", Status.SKIPPED)
    assert len(ledger.sent) == 2


def test_a_void_that_was_paid_while_its_outcome_was_open_is_a_fault(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    ledger.edit(before.xero_id, status="AUTHORISED")
    row = _void(office)
    ledger.fail_next("drop_before_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    ledger.edit(before.xero_id, status="PAID", has_payments=True, applied=(PAYMENT,))
    office.settle()
    assert row.fault
    assert row.fault.code == "VOIDED_BUT_PAID"


@pytest.mark.parametrize(
    "answered",
    [
        lambda document: replace(document, status="DRAFT"),
        lambda document: replace(document, xero_id="another"),
    ],
)
def test_an_answer_that_does_not_show_the_end_is_no_proof_of_it(
    office: Office, ledger: FakeLedger, answered: Any
) -> None:
    _posted(office)
    row = _void(office)
    ledger.edit_answer = lambda elements: tuple(
        replace(each, document=answered(each.document)) for each in elements
    )
    office.post()
    assert row.status is Status.PROCESSING
    office.settle()
    assert (row.status, _only(ledger).status) == (Status.SKIPPED, "DELETED")
    assert len(ledger.sent) == 1


@pytest.mark.parametrize("fault", ["unavailable", "rate_limited", "day_limit", "disconnected"])
def test_a_void_that_did_not_leave_waits_in_the_queue(
    office: Office, ledger: FakeLedger, fault: str
) -> None:
    _posted(office)
    row = _void(office)
    ledger.fail_next(fault)
    office.round()
    assert row.status is Status.PENDING_SYNC
    office.clock.pass_by(minutes=180)
    office.settle()
    assert (row.status, _only(ledger).status) == (Status.SKIPPED, "DELETED")


def test_a_document_that_cannot_be_read_now_lets_the_others_go_before_it(
    office: Office, ledger: FakeLedger
) -> None:
    _posted(office)
    row = _void(office)
    office.with_invoices(make_invoice(2))
    ledger.read_faults.append(UnavailableError("Xero answered 500."))
    office.settle()
    assert (row.status, office.row(2).status) == (Status.SKIPPED, Status.COMPLETE)


def test_a_question_that_xero_refuses_is_a_fault(office: Office, ledger: FakeLedger) -> None:
    _posted(office)
    row = _void(office)
    ledger.read_faults.append(RejectedError("No.", reasons=("No.",)))
    office.post()
    assert row.status is Status.FAULT


def test_who_is_overtaken_while_it_reads_voids_nothing(office: Office, ledger: FakeLedger) -> None:
    _posted(office)
    row = _void(office)
    read = ledger.document

    def the_other_was_faster(kind: DocumentKind, xero_id: str) -> XeroDocument | None:
        ledger.document = read  # type: ignore[method-assign]
        found = read(kind, xero_id)
        office.leases.release(desk.lease)
        office.work_through(office.desk())
        return found

    ledger.document = the_other_was_faster  # type: ignore[method-assign]
    desk = office.desk()
    with pytest.raises(LeaseLostError):
        office.work_through(desk)
    assert len(ledger.sent) == 1
    assert row.status is Status.SKIPPED


def test_a_void_while_the_invoice_is_being_posted_waits_until_that_is_settled(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    ledger.fail_next("late_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    row = office.row(1)
    assert not office.invoices.void(1, clock())
    office.settle()
    assert row.status is Status.COMPLETE
    _void(office)
    office.settle()
    assert (row.status, _only(ledger).status) == (Status.SKIPPED, "DELETED")


def test_what_was_voided_after_an_unanswered_send_and_arrives_late_is_voided_there(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    """Nothing was found in time, so the void kept it out of Xero; then it arrived all the same."""
    office.with_invoices(make_invoice(1))
    ledger.late_by = timedelta(minutes=8)
    ledger.fail_next("late_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    row = office.row(1)
    ledger.forget_keys()
    office.connection = replace(office.connection, is_active=False)
    clock.pass_by(minutes=6)
    office.round()
    assert row.status is Status.PENDING_SYNC
    _void(office)
    assert (row.status, row.xero_id) == (Status.SKIPPED, None)
    clock.pass_by(minutes=12)
    office.connection = replace(office.connection, is_active=True)
    office.settle()
    assert row.xero_id
    assert (row.status, _only(ledger).status) == (Status.SKIPPED, "DELETED")


def _posted_twice(office: Office) -> XeroDocument:
    """The first send is late, and the second one under the same key was faster."""
    office.with_invoices(make_invoice(1))
    office.ledger.late_by = timedelta(minutes=5)
    office.ledger.fail_next("late_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    office.ledger.forget_keys()
    office.round()
    (document,) = office.ledger.documents.values()
    assert office.row(1).status is Status.COMPLETE
    return document


def test_a_draft_keeps_its_number_until_a_lost_send_of_it_cannot_arrive_any_more(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    """Deleted at once it would make room for the second one, which nobody would ever void."""
    before = _posted_twice(office)
    row = _void(office)
    office.post()
    assert (row.status, row.codes[-1]) == (Status.PENDING_SYNC, "MAY_BE_IN_XERO")
    assert row.not_before
    assert row.not_before - clock() > timedelta(minutes=5)
    office.settle()
    assert (_only(ledger).xero_id, _only(ledger).status) == (before.xero_id, "DELETED")
    clock.pass_by(minutes=60)
    office.round()
    assert len(ledger.documents) == 1


def test_an_approved_document_is_voided_at_once_because_it_keeps_its_number(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    before = _posted_twice(office)
    ledger.edit(before.xero_id, status="AUTHORISED")
    row = _void(office)
    office.post()
    assert (row.status, _only(ledger).status) == (Status.SKIPPED, "VOIDED")
    clock.pass_by(minutes=60)
    office.round()
    assert len(ledger.documents) == 1


def test_what_arrived_after_a_bookkeeper_deleted_the_draft_is_voided_too(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    before = _posted_twice(office)
    ledger.edit(before.xero_id, status="DELETED")
    row = _void(office)
    office.settle()
    assert len(ledger.documents) == 2
    assert {each.status for each in ledger.documents.values()} == {"DELETED"}
    assert (row.status, row.xero_id == before.xero_id) == (Status.SKIPPED, False)


def test_a_person_who_skips_the_record_before_its_void_is_sent_keeps_the_document(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    before = _posted(office)
    row = _void(office)
    row.move(Status.SKIPPED, Step("SKIPPED_BY_HAND", "By hand.", "mere", clock()))
    office.round()
    assert (_only(ledger), ledger.sent) == (before, [])


def test_a_skipped_void_that_is_resynced_is_read_and_stays_skipped(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    _posted(office)
    row = _void(office)
    office.post()
    assert office.invoices.resync(1, clock())
    office.post()
    assert (row.status, len(ledger.sent)) == (Status.SKIPPED, 1)
    assert "had already been deleted" in _last_message(row)


def test_a_traced_void_keeps_its_questions_and_answers(office: Office, ledger: FakeLedger) -> None:
    _posted(office)
    row = _void(office)
    row.is_traced = True
    office.post()
    titles = [entry["title"] for entry in office.traces.of[1]]
    assert [each.split()[0] for each in titles] == ["GET", "Xero", "POST", "Accepted"]


def test_a_void_is_alone_in_its_request_and_the_others_go_together(
    office: Office, ledger: FakeLedger
) -> None:
    _posted(office)
    _void(office)
    office.with_invoices(make_invoice(2), make_invoice(3))
    office.post()
    assert [len(sent.rows) for sent in ledger.sent] == [1, 2]
