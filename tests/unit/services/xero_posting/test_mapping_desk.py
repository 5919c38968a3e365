"""The guards are asked again on the very data that would be sent, and every choice is kept."""

from decimal import Decimal

import pytest

from core.domain.invoice import Invoice
from core.domain.status import Status
from core.domain.xero_document import DocumentKind
from services.xero_posting.mapping_desk import Contexts, element_of
from tests.factories.documents import (
    make_connection,
    make_draft,
    make_invoice,
    make_line,
    make_record,
)
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.links import InMemoryLists
from tests.fakes.office import Office


@pytest.mark.parametrize(
    ("invoice", "code"),
    [
        (make_invoice(1, header_total=Decimal("999.00")), "AMOUNT_MISMATCH"),
        (make_invoice(1, lines=(), header_total=Decimal("115.00")), "NO_LINES"),
        (make_invoice(1, lines=(), header_total=Decimal(0)), "NO_LINES"),
        (make_invoice(1, number=None), "NUMBER_MISSING"),
    ],
)
def test_stored_data_that_a_guard_stopped_are_not_sent_because_somebody_pressed_resync(
    office: Office, ledger: FakeLedger, clock: FakeClock, invoice: Invoice, code: str
) -> None:
    office.with_invoices(invoice)
    clock.pass_by(minutes=61)
    office.post()
    fault = office.row(1).fault
    assert fault
    assert (fault.code, ledger.documents) == (code, {})


@pytest.mark.parametrize(
    ("invoice", "code"),
    [
        (make_invoice(1, is_final=False), "NOT_FINAL"),
        (make_invoice(1, header_total=Decimal("999.00")), "SUMS_DIFFER"),
        (make_invoice(1, lines=(), is_voided=True), "REFRESHING"),
        (make_invoice(1, make_line("0", "0")), "REFRESHING"),
    ],
)
def test_what_is_not_ready_goes_back_on_hold_until_ingestion_looked_again(
    office: Office, ledger: FakeLedger, invoice: Invoice, code: str
) -> None:
    office.with_invoices(invoice)
    assert office.post() == 1
    row = office.row(1)
    assert (row.status, row.hold_code) == (Status.PENDING_SYNC, code)
    assert ledger.sent == []
    assert office.post() == 0


def test_a_void_never_empties_the_document_that_xero_has(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    office.post()
    voided = make_invoice(1, lines=(), is_voided=True, header_total=Decimal("115.00"))
    office.invoices.resync(1, office.clock(), voided)
    office.post()
    row = office.row(1)
    assert row.fault
    assert row.fault.code == "VOIDED_BUT_IN_XERO"
    assert row.xero_id in ledger.documents
    assert len(ledger.sent) == 1


def test_an_invoice_is_proved_by_its_address_and_a_credit_note_by_its_reference() -> None:
    record = make_record(make_invoice(5))
    invoice = element_of(record, make_draft(marker_url="https://sync.example/5"))
    assert invoice.marker == "https://sync.example/5"
    note = element_of(record, make_draft(kind=DocumentKind.CREDIT_NOTE))
    assert note.marker == "Autotask kauri/5"


def test_the_lists_that_ingestion_stored_decide_names_and_due_days() -> None:
    lists = InMemoryLists(
        billing_code={"11": {"name": "Labor"}}, payment_term={"3": {"name": "20th", "days": 20}}
    )
    context = Contexts(make_connection(), lists, "https://sync.example").of(make_record(), "c")
    assert context.billing_codes == {11: "Labor"}
    assert context.payment_days == {3: 20}
    assert (context.contact_id, context.currency) == ("c", "NZD")
