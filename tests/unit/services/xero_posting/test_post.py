from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.batch import BatchKind
from core.domain.call_account import Refusal
from core.domain.errors import RateLimitedError, UnavailableError
from core.domain.records import InvoiceRecord
from core.domain.setting_choices import Numbering
from core.domain.status import Status
from core.domain.xero_document import DocumentKind
from tests.factories.documents import make_connection, make_invoice, make_line, make_settings
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.office import Office


def test_what_is_due_goes_to_xero_in_one_call_and_is_complete(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(*(make_invoice(each) for each in range(1, 6)))
    assert office.post() == 5
    assert len(ledger.sent) == 1
    for autotask_id in range(1, 6):
        row = office.row(autotask_id)
        (document,) = ledger.numbered(f"INV-{autotask_id}")
        assert (row.status, row.xero_id) == (Status.COMPLETE, document.xero_id)
        assert document.total == row.invoice.total
        assert document.marker_url.endswith(f"/sync/invoices/{autotask_id}")


def test_documents_are_created_with_put_under_a_key_of_their_own(
    office: Office, ledger: FakeLedger
) -> None:
    office.connection = make_connection(settings=make_settings(batch_size=2))
    office.with_invoices(*(make_invoice(each) for each in range(1, 6)))
    office.post()
    assert [(sent.method, sent.path, len(sent.rows)) for sent in ledger.sent] == [
        ("PUT", "Invoices", 2),
        ("PUT", "Invoices", 2),
        ("PUT", "Invoices", 1),
    ]
    assert len({sent.key for sent in ledger.sent}) == 3


def test_invoices_and_credit_notes_never_share_a_call(office: Office, ledger: FakeLedger) -> None:
    credit = make_line("-50.00", "-7.50")
    office.with_invoices(make_invoice(1), make_invoice(2, credit), make_invoice(3))
    office.post()
    assert [(sent.path, len(sent.rows)) for sent in ledger.sent] == [
        ("Invoices", 2),
        ("CreditNotes", 1),
    ]
    (note,) = ledger.numbered("INV-2")
    assert (note.kind, note.total) == (DocumentKind.CREDIT_NOTE, Decimal("57.50"))
    assert note.reference == "Autotask kauri/2"
    assert office.row(2).xero_kind == "credit_note"


def test_the_bytes_are_frozen_and_marked_sent_before_they_leave(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1))
    office.post()
    (batch,) = office.batches.all
    (sent,) = ledger.sent
    assert (batch.body, batch.key) == (sent.body, sent.key)
    assert batch.kind is BatchKind.INVOICES
    assert (batch.sends, batch.first_sent_at) == (1, sent.at)
    assert office.batches.outcomes == {batch.id: "settled"}


def test_while_ingestion_runs_a_batch_that_is_not_full_waits_for_more(
    office: Office, ledger: FakeLedger
) -> None:
    office.connection = make_connection(settings=make_settings(batch_size=3))
    office.with_invoices(*(make_invoice(each) for each in range(1, 5)))
    assert office.post(is_ingesting=True) == 3
    assert [len(sent.rows) for sent in ledger.sent] == [3]
    assert office.row(4).status is Status.PENDING_SYNC


