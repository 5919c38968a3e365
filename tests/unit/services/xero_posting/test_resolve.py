from datetime import datetime, timedelta
from typing import Any

import pytest

from core.domain.batch import BatchState
from core.domain.errors import (
    LeaseLostError,
    OutcomeUnknownError,
    RejectedError,
    UnavailableError,
)
from core.domain.setting_choices import Numbering
from core.domain.status import Status
from core.domain.xero_document import DocumentKind, XeroDocument
from tests.factories.documents import make_connection, make_invoice, make_line, make_settings
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.office import Office

LOST = [
    "drop_before_commit",
    "drop_after_commit",
    "error_before_commit",
    "error_after_commit",
    "late_commit",
]


def _lose(office: Office, *faults: str) -> None:
    office.ledger.fail_next(*faults)
    with pytest.raises(OutcomeUnknownError):
        office.post()


@pytest.mark.parametrize("fault", ["drop_before_commit", "drop_after_commit"])
def test_a_young_lost_answer_sends_the_same_bytes_under_the_same_key(
    office: Office, ledger: FakeLedger, fault: str
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2))
    _lose(office, fault)
    assert office.resolve() == 1
    first, second = ledger.sent
    assert (first.request, first.key) == (second.request, second.key)
    assert office.standings() == {1: "complete", 2: "complete"}
    assert len(ledger.documents) == 2
    assert ledger.reads == []


def test_right_after_a_send_the_resend_waits_its_pause(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    _lose(office, "error_before_commit")
    assert office.resolve() == 0
    assert len(ledger.sent) == 1
    clock.pass_by(seconds=5)
    with pytest.raises(OutcomeUnknownError):
        office.resolve()
    assert len(ledger.sent) == 2


def test_a_stored_error_is_asked_three_times_and_then_looked_up(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    """Xero replays an error under its key, although the documents may exist."""
    office.with_invoices(make_invoice(1))
    _lose(office, "error_after_commit")
    for _ in range(2):
        clock.pass_by(seconds=10)
        with pytest.raises(OutcomeUnknownError):
            office.resolve()
    assert len(ledger.sent) == 3
    clock.pass_by(seconds=119)
    assert office.resolve() == 0
    clock.pass_by(seconds=1)
    assert office.resolve() == 1
    assert office.standings() == {1: "complete"}
    assert len(ledger.sent) == 3
    assert len(ledger.documents) == 1


@pytest.mark.parametrize("fault", ["drop_after_commit", "error_after_commit"])
def test_an_old_lost_answer_is_looked_up_and_adopted(
    office: Office, ledger: FakeLedger, clock: FakeClock, fault: str
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2))
    _lose(office, fault)
    clock.pass_by(minutes=6)
    office.resolve()
    assert len(ledger.sent) == 1
    assert office.standings() == {1: "complete", 2: "complete"}
    assert {row.xero_id for row in office.invoices.rows.values()} == set(ledger.documents)


@pytest.mark.parametrize("fault", ["drop_before_commit", "error_before_commit"])
def test_an_old_lost_answer_that_xero_does_not_have_is_released_under_a_new_key(
    office: Office, ledger: FakeLedger, clock: FakeClock, fault: str
) -> None:
    office.with_invoices(make_invoice(1))
    _lose(office, fault)
    clock.pass_by(minutes=6)
    office.resolve()
    row = office.row(1)
    assert (row.status, row.batch_id, row.checking_since) == (Status.PENDING_SYNC, None, None)
    assert "NOT_IN_XERO" in row.codes
    office.post()
    first, second = ledger.sent
    assert first.key != second.key
    assert first.body == second.body
    assert len(ledger.documents) == 1


@pytest.mark.parametrize("late_by", [30, 90, 150, 240, 359, 600])
def test_a_commit_that_comes_late_never_makes_a_second_document(
    office: Office, ledger: FakeLedger, late_by: int
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2))
    ledger.late_by = timedelta(seconds=late_by)
    _lose(office, "late_commit")
    office.settle()
    office.clock.pass_by(minutes=20)
    office.round()
    assert len(ledger.documents) == 2
    assert office.standings() == {1: "complete", 2: "complete"}
    assert {row.xero_id for row in office.invoices.rows.values()} == set(ledger.documents)


