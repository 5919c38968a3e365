from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.batch import BatchKind
from core.domain.errors import (
    LeaseLostError,
    OutcomeUnknownError,
    RejectedError,
    UnavailableError,
)
from core.domain.invoice import Invoice
from core.domain.status import Status
from core.domain.xero_document import DocumentKind, Tracking, XeroDocument
from tests.factories.documents import make_connection, make_invoice, make_line, make_settings
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.office import Office

CREDIT = make_line("-100.00", "-15.00")
DEARER = make_invoice(1, make_line("120.00", "18.00"))


def _posted(office: Office, invoice: Invoice | None = None) -> XeroDocument:
    office.with_invoices(invoice or make_invoice(1))
    office.post()
    office.ledger.sent.clear()
    (document,) = office.ledger.documents.values()
    return document


def _resync(office: Office, invoice: Invoice | None = None) -> None:
    assert office.invoices.resync(1, office.clock(), invoice)
    office.post()


def _only(ledger: FakeLedger) -> XeroDocument:
    (document,) = ledger.documents.values()
    return document


def test_resync_of_what_is_the_same_reads_and_writes_nothing(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    _resync(office)
    assert ledger.sent == []
    assert _only(ledger) == before
    row = office.row(1)
    assert (row.status.value, row.notice) == ("complete", None)
    assert "Already the same" in row.history[-1][2].message


@pytest.mark.parametrize("option", ["write_back_exported", "write_back_number"])
def test_autotask_is_told_of_what_xero_gets_while_the_option_is_on_and_of_a_resync(
    office: Office, ledger: FakeLedger, option: str
) -> None:
    _posted(office)
    assert not office.row(1).is_to_be_told
    office.connection = make_connection(settings=make_settings(**{option: True}))
    _resync(office)
    office.with_invoices(make_invoice(2))
    office.post()
    assert office.row(1).is_to_be_told
    assert office.row(2).is_to_be_told


@pytest.mark.parametrize(
    "fresh",
    [
        DEARER,
        make_invoice(1, number="INV-1a"),
        make_invoice(1, order_number="PO 7"),
        make_invoice(1, make_line(description="On-site support")),
        make_invoice(1, make_line(), make_line("5.00", "0.75")),
    ],
)
def test_resync_of_what_differs_updates_the_same_document_by_its_id(
    office: Office, ledger: FakeLedger, fresh: Invoice
) -> None:
    before = _posted(office)
    _resync(office, fresh)
    (sent,) = ledger.sent
    assert (sent.method, sent.path) == ("POST", f"Invoices/{before.xero_id}")
    after = _only(ledger)
    assert (after.xero_id, after.total) == (before.xero_id, fresh.total)
    row = office.row(1)
    assert (row.status.value, row.xero_id, row.xero_number) == (
        "complete",
        before.xero_id,
        fresh.number,
    )
    assert row.posted_hash == row.content_hash


def test_a_document_keeps_its_number_until_a_lost_send_of_it_cannot_arrive_any_more(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    """Renumbered at once it would make room for the second one, which nobody would look for."""
    office.with_invoices(make_invoice(1))
    ledger.late_by = timedelta(minutes=5)
    ledger.fail_next("late_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    ledger.forget_keys()
    office.round()
    before, row = _only(ledger), office.row(1)
    assert row.status is Status.COMPLETE
    _resync(office, make_invoice(1, number="INV-1a"))
    assert (row.status, row.codes[-1]) == (Status.PENDING_SYNC, "MAY_BE_IN_XERO")
    assert _only(ledger) == before
    assert "the number is changed at" in row.history[-1][2].message
    clock.pass_by(minutes=6)
    office.round()
    office.settle()
    assert row.status is Status.COMPLETE
    clock.pass_by(minutes=60)
    office.round()
    assert (_only(ledger).xero_id, _only(ledger).number) == (before.xero_id, "INV-1a")


def test_what_else_has_changed_does_not_wait_for_a_lost_send(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    ledger.late_by = timedelta(minutes=5)
    ledger.fail_next("late_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    ledger.forget_keys()
    office.round()
    _resync(office, DEARER)
    assert (office.row(1).status, _only(ledger).total) == (Status.COMPLETE, DEARER.total)


def test_a_credit_note_is_updated_as_one(office: Office, ledger: FakeLedger) -> None:
    before = _posted(office, make_invoice(1, CREDIT))
    _resync(office, make_invoice(1, make_line("-90.00", "-13.50")))
    (sent,) = ledger.sent
    assert sent.path == f"CreditNotes/{before.xero_id}"
    assert _only(ledger).total == Decimal("103.50")
    assert [batch.kind for batch in office.batches.all][-1] is BatchKind.CREDIT_NOTE_UPDATE


@pytest.mark.parametrize("status", ["DRAFT", "SUBMITTED", "AUTHORISED"])
def test_an_update_keeps_what_the_bookkeeper_decided_about_approval(
    office: Office, ledger: FakeLedger, status: str
) -> None:
    before = _posted(office)
    ledger.edit(before.xero_id, status=status, is_sent_to_contact=status == "AUTHORISED")
    _resync(office, DEARER)
    after = _only(ledger)
    assert (after.total, after.status) == (DEARER.total, status)
    assert after.is_sent_to_contact is (status == "AUTHORISED")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"has_payments": True}, "payment or credit"),
        ({"status": "PAID", "has_payments": True}, "payment or credit"),
        ({"status": "VOIDED"}, "voided"),
    ],
)
def test_a_document_that_may_not_change_is_left_alone_and_the_difference_is_shown(
    office: Office, ledger: FakeLedger, change: dict[str, Any], said: str
) -> None:
    before = _posted(office)
    ledger.edit(before.xero_id, **change)
    _resync(office, DEARER)
    assert ledger.sent == []
    row = office.row(1)
    assert row.status.value == "complete"
    assert row.notice
    assert row.notice["code"] == "DIFFERENT_IN_XERO"
    assert said in row.notice["message"]
    assert _only(ledger).total == before.total


def test_the_difference_names_both_sides(office: Office, ledger: FakeLedger) -> None:
    before = _posted(office)
    ledger.edit(before.xero_id, has_payments=True)
    _resync(office, DEARER)
    notice = office.row(1).notice
    assert notice
    assert {"field": "total", "autotask": "138.00", "xero": "115.00"} in notice["differences"]
    assert {each["field"] for each in notice["differences"]} == {"total", "lines", "texts"}


def test_a_voided_document_is_shown_even_if_nothing_else_differs(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    ledger.edit(before.xero_id, status="VOIDED")
    _resync(office)
    row = office.row(1)
    assert row.notice
    assert "voided" in row.notice["message"]
    assert (row.xero_status, ledger.sent) == ("VOIDED", [])


def test_a_deleted_document_has_given_up_its_place_and_is_made_anew(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    ledger.edit(before.xero_id, status="DELETED")
    _resync(office)
    row = office.row(1)
    assert row.status.value == "complete"
    assert row.xero_id != before.xero_id
    assert [document.xero_id for document in ledger.numbered("INV-1")] == [row.xero_id]
    assert "DELETED_IN_XERO" in row.codes


def test_a_deleted_credit_note_is_made_anew(office: Office, ledger: FakeLedger) -> None:
    before = _posted(office, make_invoice(1, CREDIT))
    ledger.edit(before.xero_id, status="DELETED")
    _resync(office)
    row = office.row(1)
    assert row.status.value == "complete"
    assert [document.xero_id for document in ledger.numbered("INV-1")] == [row.xero_id]


def test_a_document_that_xero_does_not_show_is_no_reason_to_make_another(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    hidden = ledger.documents.pop(before.xero_id)
    _resync(office)
    fault = office.row(1).fault
    assert fault
    assert (fault.code, ledger.documents) == ("NOT_FOUND_IN_XERO", {})
    assert office.row(1).xero_id == hidden.xero_id


def test_a_line_keeps_its_id_and_what_a_bookkeeper_put_on_it(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    region = Tracking("c1", "o1", "Region", "North")
    (line,) = before.lines
    ledger.edit(before.xero_id, lines=(replace(line, tracking=(region,), item_code="SUPPORT"),))
    _resync(office, DEARER)
    (after,) = _only(ledger).lines
    assert (after.xero_id, after.net) == (line.xero_id, Decimal("120.00"))
    assert (after.tracking, after.item_code) == ((region,), "SUPPORT")
    assert office.row(1).notice is None


def test_tracking_alone_that_a_bookkeeper_added_is_no_difference(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    (line,) = before.lines
    tracked = replace(line, tracking=(Tracking("c1", "o1", "Region", "North"),))
    ledger.edit(before.xero_id, lines=(tracked,))
    _resync(office)
    assert ledger.sent == []
    assert "Already the same" in office.row(1).history[-1][2].message


@pytest.mark.parametrize(
    "addition",
    [{"has_discount": True}, {"tracking": (Tracking("c1", "o1", "Region", "North"),)}],
)
def test_an_update_that_would_remove_what_a_person_added_is_not_made(
    office: Office, ledger: FakeLedger, addition: dict[str, Any]
) -> None:
    """A discount cannot stay beside another price, and the second line is gone in Autotask."""
    before = _posted(office, make_invoice(1, make_line(), make_line("5.00", "0.75")))
    first, second = before.lines
    ledger.edit(before.xero_id, lines=(first, replace(second, **addition)))
    _resync(office)
    fewer = make_invoice(1, make_line())
    _resync(office, fewer)
    notice = office.row(1).notice
    assert notice
    assert "tracking, items or discounts" in notice["message"]
    assert "total" in {each["field"] for each in notice["differences"]}
    assert ledger.sent == []


def test_an_invoice_that_turned_into_a_credit_note_is_reported_and_not_sent(
    office: Office, ledger: FakeLedger
) -> None:
    _posted(office)
    _resync(office, make_invoice(1, CREDIT))
    row = office.row(1)
    assert ledger.sent == []
    assert row.notice
    assert "cannot become a credit note" in row.notice["message"]


def test_a_second_resync_while_one_is_on_its_way_finds_it_taken(office: Office) -> None:
    _posted(office)
    assert office.invoices.resync(1, office.clock())
    assert not office.invoices.resync(1, office.clock())
    office.post()
    assert office.invoices.resync(1, office.clock())


def test_who_is_overtaken_while_it_reads_writes_nothing(office: Office, ledger: FakeLedger) -> None:
    """The next holder frees the claim, which was never frozen, and updates the document itself."""
    before = _posted(office)
    office.invoices.resync(1, office.clock(), DEARER)
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
    assert (_only(ledger).xero_id, _only(ledger).total) == (before.xero_id, DEARER.total)
    assert office.standings() == {1: "complete"}


@pytest.mark.parametrize("fault", ["drop_after_commit", "error_after_commit", "late_commit"])
@pytest.mark.parametrize("minutes", [0, 6])
def test_an_update_without_an_answer_ends_as_the_one_document_it_was(
    office: Office, ledger: FakeLedger, clock: FakeClock, fault: str, minutes: int
) -> None:
    before = _posted(office)
    office.invoices.resync(1, clock(), DEARER)
    ledger.fail_next(fault)
    with pytest.raises(OutcomeUnknownError):
        office.post()
    clock.pass_by(minutes=minutes)
    office.settle()
    after = _only(ledger)
    assert (after.xero_id, after.total) == (before.xero_id, DEARER.total)
    assert office.standings() == {1: "complete"}


def test_an_update_whose_answer_was_lost_is_seen_in_the_document_and_not_sent_again(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    _posted(office)
    office.invoices.resync(1, clock(), DEARER)
    ledger.fail_next("error_after_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    clock.pass_by(seconds=5)
    office.resolve()
    assert len(ledger.sent) == 1
    assert office.standings() == {1: "complete"}
    assert _only(ledger).total == DEARER.total


def test_an_update_that_did_not_arrive_goes_again_to_an_untouched_document(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    _posted(office)
    office.invoices.resync(1, clock(), DEARER)
    ledger.fail_next("drop_before_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    office.resolve()
    first, second = ledger.sent
    assert (first.request, first.key) == (second.request, second.key)
    assert office.standings() == {1: "complete"}


@pytest.mark.parametrize("fault", ["drop_before_commit", "error_before_commit", "late_commit"])
def test_what_a_bookkeeper_changed_while_an_update_was_open_is_not_overwritten(
    office: Office, ledger: FakeLedger, clock: FakeClock, fault: str
) -> None:
    before = _posted(office)
    ledger.late_by = timedelta(hours=9)
    office.invoices.resync(1, clock(), DEARER)
    ledger.fail_next(fault)
    with pytest.raises(OutcomeUnknownError):
        office.post()
    ledger.edit(before.xero_id, reference="asked for by phone")
    office.settle()
    assert len(ledger.sent) == 1
    assert _only(ledger).reference == "asked for by phone"
    row = office.row(1)
    assert row.status.value == "complete"
    assert row.notice
    assert "that was not overwritten" in row.notice["message"]
    assert "reference" in {each["field"] for each in row.notice["differences"]}
    _resync(office)
    assert (_only(ledger).reference, _only(ledger).total) == ("", DEARER.total)


def test_a_late_update_is_waited_for_before_a_newer_one_is_made(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    """Otherwise the old one would arrive after the new one and undo it."""
    before = _posted(office)
    ledger.late_by = timedelta(minutes=6)
    office.invoices.resync(1, clock(), DEARER)
    ledger.fail_next("late_commit", "error_before_commit", "error_before_commit")
    with pytest.raises(OutcomeUnknownError):
        office.post()
    office.row(1).invoice = make_invoice(1, make_line("130.00", "19.50"))
    office.settle()
    assert (_only(ledger).xero_id, _only(ledger).total) == (before.xero_id, DEARER.total)
    assert office.invoices.resync(1, clock())
    office.settle()
    clock.pass_by(minutes=30)
    office.round()
    assert _only(ledger).total == Decimal("149.50")


def test_a_number_that_somebody_took_is_a_fault_and_changes_neither_document(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    ledger.add_document(
        XeroDocument(
            kind=before.kind,
            xero_id="theirs",
            number="INV-2",
            contact_id="b",
            contact_name="Beta Ltd",
            status="DRAFT",
            currency="NZD",
            subtotal=Decimal(1),
            tax=Decimal(0),
            total=Decimal(1),
            amount_due=Decimal(1),
        )
    )
    _resync(office, make_invoice(1, number="INV-2"))
    fault = office.row(1).fault
    assert fault
    assert fault.code == "NUMBER_TAKEN"
    assert ledger.documents[before.xero_id].number == "INV-1"
    assert office.row(1).xero_id == before.xero_id


def test_a_payment_that_arrives_between_reading_and_writing_changes_nothing_and_is_shown(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    read = ledger.document

    def and_then_it_is_paid(kind: DocumentKind, xero_id: str) -> XeroDocument | None:
        found = read(kind, xero_id)
        ledger.edit(before.xero_id, has_payments=True)
        return found

    ledger.document = and_then_it_is_paid  # type: ignore[method-assign]
    _resync(office, DEARER)
    row = office.row(1)
    assert (row.status, row.fault) == (Status.COMPLETE, None)
    assert row.notice
    assert row.notice["code"] == "DIFFERENT_IN_XERO"
    assert "total" in {each["field"].casefold() for each in row.notice["differences"]}
    assert _only(ledger).total == before.total


CLOSED = {
    "name": "Kauri",
    "short_code": "!k",
    "base_currency": "NZD",
    "timezone": "",
    "country_code": "NZ",
    "period_lock_on": "2026-11-30",
    "year_end_lock_on": None,
    "sales_terms": None,
}
LOCKED = "The document date cannot be before the period lock date, currently set at 30-Nov-2026"


@pytest.mark.parametrize("is_known", [True, False])
def test_a_document_in_a_locked_period_is_left_alone_and_the_difference_is_shown(
    office: Office, ledger: FakeLedger, is_known: bool
) -> None:
    """Known: nothing is sent. Else Xero says no, which is no reason for a fault either."""
    before = _posted(office)
    if is_known:
        office.lists.lists |= {
            "xero_organisation": {"organisation": CLOSED},
            "list_read": {"xero_organisation": 1},
        }
    ledger.refusals["INV-1"] = (LOCKED,)
    _resync(office, DEARER)
    row = office.row(1)
    assert (row.status, row.fault) == (Status.COMPLETE, None)
    assert row.notice
    assert "lock" in row.notice["message"]
    assert row.notice["differences"]
    assert len(ledger.sent) == (0 if is_known else 1)
    assert office.doubted == ["PERIOD_LOCKED"]
    assert _only(ledger).total == before.total


def test_a_resync_that_no_longer_maps_is_a_fault_and_keeps_its_counterpart(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    _resync(office, make_invoice(1, tax_region="Fiji"))
    row = office.row(1)
    assert row.fault
    assert (row.fault.code, row.xero_id) == ("TAX_UNMAPPED", before.xero_id)
    assert ledger.sent == []


def test_a_company_without_a_link_keeps_the_contact_that_the_document_has(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    office.links.by_company.clear()
    _resync(office, DEARER)
    assert _only(ledger).contact_id == before.contact_id
    assert len(ledger.people) == 1


def test_a_document_of_a_company_that_changed_moves_to_that_ones_contact(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    _resync(office, make_invoice(1, company_id=8))
    assert _only(ledger).contact_id == office.links.by_company[8] != before.contact_id
    assert office.standings() == {1: "complete"}


def test_a_document_never_stays_under_the_contact_of_the_company_that_had_it_before(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    ledger.add_contact("Company 8", is_archived=True, number="kauri-8")
    _resync(office, make_invoice(1, company_id=8))
    row = office.row(1)
    assert row.fault
    assert (row.fault.code, row.xero_id) == ("CONTACT_DIFFERS", before.xero_id)
    assert (ledger.sent, _only(ledger).contact_id) == ([], before.contact_id)
    office.links.by_company[8] = ledger.add_contact("Company Eight").xero_id
    _resync(office)
    assert _only(ledger).contact_id == office.links.by_company[8]
    assert office.standings() == {1: "complete"}


def test_a_document_that_xero_refuses_to_show_is_a_fault_and_not_a_loop(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    office.invoices.resync(1, office.clock())
    ledger.read_faults.append(RejectedError("The moon is full.", status=400))
    assert office.round() is None
    row = office.row(1)
    assert row.fault
    assert (row.fault.vendor_text, row.xero_id) == ("The moon is full.", before.xero_id)


@pytest.mark.parametrize("fails", ["reading", "mapping"])
def test_an_update_that_cannot_be_prepared_lets_the_others_go_first(
    office: Office, ledger: FakeLedger, fails: str
) -> None:
    _posted(office)
    office.invoices.resync(1, office.clock(), DEARER)
    office.invoices.add(make_invoice(2))
    real_map, real_document = office.map, ledger.document

    def silent(*_: object, **__: object) -> Any:
        raise UnavailableError("Xero answered 500")

    if fails == "reading":
        ledger.document = silent  # type: ignore[method-assign]
    else:
        office.map = silent
    assert isinstance(office.round(), UnavailableError)
    assert office.standings() == {1: "pending_sync", 2: "pending_sync"}
    office.map = real_map
    assert office.round() is None
    assert office.standings() == {1: "pending_sync", 2: "complete"}
    ledger.document = real_document  # type: ignore[method-assign]
    office.settle()
    assert office.standings() == {1: "complete", 2: "complete"}


def test_a_line_that_only_xero_has_goes_and_the_log_says_which(
    office: Office, ledger: FakeLedger
) -> None:
    before = _posted(office)
    added = replace(before.lines[0], xero_id="theirs", description="Courier", net=Decimal("20.00"))
    ledger.edit(before.xero_id, lines=(*before.lines, added), total=before.total + 20)
    _resync(office)
    assert [line.description for line in _only(ledger).lines] == [before.lines[0].description]
    (told,) = [line for line in office.lines if line["code"] == "LINES_REMOVED"]
    assert "“Courier” (20.00)" in told["message"]
    assert told["autotask_id"] == 1