def test_patience_with_ingestion_ends_after_a_minute(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    assert office.post(is_ingesting=True) == 0
    clock.pass_by(seconds=61)
    assert office.post(is_ingesting=True) == 1


def test_while_ingestion_runs_contacts_wait_for_more_and_what_has_one_goes_on(
    office: Office, ledger: FakeLedger
) -> None:
    office.connection = make_connection(settings=make_settings(batch_size=2))
    office.with_invoices(make_invoice(1, company_id=1), make_invoice(2, company_id=2))
    office.with_invoices(make_invoice(3, company_id=3), linked=False)
    assert office.post(is_ingesting=True) == 2
    assert office.standings() == {1: "complete", 2: "complete", 3: "pending_sync"}
    assert ledger.reads == []
    office.post()
    assert office.standings() == {1: "complete", 2: "complete", 3: "complete"}
    assert ledger.reads == ["contacts"]


@pytest.mark.parametrize(("seconds", "companies"), [(21, 1), (0, 100)])
def test_contacts_wait_neither_long_nor_once_they_fill_a_call(
    office: Office, ledger: FakeLedger, clock: FakeClock, seconds: int, companies: int
) -> None:
    numbers = range(1, companies + 1)
    office.with_invoices(*(make_invoice(n, company_id=n) for n in numbers), linked=False)
    clock.pass_by(seconds=seconds)
    office.post(is_ingesting=True)
    assert len(ledger.people) == companies


def test_a_minutes_limit_is_waited_out_before_anything_is_claimed(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    until = clock() + timedelta(seconds=65)
    office.blocked = Refusal("minute", until, "The minute's calls are used up.")
    standing: list[str] = []
    pause = office.pause

    def look_round(until: datetime) -> bool:
        standing.append(office.standings()[1])
        return pause(until)

    office.pause = look_round  # type: ignore[method-assign]
    assert office.post() == 1
    assert (standing, clock()) == (["pending_sync"], until)
    assert [sent.at for sent in ledger.sent] == [until]
    assert office.health.waited_for == [office.blocked]


def test_a_limit_that_lasts_ends_the_round_with_its_name_and_nothing_is_claimed(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    until = clock() + timedelta(hours=3)
    office.blocked = Refusal("day", until, "The day's calls are used up.")
    with pytest.raises(RateLimitedError) as told:
        office.post()
    assert (told.value.limit, told.value.until) == ("day", until)
    assert office.row(1).status is Status.PENDING_SYNC
    assert (office.row(1).version, ledger.sent, office.pauses) == (1, [], [])


def test_a_limit_is_no_trouble_while_nothing_is_due(office: Office, clock: FakeClock) -> None:
    office.blocked = Refusal("day", clock() + timedelta(hours=3), "The day's calls are used up.")
    assert office.post() == 0


def test_a_round_that_may_not_wait_ends_without_an_error(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    office.blocked = Refusal("minute", clock() + timedelta(seconds=30), "Used up.")
    office.pause = lambda until: False  # type: ignore[method-assign]
    assert office.post() == 0
    assert (office.row(1).status, ledger.sent) == (Status.PENDING_SYNC, [])
    assert (len(office.health.waited_for), office.health.is_waiting) == (1, False)


def test_calls_at_once_are_no_reason_to_wait(
    office: Office, ledger: FakeLedger, clock: FakeClock
) -> None:
    office.with_invoices(make_invoice(1))
    office.blocked = Refusal("concurrent", clock() + timedelta(seconds=1), "Too many at once.")
    assert office.post() == 1
    assert office.pauses == []


@pytest.mark.parametrize(
    "waits", [{"hold_code": "NO_LINES"}, {"not_before": FakeClock()() + timedelta(minutes=1)}]
)
def test_what_is_held_or_waits_is_left_alone(
    office: Office, ledger: FakeLedger, waits: dict[str, object]
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2))
    for name, value in waits.items():
        setattr(office.row(1), name, value)
    assert office.post() == 1
    assert office.row(1).status is Status.PENDING_SYNC
    assert ledger.numbered("INV-1") == []


def test_only_what_xero_was_asked_for_counts_as_posted(office: Office, ledger: FakeLedger) -> None:
    office.with_invoices(make_invoice(1, make_line(billing_code_id=None)))
    assert office.post() == 0
    assert office.standings() == {1: "fault"}
    assert (ledger.sent, ledger.reads) == ([], [])


def test_what_the_tables_do_not_say_is_a_fault_and_its_neighbors_go(
    office: Office, ledger: FakeLedger
) -> None:
    unmapped = make_line(billing_code_id=None)
    office.with_invoices(make_invoice(1), make_invoice(2, unmapped), make_invoice(3))
    office.post()
    assert office.standings() == {1: "complete", 2: "fault", 3: "complete"}
    fault = office.row(2).fault
    assert fault
    assert (fault.code, ledger.numbered("INV-2")) == ("ACCOUNT_UNMAPPED", [])
    assert [len(sent.rows) for sent in ledger.sent] == [2]


def test_a_batch_in_which_nothing_maps_is_never_sent(office: Office, ledger: FakeLedger) -> None:
    office.with_invoices(make_invoice(1, tax_region="Fiji"), make_invoice(2, tax_region="Fiji"))
    office.post()
    assert office.standings() == {1: "fault", 2: "fault"}
    assert ledger.sent == []
    assert office.batches.all == []


def test_every_choice_of_account_and_tax_is_kept_with_its_reason(office: Office) -> None:
    office.with_invoices(make_invoice(1))
    office.post()
    decisions = {each["subject"]: each for each in office.row(1).decisions}
    assert decisions["account"]["value"] == "200"
    assert "Labor" in decisions["account"]["reason"]
    assert decisions["tax"]["reason"]


def test_two_invoices_of_one_number_give_one_document_and_one_fault(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1, number="INV-X"), make_invoice(2, number="INV-X"))
    office.settle()
    assert len(ledger.numbered("INV-X")) == 1
    assert sorted(office.standings().values()) == ["complete", "fault"]
    fault = next(row.fault for row in office.invoices.rows.values() if row.fault)
    assert fault.code == "NUMBER_TAKEN"


def test_every_step_of_the_way_stands_in_the_records_history(office: Office) -> None:
    office.with_invoices(make_invoice(1))
    office.post()
    row = office.row(1)
    assert row.codes == ["CLAIMED", "POSTED"]
    assert {event for event, _ in office.announced} == {"document_status_changed"}
    assert office.announced[-1][1] == {
        "connection_id": "kauri",
        "kind": "invoice",
        "autotask_ids": [1],
        "status": "complete",
    }


def test_an_invoice_that_another_worker_took_meanwhile_is_not_sent(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2))
    due = office.invoices.due

    def due_and_then_one_is_taken(*arguments: object) -> object:
        found = due(*arguments)  # type: ignore[arg-type]
        if found:
            office.row(1).status = Status.SKIPPED
        return found

    office.invoices.due = due_and_then_one_is_taken  # type: ignore[method-assign, assignment]
    office.post()
    assert ledger.numbered("INV-1") == []
    assert len(ledger.numbered("INV-2")) == 1


def test_a_claimed_invoice_that_changed_its_company_goes_round_once_more(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1, company_id=7), make_invoice(2, company_id=8))
    claim = office.invoices.claim

    def changed_just_before(*arguments: object) -> object:
        office.row(1).invoice = make_invoice(1, company_id=8)
        office.invoices.claim = claim  # type: ignore[method-assign]
        return claim(*arguments)  # type: ignore[arg-type]

    office.row(2).hold_code = "NO_LINES"
    office.invoices.claim = changed_just_before  # type: ignore[method-assign, assignment]
    office.post()
    assert office.row(1).status is Status.COMPLETE
    assert "COMPANY_CHANGED" in office.row(1).codes
    (document,) = ledger.numbered("INV-1")
    assert document.contact_id == office.links.by_company[8]


