from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.batch import Batch, BatchState
from core.domain.errors import (
    LeaseLostError,
    OutcomeUnknownError,
    RateLimitedError,
    SyncError,
    UnauthorizedError,
    UnavailableError,
)
from core.domain.status import Status
from core.domain.xero_document import ElementAnswer
from tests.factories.documents import make_document, make_draft, make_invoice, make_line
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import Elements, FakeLedger
from tests.fakes.office import Office

LOST = [
    "drop_before_commit",
    "drop_after_commit",
    "error_before_commit",
    "error_after_commit",
    "late_commit",
]


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_leaves_everything_claimed_and_marked_as_being_checked(
    office: Office, ledger: FakeLedger, fault: str
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2))
    ledger.fail_next(fault)
    with pytest.raises(OutcomeUnknownError):
        office.post()
    (batch,) = office.batches.open_batches("kauri")
    assert batch.sends == 1
    assert batch.id in office.batches.unknown_since
    for row in office.invoices.rows.values():
        assert (row.status, row.batch_id) == (Status.PROCESSING, batch.id)
        assert row.checking_since is not None
        assert row.attempts == 0
    assert "OUTCOME_UNKNOWN" in office.codes()


def test_a_lease_lost_before_the_send_sends_nothing(office: Office, ledger: FakeLedger) -> None:
    office.with_invoices(make_invoice(1))
    desk = office.desk()
    renew = office.leases.renew

    def somebody_was_faster(lease: object) -> None:
        office.leases.lose()
        renew(desk.lease)

    office.leases.renew = somebody_was_faster  # type: ignore[method-assign]
    with pytest.raises(LeaseLostError):
        office.work_through(desk)
    assert ledger.sent == []
    (batch,) = office.batches.open_batches("kauri")
    assert batch.sends == 0


