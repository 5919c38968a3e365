from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.decision import Subject
from core.domain.errors import MappingError
from core.domain.invoice import Invoice
from core.domain.line_item import LineItem
from core.domain.mapping.numbering import document_number
from core.domain.money import to_cents
from core.domain.setting_choices import LineLayout
from core.domain.xero_document import DocumentKind
from core.domain.xero_rounding import line_amount
from tests.factories.documents import make_invoice, make_line, make_settings, total_of
from tests.unit.core.domain.mapping.worlds import about, make_lists, mapped, only

CENT = Decimal("0.01")
PRICES = st.decimals(min_value=-5_000, max_value=5_000, places=4, allow_nan=False)
RATES = st.decimals(min_value=-500, max_value=500, places=7, allow_nan=False)
QUANTITIES = st.decimals(min_value=-100, max_value=400, places=5, allow_nan=False)
SHARES = st.decimals(min_value=0, max_value="0.9", places=3, allow_nan=False)
LAYOUTS = st.sampled_from([each.value for each in LineLayout])


@st.composite
def lines(draw: st.DrawFn) -> LineItem:
    """Any amounts, with a tax that no line is too small for."""
    net = draw(PRICES)
    tax = (net * draw(SHARES)).quantize(Decimal("0.0001"))
    return make_line(net, tax, quantity=draw(QUANTITIES), rate=draw(RATES))


def _billed(chosen: list[LineItem]) -> Invoice:
    """Autotask's header has cents."""
    invoice = make_invoice(1, lines=tuple(chosen))
    return replace(invoice, header_total=invoice.total, header_tax=to_cents(invoice.tax))


def _is_told_apart(invoice: Invoice) -> bool:
    """Whether its header is net or gross."""
    return invoice.tax == 0 or abs(invoice.tax) > Decimal("0.05")


INVOICES = st.lists(lines(), min_size=1, max_size=12).map(_billed).filter(_is_told_apart)


def _sign(kind: DocumentKind) -> int:
    return -1 if kind is DocumentKind.CREDIT_NOTE else 1


@given(INVOICES)
def test_xero_comes_out_with_the_invoices_total_to_the_cent(invoice: Invoice) -> None:
    draft = mapped(invoice).draft
    assert _sign(draft.kind) * draft.total == invoice.total
    assert total_of(draft.lines) == draft.total


@given(INVOICES)
def test_net_and_tax_each_keep_their_own_sum(invoice: Invoice) -> None:
    draft = mapped(invoice).draft
    net = sum((line.net for line in draft.lines), Decimal(0))
    tax = sum((line.tax for line in draft.lines), Decimal(0))
    assert _sign(draft.kind) * net == invoice.net.quantize(CENT, ROUND_HALF_UP)
    assert _sign(draft.kind) * tax == invoice.tax.quantize(CENT, ROUND_HALF_UP)


@given(INVOICES)
def test_what_is_below_zero_becomes_a_credit_note_and_nothing_sent_totals_below_zero(
    invoice: Invoice,
) -> None:
    draft = mapped(invoice).draft
    assert (draft.kind is DocumentKind.CREDIT_NOTE) == (invoice.total < 0)
    assert draft.total >= 0


@given(INVOICES)
def test_no_line_has_more_tax_than_amount_because_xero_refuses_that(invoice: Invoice) -> None:
    for line in mapped(invoice).draft.lines:
        assert abs(line.tax) <= abs(line.net)
        assert line_amount(line.quantity, line.unit_amount) == line.net


@given(INVOICES)
def test_every_line_of_autotask_is_one_line_in_xero_in_the_same_order(invoice: Invoice) -> None:
    result = mapped(invoice)
    accounts, taxes = about(result, Subject.ACCOUNT), about(result, Subject.TAX)
    for line, ours, account, tax in zip(
        invoice.lines, result.draft.lines, accounts, taxes, strict=True
    ):
        assert ours.description.startswith(line.description)
        assert (ours.account_code, account.line) == (account.value, line.autotask_id)
        assert (ours.tax_type, tax.line) == (tax.value, line.autotask_id)