def test_an_invoice_that_turns_below_zero_while_it_is_claimed_goes_with_the_credit_notes(
    office: Office, ledger: FakeLedger
) -> None:
    office.with_invoices(make_invoice(1), make_invoice(2))
    claim = office.invoices.claim

    def change_in_between(*told: Any) -> list[InvoiceRecord]:
        office.invoices.claim = claim  # type: ignore[method-assign]
        office.row(2).invoice = make_invoice(2, make_line("-50.00", "-7.50"))
        return claim(*told)

    office.invoices.claim = change_in_between  # type: ignore[method-assign, assignment]
    office.post()
    assert [(sent.path, len(sent.rows)) for sent in ledger.sent] == [
        ("Invoices", 1),
        ("CreditNotes", 1),
    ]
    assert office.standings() == {1: "complete", 2: "complete"}


def test_a_claim_that_could_not_be_mapped_goes_again_soon_and_without_a_doubt() -> None:
    """With Xero's own numbers a doubt would keep it for ten minutes; but nothing has left."""
    office = Office(make_connection(settings=make_settings(numbering=Numbering.XERO)))
    office.with_invoices(make_invoice(1), make_invoice(2))
    real = office.map

    def silent(*_: object, **__: object) -> Any:
        raise UnavailableError("Xero did not show a list")

    office.map = silent
    assert isinstance(office.round(), UnavailableError)
    assert [row.doubt for row in office.invoices.rows.values()] == [None, None]
    assert office.standings() == {1: "pending_sync", 2: "pending_sync"}
    office.map = real
    office.clock.pass_by(seconds=10)
    office.round()
    assert office.standings() == {1: "complete", 2: "complete"}