def test_a_batch_that_a_later_holder_touched_is_not_sent(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    desk = office.desk()
    freeze = office.batches.freeze

    def frozen_then_taken_over(batch: Batch, fence: int, now: datetime) -> None:
        freeze(batch, fence, now)
        office.batches.mark_sent(batch, fence + 1, office.clock())

    office.batches.freeze = frozen_then_taken_over  # type: ignore[method-assign]
    with pytest.raises(LeaseLostError):
        office.work_through(desk)
    assert ledger.sent == []


def test_a_token_that_expires_in_between_is_renewed_and_the_same_bytes_go_again(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    ledger.fail_next("token_expired")
    office.post()
    first, second = ledger.sent
    assert (first.request, first.key) == (second.request, second.key)
    assert office.renewed == 1
    assert office.standings() == {1: "complete"}
    assert len(ledger.documents) == 1


def test_a_lease_lost_while_the_token_was_renewed_sends_nothing_more(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    ledger.fail_next("token_expired")
    desk = replace(office.desk(), renew_token=office.leases.lose)
    with pytest.raises(LeaseLostError):
        office.work_through(desk)
    assert len(ledger.sent) == 1
    assert ledger.documents == {}
    # Xero refused the token before it read anything, so nothing has been sent.
    (batch,) = office.batches.open_batches("kauri")
    assert (batch.sends, batch.state) == (0, BatchState.PREPARED)


@pytest.mark.parametrize(
    ("faults", "error"),
    [
        (["unavailable"], UnavailableError),
        (["rate_limited"], RateLimitedError),
        (["disconnected"], UnauthorizedError),
        (["token_expired", "token_expired"], UnauthorizedError),
        (["token_expired", "rate_limited"], RateLimitedError),
    ],
)
def test_what_never_left_or_was_not_read_goes_back_to_the_queue_without_an_attempt(
    office: Office, ledger: FakeLedger, faults: list[str], error: type[SyncError]
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2))
    ledger.fail_next(*faults)
    with pytest.raises(error):
        office.post()
    assert ledger.documents == {}
    assert office.batches.open_batches("kauri") == []
    for row in office.invoices.rows.values():
        assert (row.status, row.batch_id, row.attempts) == (Status.PENDING_SYNC, None, 0)
        assert row.not_before
        assert row.not_before > office.clock()
    office.settle()
    assert len(ledger.documents) == 2


def test_a_limit_holds_the_invoices_until_it_ends(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    ledger.fail_next("rate_limited")
    with pytest.raises(RateLimitedError):
        office.post()
    assert office.row(1).not_before == clock() + timedelta(seconds=30)


def test_a_limit_on_the_second_send_does_not_free_what_the_first_may_have_done(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    ledger.fail_next("drop_after_commit", "rate_limited")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    with pytest.raises(RateLimitedError):
        office.resolve()
    assert office.row(1).status is Status.PROCESSING
    office.settle()
    assert len(ledger.documents) == 1
    assert office.standings() == {1: "complete"}


def test_a_batch_that_xero_would_not_read_is_sent_one_by_one(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2), make_invoice(3))
    ledger.fail_next("refused_whole", "", "refused_whole")
    office.post()
    assert [len(sent.rows) for sent in ledger.sent] == [3, 1, 1, 1]
    assert len({sent.key for sent in ledger.sent}) == 4
    assert office.standings() == {1: "complete", 2: "fault", 3: "complete"}
    fault = office.row(2).fault
    assert fault
    assert (fault.code, fault.vendor_text) == ("REQUEST_UNREADABLE", "Error converting value")


def test_one_element_that_xero_refuses_stops_itself_and_not_its_neighbors(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2), make_invoice(3))
    ledger.refusals["INV-2"] = ("Account code '200' is not a valid code for this document.",)
    office.post()
    assert office.standings() == {1: "complete", 2: "fault", 3: "complete"}
    row = office.row(2)
    assert row.fault
    assert row.fault.code == "ACCOUNT_INVALID"
    assert row.attempts == 1
    assert row.xero_id is None


def test_answers_in_another_order_are_matched_by_their_numbers(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(*(make_invoice(each) for each in range(1, 5)))
    ledger.edit_answer = lambda elements: tuple(reversed(elements))
    office.post()
    for autotask_id, row in office.invoices.rows.items():
        assert ledger.documents[row.xero_id or ""].number == f"INV-{autotask_id}"


def test_an_element_without_an_answer_is_looked_up_and_found(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2))
    ledger.edit_answer = lambda elements: elements[:1]
    office.post()
    assert office.standings() == {1: "complete", 2: "complete"}
    assert ledger.reads == ["documents_by_number"]
    assert len(ledger.documents) == 2
    assert len(ledger.sent) == 1


def test_an_answer_that_repeats_one_number_is_trusted_for_none_of_its_elements(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2))

    def twice_the_first(elements: Elements) -> Elements:
        return (elements[0], replace(elements[0], index=1))

    ledger.edit_answer = twice_the_first
    office.post()
    assert office.standings() == {1: "complete", 2: "complete"}
    assert office.row(1).xero_id != office.row(2).xero_id
    assert len(ledger.documents) == 2


def test_an_accepted_element_without_a_document_is_looked_up(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    ledger.edit_answer = lambda elements: (ElementAnswer(0, "INV-1", contact_id="odd"),)
    office.post()
    assert office.standings() == {1: "complete"}
    assert ledger.reads == ["documents_by_number"]


def test_a_taken_number_that_is_ours_is_adopted(office: Office, ledger: FakeLedger) -> None:
    office.with_invoices(make_invoice(1))
    draft = make_draft(
        number="INV-1",
        contact_id=office.links.by_company[7],
        marker_url="https://sync.example/c/kauri/sync/invoices/1",
    )
    ledger.add_document(make_document(draft, xero_id="here-already"))
    office.post()
    row = office.row(1)
    assert (row.status, row.xero_id) == (Status.COMPLETE, "here-already")
    assert len(ledger.documents) == 1


def test_a_taken_number_that_is_foreign_is_a_fault_that_shows_the_other_document(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    draft = make_draft(number="INV-1", contact_id="beta", marker_url="")
    ledger.add_document(make_document(draft, xero_id="theirs", contact_name="Beta Ltd"))
    office.post()
    row = office.row(1)
    assert row.fault
    assert row.fault.code == "NUMBER_TAKEN"
    assert "Beta Ltd, 115.00 NZD" in row.fault.message
    assert row.xero_id is None
    assert len(ledger.documents) == 1


@pytest.mark.parametrize(
    "change",
    [{"contact_id": "merged", "contact_name": "Beta Ltd"}, {"total": Decimal("999.00")}],
)
def test_a_document_of_ours_that_was_changed_in_xero_is_a_fault_that_a_resync_can_mend(
    office: Office, ledger: FakeLedger, change: dict[str, Any]
) -> None:
    office.with_invoices(make_invoice(1))
    draft = make_draft(
        number="INV-1",
        contact_id=office.links.by_company[7],
        marker_url="https://sync.example/c/kauri/sync/invoices/1",
    )
    ledger.add_document(make_document(draft, xero_id="ours", **change))
    office.post()
    row = office.row(1)
    assert (row.status, row.xero_id) == (Status.FAULT, "ours")
    office.invoices.resync(1, office.clock())
    office.post()
    assert office.standings() == {1: "complete"}
    (document,) = ledger.documents.values()
    assert (document.total, document.contact_id) == (Decimal("115.00"), draft.contact_id)


def test_a_voided_document_of_ours_still_holds_its_number_and_is_adopted_with_a_notice(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    draft = make_draft(
        number="INV-1",
        contact_id=office.links.by_company[7],
        marker_url="https://sync.example/c/kauri/sync/invoices/1",
    )
    ledger.add_document(make_document(draft, xero_id="void", status="VOIDED"))
    office.post()
    row = office.row(1)
    assert (row.status, row.xero_id) == (Status.COMPLETE, "void")
    assert row.notice
    assert row.notice["code"] == "VOIDED_IN_XERO"


def test_must_be_unique_without_any_such_document_is_a_fault_and_not_a_loop(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    ledger.refusals["INV-1"] = ("Invoice # must be unique.",)
    office.settle()
    fault = office.row(1).fault
    assert fault
    assert fault.vendor_text == "Invoice # must be unique."
    assert len(ledger.sent) == 1


def test_another_total_in_xero_is_a_fault_that_knows_the_document(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2))
    ledger.total_off["INV-1"] = Decimal("0.01")
    office.post()
    row = office.row(1)
    assert row.fault
    assert row.fault.code == "TOTAL_DIFFERS"
    assert "115.01" in row.fault.message
    assert "115.00" in row.fault.message
    assert row.xero_id in ledger.documents
    assert office.row(2).status is Status.COMPLETE


def test_after_its_cause_is_gone_a_differing_total_is_mended_in_the_same_document(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    ledger.total_off["INV-1"] = Decimal("0.01")
    office.post()
    ledger.total_off.clear()
    office.invoices.resync(1, office.clock())
    office.post()
    assert office.standings() == {1: "complete"}
    (document,) = ledger.documents.values()
    assert document.total == Decimal("115.00")


def test_a_credit_note_whose_answer_was_lost_is_proved_by_its_reference(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1, make_line("-50.00", "-7.50"), order_number="PO 7"))
    ledger.fail_next("error_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    clock.pass_by(minutes=6)
    office.resolve()
    assert office.standings() == {1: "complete"}
    assert len(ledger.documents) == 1
    assert len(ledger.sent) == 1
