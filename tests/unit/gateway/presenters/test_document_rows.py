"""The one line under a client's name, and links into Xero."""

from dataclasses import replace
from datetime import timedelta

from core.domain.status import Status
from core.store.views.connection_rows import BudgetRow
from core.store.views.rows import FaultRow, HoldRow, NoteRow
from gateway.presenters.document_rows import hold_of, remark, row_view
from tests.unit.gateway.presenters.made import NOW, make_lens, make_row

FAULT = FaultRow("X", "xero", "The account is archived", "m", "n", "", "", retry_helps=False)
HOLD = HoldRow("NO_NUMBER", "Waiting for its number", NOW)


def test_a_fault_shows_its_title() -> None:
    assert remark(make_row(status=Status.FAULT, fault=FAULT), make_lens()) == FAULT.title


def test_a_hold_shows_its_reason_and_the_time_of_the_next_look() -> None:
    soon = replace(HOLD, until_at=NOW + timedelta(minutes=6))
    assert remark(make_row(hold=soon), make_lens()) == "Waiting for its number · next look at 12:06"
    assert remark(make_row(hold=HOLD), make_lens()).endswith("next look at any moment")
    unknown = replace(HOLD, until_at=None)
    assert remark(make_row(hold=unknown), make_lens()) == "Waiting for its number"


def test_a_void_on_its_way_to_xero_is_told() -> None:
    for status in (Status.PENDING_SYNC, Status.PROCESSING):
        row = make_row(status=status, intent="void", checking_since=None)
        assert remark(row, make_lens()) == "Voided in Autotask; Xero follows"
    assert remark(make_row(status=Status.COMPLETE, intent="void"), make_lens()) == ""


def test_an_answer_that_was_lost_shows_since_when_we_look() -> None:
    row = make_row(status=Status.PROCESSING, checking_since=NOW - timedelta(minutes=3))
    assert remark(row, make_lens()) == "Checking with Xero since 11:57"


def test_a_skip_shows_who_or_which_rule() -> None:
    row = make_row(status=Status.SKIPPED, skip=NoteRow("ZERO", "Its total is 0.00", "rule"))
    assert remark(row, make_lens()) == "Its total is 0.00"


def test_a_limit_of_the_organisation_lies_over_pending_rows_without_a_hold_of_their_own() -> None:
    blocked = BudgetRow(blocked_until_at=NOW + timedelta(hours=2, minutes=5), blocked_reason="day")
    through = make_lens(xero_budget=blocked)
    hold = hold_of(make_row(), through)
    assert hold is not None
    assert hold.code == "XERO_LIMIT"
    assert hold.message == "Xero's daily limit is reached, continues at 14:05"
    assert hold_of(make_row(hold=HOLD), through) == HOLD
    assert hold_of(make_row(status=Status.COMPLETE), through) is None
    purchase_orders = replace(through, kind="purchase_orders")
    assert hold_of(make_row(), purchase_orders) is None


def test_a_limit_that_is_over_is_no_hold() -> None:
    through = make_lens(xero_budget=BudgetRow(blocked_until_at=NOW - timedelta(seconds=1)))
    assert hold_of(make_row(), through) is None


def test_links_follow_the_kind_of_document() -> None:
    invoice = make_row(xero_id="i-1", xero_kind="invoice", xero_number="INV-7")
    note = make_row(xero_id="n-1", xero_kind="credit_note")
    through = make_lens()
    assert row_view(invoice, through).xero_url == (
        "https://go.example/!Q?to=/AccountsReceivable/View.aspx?InvoiceID=i-1"
    )
    assert "ViewCreditNote.aspx?creditNoteID=n-1" in row_view(note, through).xero_url
    assert row_view(note, through).xero_number == "in Xero"
    order = row_view(make_row(xero_id="p-1"), make_lens("purchase_orders"))
    assert order.xero_url.endswith("/Accounts/Payable/PurchaseOrders/View/p-1/")


def test_without_a_short_code_there_is_no_link() -> None:
    assert row_view(make_row(xero_id="i-1"), make_lens(xero_short_code="")).xero_url == ""
    assert row_view(make_row(), make_lens()).xero_url == ""


def test_a_page_of_the_organisation_is_behind_its_short_code() -> None:
    assert make_lens().links.page("/Settings") == "https://go.example/!Q?to=/Settings"
    assert make_lens(xero_short_code="").links.page("/Settings") == ""
