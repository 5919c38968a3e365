"""A document that comes into Xero after its record has stopped is found and told."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.domain.doubt import Doubt
from core.domain.errors import OutcomeUnknownError, UnavailableError
from core.domain.setting_choices import Numbering
from core.domain.status import Status
from core.store.invoices import Step
from tests.factories.documents import make_connection, make_invoice, make_line, make_settings
from tests.fakes.office import Office

Stopped = Callable[[Office], None]


def _released(office: Office, late_by: timedelta) -> None:
    """Sent, no answer, looked up in vain and given back: it may still arrive."""
    office.with_invoices(make_invoice(1))
    office.ledger.late_by = late_by
    office.ledger.fail_next("late_commit" if late_by else "drop_before_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    office.clock.pass_by(minutes=4)
    office.resolve()
    assert office.row(1).doubt


def _skip(office: Office) -> None:
    office.row(1).move(Status.SKIPPED, Step("BY_HAND", "", "somebody", office.clock()))


def _stop(office: Office) -> None:
    office.row(1).move(Status.FAULT, Step("GUARD", "", "somebody", office.clock()))


def _trace(office: Office) -> None:
    office.row(1).move(Status.DIAGNOSTIC, Step("TRACED", "", "somebody", office.clock()))


@pytest.mark.parametrize("rest", [_skip, _stop, _trace])
def test_what_arrives_after_its_record_has_stopped_is_linked_and_told(
    office: Office, rest: Stopped
) -> None:
    _released(office, late_by=timedelta(minutes=6))
    rest(office)
    row = office.row(1)
    status = row.status
    for _ in range(60):
        office.round()
        office.clock.pass_by(seconds=10)
    (document,) = office.ledger.documents.values()
    assert (row.status, row.xero_id, row.doubt) == (status, document.xero_id, None)
    assert row.notice
    assert (row.notice["code"], row.codes[-1]) == ("LATE_ARRIVAL", "LATE_ARRIVAL")
    assert "invoice INV-1" in row.notice["message"]
    assert office.codes().count("LATE_ARRIVAL") == 1
    assert len(office.ledger.sent) == 1


def test_it_is_looked_at_once_and_not_before_the_last_moment(office: Office) -> None:
    _released(office, late_by=timedelta(0))
    (sent,) = office.ledger.sent
    _skip(office)
    reads = len(office.ledger.reads)
    office.clock.now = sent.at + timedelta(minutes=9, seconds=59)
    office.round()
    assert len(office.ledger.reads) == reads
    office.clock.pass_by(seconds=1)
    for _ in range(3):
        office.round()
    assert office.ledger.reads[reads:] == ["documents_changed"]
    assert (office.row(1).doubt, office.row(1).notice) == (None, None)


def test_a_paused_connection_looks_too(office: Office) -> None:
    _released(office, late_by=timedelta(minutes=6))
    _skip(office)
    office.connection = make_connection(is_active=False)
    office.clock.pass_by(minutes=10)
    office.round()
    assert office.row(1).xero_id in office.ledger.documents


def test_a_record_whose_kind_is_not_known_is_looked_for_among_all_sales(office: Office) -> None:
    office.connection = make_connection(settings=make_settings(numbering=Numbering.XERO))
    _released_credit_note(office)
    row = office.row(1)
    row.doubt = Doubt(row.moved_at, row.moved_at)
    _skip(office)
    office.clock.pass_by(minutes=11)
    office.round()
    (document,) = office.ledger.documents.values()
    assert (row.xero_id, row.xero_kind) == (document.xero_id, document.kind.value)


def _released_credit_note(office: Office) -> None:
    """In Xero, while the ledger has lost everything about how it got there."""
    office.with_invoices(make_invoice(1, make_line("-100.00", "-15.00")))
    office.post()
    row = office.row(1)
    row.status, row.xero_id, row.xero_kind = Status.PENDING_SYNC, None, None


def test_a_question_that_stays_unanswered_keeps_nothing_waiting(office: Office) -> None:
    _released(office, late_by=timedelta(0))
    _skip(office)
    office.clock.pass_by(minutes=10)
    office.with_invoices(make_invoice(2))
    office.ledger.read_faults.append(UnavailableError("Xero answered 500."))
    assert isinstance(office.round(), UnavailableError)
    assert office.standings() == {1: "skipped", 2: "complete"}
    assert office.row(1).doubt
    assert office.round() is None
    assert office.row(1).doubt is None


def test_a_record_that_goes_on_is_proved_before_it_is_sent_and_not_here(office: Office) -> None:
    _released(office, late_by=timedelta(minutes=6))
    _skip(office)
    office.clock.pass_by(minutes=10)
    step = Step("TAKEN_BACK", "", "somebody", office.clock())
    office.row(1).move(Status.PENDING_SYNC, step, not_before=None)
    office.settle()
    assert office.standings() == {1: "complete"}
    assert len(office.ledger.documents) == 1
    assert "LATE_ARRIVAL" not in office.codes()