@pytest.mark.parametrize("first", LOST)
@pytest.mark.parametrize("second", [*LOST, "rate_limited", "unavailable", "disconnected"])
@pytest.mark.parametrize("third", [*LOST, "token_expired"])
def test_whatever_three_sends_in_a_row_run_into_there_is_one_document_of_each(
    first: str, second: str, third: str
) -> None:
    office = Office().with_invoices(make_invoice(1), make_invoice(2))
    _lose(office, first, second, third)
    office.settle()
    assert sorted(each.number for each in office.ledger.documents.values()) == ["INV-1", "INV-2"]
    assert office.standings() == {1: "complete", 2: "complete"}
    assert all(row.attempts == 0 for row in office.invoices.rows.values())


def test_a_batch_that_was_only_prepared_is_released_and_goes_with_a_fresh_one(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    ledger.fail_next("unavailable")
    close, give_back = office.batches.close, office.invoices.give_back
    office.batches.close = office.invoices.give_back = _crash  # type: ignore[method-assign, assignment]
    with pytest.raises(ZeroDivisionError):
        office.post()
    office.batches.close, office.invoices.give_back = close, give_back  # type: ignore[method-assign]
    (batch,) = office.batches.open_batches("kauri")
    assert batch.state is BatchState.PREPARED
    clock.pass_by(minutes=10)
    office.resolve()
    assert office.standings() == {1: "pending_sync"}
    assert ledger.documents == {}
    office.post()
    assert office.standings() == {1: "complete"}
    assert len(ledger.documents) == 1


def _crash(*_: object, **__: object) -> int:
    return 1 // 0


def test_a_claim_whose_batch_was_never_frozen_goes_back_to_the_queue(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    freeze = office.batches.freeze
    office.batches.freeze = _crash  # type: ignore[method-assign, assignment]
    with pytest.raises(ZeroDivisionError):
        office.post()
    office.batches.freeze = freeze  # type: ignore[method-assign]
    assert office.row(1).status is Status.PROCESSING
    office.resolve()
    assert office.row(1).status is Status.PENDING_SYNC
    assert "NOT_SENT" in office.codes()
    assert ledger.sent == []


def test_a_batch_of_which_nothing_is_left_is_closed_without_a_call(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    close = office.batches.close
    office.batches.close = _crash  # type: ignore[method-assign, assignment]
    with pytest.raises(ZeroDivisionError):
        office.post()
    office.batches.close = close  # type: ignore[method-assign]
    assert office.resolve() == 0
    assert office.batches.open_batches("kauri") == []
    assert len(ledger.sent) == 1
    assert ledger.reads == []


def test_a_look_that_fails_leaves_the_question_open(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    _lose(office, "drop_after_commit")
    clock.pass_by(minutes=6)
    ledger.read_faults.append(UnavailableError("away"))
    with pytest.raises(UnavailableError):
        office.resolve()
    assert office.row(1).status is Status.PROCESSING
    assert len(office.batches.open_batches("kauri")) == 1
    office.resolve()
    assert office.standings() == {1: "complete"}


def test_a_look_under_a_lost_lease_changes_nothing(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    _lose(office, "drop_after_commit")
    clock.pass_by(minutes=6)
    desk = office.desk()
    office.leases.lose()
    assert office.work(desk.lease) is not None
    assert ledger.reads == []
    assert office.row(1).status is Status.PROCESSING


def test_a_paused_connection_still_finds_out_and_sends_nothing_new(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    _lose(office, "drop_after_commit")
    office.invoices.add(make_invoice(2))
    office.connection = make_connection(is_active=False)
    clock.pass_by(minutes=6)
    office.round()
    assert office.standings() == {1: "complete", 2: "pending_sync"}
    assert len(ledger.sent) == 1


def test_after_a_failure_nothing_is_added_to_what_nobody_knows(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    ledger.fail_next("error_before_commit")
    office.round()
    office.invoices.add(make_invoice(2))
    office.round()
    assert len(ledger.sent) == 1
    assert office.row(2).status is Status.PENDING_SYNC


def test_a_look_that_finds_a_foreign_document_is_a_fault(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    _lose(office, "drop_after_commit")
    (document,) = ledger.documents.values()
    ledger.edit(document.xero_id, marker_url="https://elsewhere.example/", contact_name="Beta")
    clock.pass_by(minutes=6)
    office.resolve()
    fault = office.row(1).fault
    assert fault
    assert fault.code == "NUMBER_TAKEN"
    assert len(ledger.documents) == 1


def test_a_paused_connection_does_not_send_what_was_only_prepared(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    mark_sent = office.batches.mark_sent
    office.batches.mark_sent = _crash  # type: ignore[method-assign, assignment]
    with pytest.raises(ZeroDivisionError):
        office.post()
    office.batches.mark_sent = mark_sent  # type: ignore[method-assign]
    office.connection = make_connection(is_active=False)
    office.round()
    assert ledger.sent == []
    assert office.standings() == {1: "pending_sync"}
    assert office.batches.open_batches("kauri") == []


def test_a_second_send_that_is_refused_as_a_whole_proves_nothing_about_the_first(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    _lose(office, "drop_after_commit", "refused_whole", "refused_whole")
    with pytest.raises(OutcomeUnknownError):
        office.resolve()
    assert office.row(1).status is Status.PROCESSING
    assert office.codes().count("OUTCOME_UNKNOWN") == 2
    office.settle()
    assert office.standings() == {1: "complete"}
    assert len(ledger.documents) == 1


def test_a_question_that_xero_refuses_does_not_keep_the_other_batches_waiting(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2, make_line("-10.00", "-1.50")))
    _lose(office, "drop_after_commit")
    _lose(office, "drop_after_commit")
    assert len(office.batches.open_batches("kauri")) == 2
    clock.pass_by(minutes=6)
    ledger.read_faults.append(RejectedError("where", status=400))
    office.resolve()
    assert sorted(office.standings().values()) == ["complete", "processing"]
    assert "LOOK_UP_REFUSED" in office.codes()
    office.settle()
    assert office.standings() == {1: "complete", 2: "complete"}


def test_a_question_that_is_never_answered_does_not_keep_the_connection_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Everything else is answered; so the first silence ends a round, and later ones go on."""
    office = Office(make_connection(settings=make_settings(numbering=Numbering.XERO)))
    office.with_invoices(make_invoice(1))
    _lose(office, "drop_before_commit")
    office.is_silent = True

    def silent(_kind: DocumentKind, _since: datetime) -> list[XeroDocument]:
        raise UnavailableError("Xero answered 500")

    monkeypatch.setattr(office.ledger, "documents_changed", silent)
    office.with_invoices(make_invoice(2))
    office.clock.pass_by(minutes=3)
    assert isinstance(office.round(), UnavailableError)
    assert office.standings() == {1: "processing", 2: "pending_sync"}
    office.clock.pass_by(minutes=30)
    office.invoices.add(make_invoice(3))
    assert isinstance(office.round(), UnavailableError)
    assert office.standings() == {1: "processing", 2: "complete", 3: "complete"}


def test_a_pause_keeps_even_what_could_go_again(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    _lose(office, "drop_before_commit")
    office.connection = make_connection(is_active=False)
    clock.pass_by(seconds=30)
    office.round()
    assert len(ledger.sent) == 1
    clock.pass_by(minutes=6)
    office.round()
    assert office.standings() == {1: "pending_sync"}
    assert ledger.documents == {}


def test_a_batch_that_was_released_is_not_sent_by_the_one_that_froze_it(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    slow = office.desk()
    mark_sent, give_back = office.batches.mark_sent, office.invoices.give_back
    office.batches.mark_sent = _crash  # type: ignore[method-assign, assignment]
    with pytest.raises(ZeroDivisionError):
        office.work_through(slow)
    office.batches.mark_sent = mark_sent  # type: ignore[method-assign]
    office.leases.stop_beating(slow.lease)
    office.clock.pass_by(seconds=16)
    (batch,) = office.batches.open_batches("kauri")

    def wake_up_in_between(*told: Any, **more: Any) -> int:
        with pytest.raises(LeaseLostError):
            mark_sent(batch, slow.lease.fence, office.clock())
        return give_back(*told, **more)

    office.invoices.give_back = wake_up_in_between  # type: ignore[method-assign]
    office.resolve()
    assert office.row(1).status is Status.PENDING_SYNC
    assert ledger.sent == []


def test_who_slept_does_not_free_what_the_present_holder_is_about_to_freeze(
    office: Office, ledger: FakeLedger
) -> None:
    """The stale one buries the claim first, so that the other can no longer send it."""
    office.with_invoices(make_invoice(1))
    freeze = office.batches.freeze

    def woken_up_in_between(batch: Any, fence: int, now: Any) -> None:
        office.batches.freeze = freeze  # type: ignore[method-assign]
        office.leases.release(desk.lease)
        office.resolve()
        assert office.row(1).status is Status.PENDING_SYNC
        freeze(batch, fence, now)

    office.batches.freeze = woken_up_in_between  # type: ignore[method-assign]
    desk = office.desk()
    with pytest.raises(LeaseLostError):
        office.work_through(desk)
    assert ledger.sent == []
    office.settle()
    assert len(ledger.documents) == 1