def test_a_draft_says_everything_that_xero_needs() -> None:
    draft = mapped(make_invoice(4711, order_number=" PO 7 ")).draft
    assert draft.number == "INV-4711"
    assert draft.contact_id == "contact"
    assert (draft.issued_on, draft.due_on) == (date(2026, 11, 20), date(2026, 12, 20))
    assert (draft.currency, draft.status, draft.reference) == ("NZD", "DRAFT", "PO 7")
    assert draft.marker_url == "https://sync.example/c/kauri/sync/invoices/4711"
    assert not draft.is_sent_to_contact


def test_a_credit_note_turns_every_amount_round() -> None:
    invoice = make_invoice(5, make_line("-100.00", "-15.00"), make_line("10.00", "1.50"))
    draft = mapped(invoice).draft
    assert draft.kind is DocumentKind.CREDIT_NOTE
    assert [(line.net, line.tax) for line in draft.lines] == [
        (Decimal("100.00"), Decimal("15.00")),
        (Decimal("-10.00"), Decimal("-1.50")),
    ]


@pytest.mark.parametrize("count", [40, 400])
@given(layout=LAYOUTS)
def test_long_invoices_keep_their_total_in_every_layout(count: int, layout: str) -> None:
    lines = tuple(
        make_line("33.3333", "5.0000", autotask_id=number, quantity=Decimal("3.3333"))
        for number in range(count)
    )
    invoice = make_invoice(1, lines=lines)
    draft = mapped(invoice, line_layout=layout, context={"lists": make_lists()}).draft
    assert len(draft.lines) == (count if layout == "one_to_one" else 1)
    assert total_of(draft.lines) == draft.total == invoice.total


def test_every_decision_has_a_whole_sentence_for_its_reason() -> None:
    options: dict[str, Any] = {
        "line_layout": "grouped",
        "tracking": [{"category": "Region", "source": "territory", "default": "North"}],
        "default_branding_theme": "Blue",
        "rounding_account": "860",
    }
    invoice = make_invoice(
        1,
        make_line("10", "1.5", rate=Decimal(3), quantity=Decimal(3)),
        header_total=Decimal("11.52"),
        order_number="PO 1",
    )
    result = mapped(invoice, context={"lists": make_lists()}, **options)
    assert {each.subject for each in result.decisions} == set(Subject) - {Subject.CONTACT}
    for decision in result.decisions:
        assert decision.reason[0].isupper() or decision.reason[0].isdigit()
        assert decision.reason.endswith(".")


def test_a_gap_in_the_tracking_is_told_once_however_many_lines_have_it() -> None:
    tracking = [{"category": "Region", "source": "territory"}]
    invoice = make_invoice(1, make_line(), make_line(autotask_id=2))
    result = mapped(invoice, tracking=tracking, context={"lists": make_lists()})
    assert result.warnings == ("The line has no territory and no default: it goes without Region.",)
    assert [each.line for each in about(result, Subject.TRACKING)] == [1, 2]


def test_layout_is_a_decision_only_where_it_changes_something() -> None:
    invoice = make_invoice(1, make_line(), make_line(autotask_id=2))
    assert about(mapped(invoice), Subject.LAYOUT) == []
    decision = only(mapped(invoice, line_layout="summary"), Subject.LAYOUT)
    assert decision.reason.endswith("2 in Autotask, 1 in Xero.")


def test_a_fault_of_a_line_is_told_before_the_wait_for_a_lock_date() -> None:
    lists = make_lists(organisation=None)
    with pytest.raises(MappingError) as caught:
        mapped(make_invoice(), accounts={}, context={"lists": lists})
    assert caught.value.code == "ACCOUNT_UNMAPPED"


def test_the_number_is_the_one_that_others_ask_for() -> None:
    invoice = make_invoice(12)
    assert mapped(invoice).draft.number == document_number(invoice, make_settings())
