"""Whatever changes between a send nobody answered and the next one, there is no second document."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core.domain.connection_settings import ConnectionSettings
from core.domain.doubt import Doubt
from core.domain.errors import OutcomeUnknownError
from core.domain.invoice import Invoice
from core.domain.setting_choices import Numbering
from core.domain.status import Status
from core.domain.xero_document import DocumentKind, XeroDocument
from core.store.invoices import Step
from tests.factories.documents import make_connection, make_invoice, make_line, make_settings
from tests.fakes.office import Office

LATE = [timedelta(minutes=each) for each in (1, 2.5, 3, 4, 5, 6)]

Change = Callable[[Office], None]


def _become(office: Office, settings: ConnectionSettings) -> None:
    office.connection = make_connection(settings=settings)


def _xeros_numbers(office: Office) -> None:
    _become(office, make_settings(numbering=Numbering.XERO))


def _another_prefix(office: Office) -> None:
    _become(office, make_settings(number_prefix="NEW-"))


def _by_id(office: Office) -> None:
    _become(office, make_settings(numbering=Numbering.AUTOTASK_ID))


def _renumbered(office: Office) -> None:
    office.row(1).invoice = make_invoice(1, number="INV-99")


def _below_zero(office: Office) -> None:
    office.row(1).invoice = make_invoice(1, make_line("-100.00", "-15.00"))


def _nothing(office: Office) -> None:
    """The connection and the invoice stay as they are."""


CHANGES: list[Change] = [
    _nothing,
    _xeros_numbers,
    _another_prefix,
    _by_id,
    _renumbered,
    _below_zero,
]


def _lose(office: Office, *faults: str) -> None:
    office.ledger.fail_next(*faults)
    with pytest.raises(OutcomeUnknownError):
        office.post()


@pytest.mark.parametrize("late_by", LATE, ids=str)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__[1:])
def test_a_late_document_and_what_replaced_it_are_never_both_there(
    change: Change, late_by: timedelta
) -> None:
    office = Office().with_invoices(make_invoice(1))
    office.ledger.late_by = late_by
    _lose(office, "late_commit")
    office.clock.pass_by(minutes=4, seconds=30)
    change(office)
    for _ in range(180):
        office.round()
        office.clock.pass_by(seconds=10)
        assert len(office.ledger.documents) <= 1
    row = office.row(1)
    assert row.status is Status.COMPLETE
    (document,) = office.ledger.documents.values()
    assert row.xero_id == document.xero_id
    assert row.doubt is None or row.doubt.ends_at < office.clock()


@pytest.mark.parametrize("change", CHANGES[1:], ids=lambda change: change.__name__[1:])
def test_what_was_released_waits_until_the_first_one_cannot_arrive_any_more(
    change: Change,
) -> None:
    office = Office().with_invoices(make_invoice(1))
    _lose(office, "drop_before_commit")
    (sent,) = office.ledger.sent
    office.clock.pass_by(minutes=4)
    office.resolve()
    row = office.row(1)
    assert row.doubt == Doubt(sent.at, sent.at, DocumentKind.INVOICE, "INV-1")
    change(office)
    office.post()
    assert (row.status, row.codes[-1]) == (Status.PENDING_SYNC, "MAY_BE_IN_XERO")
    assert row.not_before == sent.at + timedelta(minutes=10)
    assert len(office.ledger.sent) == 1
    office.clock.now = sent.at + timedelta(minutes=10)
    office.post()
    assert len(office.ledger.sent) == 2
    assert len(office.ledger.documents) == 1
    assert office.standings() == {1: "complete"}
    assert office.row(1).doubt is None


def test_under_its_old_number_a_released_one_goes_at_once() -> None:
    office = Office().with_invoices(make_invoice(1))
    _lose(office, "drop_before_commit")
    office.clock.pass_by(minutes=4)
    office.resolve()
    assert office.row(1).doubt
    office.post()
    assert office.row(1).status is Status.COMPLETE
    assert office.ledger.reads == ["documents_by_number"]


def test_what_arrived_meanwhile_is_linked_and_brought_in_line() -> None:
    office = Office().with_invoices(make_invoice(1))
    office.ledger.late_by = timedelta(minutes=6)
    _lose(office, "late_commit")
    office.clock.pass_by(minutes=4)
    office.resolve()
    office.row(1).invoice = make_invoice(1, make_line("120.00", "18.00"), number="INV-99")
    office.settle()
    (document,) = office.ledger.documents.values()
    row = office.row(1)
    assert "FOUND_IN_XERO" in row.codes
    assert (row.xero_id, row.status) == (document.xero_id, Status.COMPLETE)
    assert (document.number, document.total) == ("INV-99", Decimal("138.00"))
    assert office.ledger.sent[-1].method == "POST"


def _skip_and_take_back(office: Office) -> None:
    row = office.row(1)
    step = Step("BY_HAND", "", "somebody", office.clock())
    row.move(Status.SKIPPED, step)
    row.move(Status.PENDING_SYNC, step, not_before=None)


def _fault_and_resync(office: Office) -> None:
    row = office.row(1)
    row.move(Status.FAULT, Step("GUARD", "", "somebody", office.clock()))
    office.invoices.resync(1, office.clock())


def _trace_and_release(office: Office) -> None:
    row = office.row(1)
    step = Step("BY_HAND", "", "somebody", office.clock())
    row.move(Status.DIAGNOSTIC, step)
    row.move(Status.PENDING_SYNC, step, not_before=None)


@pytest.mark.parametrize(
    "detour",
    [_skip_and_take_back, _fault_and_resync, _trace_and_release],
    ids=lambda detour: detour.__name__[1:],
)
def test_a_doubt_outlives_what_people_do_with_the_record(detour: Change) -> None:
    office = Office().with_invoices(make_invoice(1))
    office.ledger.late_by = timedelta(minutes=6)
    _lose(office, "late_commit")
    office.clock.pass_by(minutes=4)
    office.resolve()
    detour(office)
    _xeros_numbers(office)
    office.settle()
    office.clock.pass_by(minutes=20)
    office.settle()
    assert len(office.ledger.documents) == 1
    assert office.row(1).status is Status.COMPLETE


def test_a_fault_after_a_second_send_keeps_the_doubt_about_the_first() -> None:
    """The first send is still on its way when the second one is refused."""
    office = Office().with_invoices(make_invoice(1))
    office.ledger.late_by = timedelta(minutes=5)
    _lose(office, "late_commit")
    # Xero has forgotten the key early, as if its key store had been down.
    office.ledger.forget_keys()
    office.ledger.refusals["INV-1"] = ("Account must be valid.",)
    office.resolve()
    row = office.row(1)
    assert (row.status, row.doubt is not None) == (Status.FAULT, True)
    office.ledger.refusals.clear()
    _xeros_numbers(office)
    office.invoices.resync(1, office.clock())
    office.settle()
    assert len(office.ledger.documents) == 1
    assert office.row(1).xero_id in office.ledger.documents


def test_a_refusal_of_the_only_send_leaves_no_doubt() -> None:
    office = Office().with_invoices(make_invoice(1))
    office.ledger.refusals["INV-1"] = ("Account must be valid.",)
    office.post()
    assert (office.row(1).status, office.row(1).doubt) == (Status.FAULT, None)


def _vanish(office: Office) -> None:
    for batch in office.batches.all:
        office.batches.close(batch.id, "lost with a backup", office.clock())


@pytest.mark.parametrize("numbering", [Numbering.XERO, Numbering.AUTOTASK_NUMBER])
def test_a_claim_whose_batch_has_vanished_makes_no_second_document(numbering: Numbering) -> None:
    settings = make_settings(numbering=numbering)
    office = Office(make_connection(settings=settings)).with_invoices(make_invoice(1))
    office.ledger.late_by = timedelta(minutes=6)
    _lose(office, "late_commit")
    _vanish(office)
    office.settle(minutes=25)
    office.clock.pass_by(minutes=20)
    office.settle()
    assert len(office.ledger.documents) == 1
    assert office.row(1).xero_id in office.ledger.documents


def test_batches_of_another_organization_are_left_alone_until_it_is_connected_again() -> None:
    office = Office().with_invoices(make_invoice(1))
    _lose(office, "drop_after_commit")
    before = office.connection
    office.connection = replace(before, tenant_id="elsewhere")
    office.clock.pass_by(minutes=11)
    assert office.resolve() == 0
    assert office.row(1).status is Status.PROCESSING
    assert "OTHER_ORGANISATION" in office.health.warnings
    assert (len(office.ledger.sent), office.ledger.reads) == (1, [])
    office.connection = before
    office.settle()
    assert office.row(1).status is Status.COMPLETE
    assert len(office.ledger.documents) == 1
    assert office.health.warnings == {}


def test_a_record_that_got_its_document_after_it_was_chosen_is_not_created_again() -> None:
    """The queue is read ahead; what is claimed counts, not what was chosen."""
    office = Office(make_connection(settings=make_settings(numbering=Numbering.XERO)))
    office.with_invoices(make_invoice(1), make_invoice(2))
    claim = office.invoices.claim

    def posted_and_resynced_in_between(*told: object) -> object:
        office.invoices.claim = claim  # type: ignore[method-assign]
        found = claim(*told)  # type: ignore[arg-type]
        office.row(2).xero_id, office.row(2).xero_kind = "invoice-7", "invoice"
        document = replace(_some_document(office), xero_id="invoice-7")
        office.ledger.add_document(document)
        return office.invoices.in_batch(told[2]) if found else found  # type: ignore[arg-type]

    office.invoices.claim = posted_and_resynced_in_between  # type: ignore[method-assign, assignment]
    office.post()
    assert [sent.method for sent in office.ledger.sent] == ["PUT", "POST"]
    assert "PLACE_CHANGED" in office.row(2).codes
    assert len(office.ledger.documents) == 2


def _some_document(office: Office) -> XeroDocument:
    other = Office(office.connection).with_invoices(_like(office.row(2).invoice))
    other.post()
    (document,) = other.ledger.documents.values()
    return document


def _like(invoice: Invoice) -> Invoice:
    return replace(invoice, order_number="before")
