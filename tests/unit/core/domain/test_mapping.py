from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import MappingError
from core.domain.invoice import Invoice
from core.domain.line_item import LineItem
from core.domain.mapping import (
    MappedInvoice,
    document_number,
    due_date,
    map_invoice,
    marker_reference,
    marker_url,
)
from core.domain.xero_document import DocumentKind, XeroDraft
from tests.factories.documents import (
    GST,
    PUBLIC_URL,
    make_context,
    make_invoice,
    make_line,
    make_settings,
)

PRICES = st.decimals(min_value=-5_000, max_value=5_000, places=4, allow_nan=False)
RATES = st.decimals(min_value=-500, max_value=500, places=7, allow_nan=False)
QUANTITIES = st.decimals(min_value=-100, max_value=400, places=5, allow_nan=False)
TAXES = st.decimals(min_value=-700, max_value=700, places=4, allow_nan=False)


@st.composite
def lines(draw: st.DrawFn) -> LineItem:
    return make_line(draw(PRICES), draw(TAXES), quantity=draw(QUANTITIES), rate=draw(RATES))


INVOICES = st.lists(lines(), min_size=1, max_size=12).map(
    lambda chosen: make_invoice(1, lines=tuple(chosen))
)


def _map(invoice: Invoice, **settings: Any) -> MappedInvoice:
    return map_invoice(invoice, make_context(settings=make_settings(**settings)))


def _total_as_xero_adds_up(draft: XeroDraft) -> Decimal:
    """Quantity times price rounded per line, half up, plus the tax that was sent."""
    cent = Decimal("0.01")
    return sum(
        (
            (line.quantity * line.unit_amount).quantize(cent, ROUND_HALF_UP) + line.tax
            for line in draft.lines
        ),
        Decimal(0),
    )


@given(INVOICES)
def test_xero_comes_out_with_the_invoices_total_to_the_cent(invoice: Invoice) -> None:
    draft = _map(invoice).draft
    sign = -1 if draft.kind is DocumentKind.CREDIT_NOTE else 1
    assert sign * draft.total == invoice.total
    assert _total_as_xero_adds_up(draft) == draft.total


@given(INVOICES)
def test_net_and_tax_each_keep_their_own_sum(invoice: Invoice) -> None:
    draft = _map(invoice).draft
    sign = -1 if draft.kind is DocumentKind.CREDIT_NOTE else 1
    cent = Decimal("0.01")
    net = sum((line.net for line in draft.lines), Decimal(0))
    tax = sum((line.tax for line in draft.lines), Decimal(0))
    assert sign * net == invoice.net.quantize(cent, ROUND_HALF_UP)
    assert sign * tax == invoice.tax.quantize(cent, ROUND_HALF_UP)


@given(INVOICES)
def test_what_is_below_zero_becomes_a_credit_note_and_nothing_sent_totals_below_zero(
    invoice: Invoice,
) -> None:
    draft = _map(invoice).draft
    assert (draft.kind is DocumentKind.CREDIT_NOTE) == (invoice.total < 0)
    assert draft.total >= 0


@given(INVOICES)
def test_every_line_of_autotask_is_one_line_in_xero_in_the_same_order(invoice: Invoice) -> None:
    mapped = _map(invoice)
    assert len(mapped.draft.lines) == len(mapped.decisions) == len(invoice.lines)
    for line, ours, decision in zip(
        invoice.lines, mapped.draft.lines, mapped.decisions, strict=True
    ):
        assert ours.description.startswith(line.description)
        assert ours.account_code == decision.account_code
        assert ours.tax_type == decision.tax_type


def test_a_draft_says_everything_that_xero_needs() -> None:
    draft = _map(make_invoice(4711, order_number=" PO 7 ")).draft
    assert draft.number == "INV-4711"
    assert draft.contact_id == "contact"
    assert (draft.issued_on, draft.due_on) == (date(2026, 11, 20), date(2026, 12, 20))
    assert (draft.currency, draft.status, draft.reference) == ("NZD", "DRAFT", "PO 7")
    assert draft.marker_url == "https://sync.example/c/kauri/sync/invoices/4711"
    assert not draft.is_sent_to_contact


@pytest.mark.parametrize(
    ("arrival", "mark_sent", "is_sent"),
    [
        ("DRAFT", True, False),
        ("DRAFT", False, False),
        ("AUTHORISED", True, True),
        ("AUTHORISED", False, False),
    ],
)
def test_only_approved_documents_are_marked_as_sent(
    arrival: str, mark_sent: bool, is_sent: bool
) -> None:
    draft = _map(make_invoice(), arrival_status=arrival, mark_sent=mark_sent).draft
    assert (draft.status, draft.is_sent_to_contact) == (arrival, is_sent)


def test_a_credit_note_turns_every_amount_round_and_carries_its_marker_as_reference() -> None:
    invoice = make_invoice(5, make_line("-100.00", "-15.00"), make_line("10.00", "1.50"))
    draft = _map(invoice).draft
    assert draft.kind is DocumentKind.CREDIT_NOTE
    assert [(line.net, line.tax) for line in draft.lines] == [
        (Decimal("100.00"), Decimal("15.00")),
        (Decimal("-10.00"), Decimal("-1.50")),
    ]
    assert draft.reference == "Autotask kauri/5" == marker_reference("kauri", 5)


def test_a_credit_note_keeps_the_order_number_before_its_marker() -> None:
    invoice = make_invoice(5, make_line("-100.00", "-15.00"), order_number="PO 7")
    assert _map(invoice).draft.reference == "PO 7 - Autotask kauri/5"


def test_the_number_is_autotasks_or_its_id_behind_the_prefix() -> None:
    invoice = make_invoice(12, number="2026-1")
    assert document_number(invoice, make_settings(number_prefix="AT-")) == "AT-2026-1"
    by_id = make_settings(number_prefix="INV:", numbering="autotask_id")
    assert document_number(invoice, by_id) == "INV:12"


def test_a_comma_in_a_number_would_split_xeros_filter_and_becomes_a_blank() -> None:
    assert document_number(make_invoice(number="A,1"), make_settings()) == "A 1"


def test_without_a_number_nothing_is_sent_under_autotasks_numbers() -> None:
    with pytest.raises(MappingError) as caught:
        document_number(make_invoice(number=None), make_settings())
    assert caught.value.code == "NUMBER_MISSING"


@pytest.mark.parametrize(
    ("more", "due_on"),
    [
        ({}, date(2026, 12, 20)),
        ({"due_on": None, "payment_term_id": 3}, date(2026, 12, 10)),
        ({"due_on": None, "payment_term_id": 99}, date(2026, 11, 20)),
        ({"due_on": None}, date(2026, 11, 20)),
    ],
)
def test_the_due_day_is_autotasks_else_the_terms_else_the_day_of_issue(
    more: dict[str, Any], due_on: date
) -> None:
    assert due_date(make_invoice(**more), {3: 20}) == due_on


def test_the_marker_is_the_address_of_the_record() -> None:
    assert marker_url(f"{PUBLIC_URL}/", "kauri", 1) == f"{PUBLIC_URL}/c/kauri/sync/invoices/1"


def test_a_mapped_billing_code_names_its_account_and_says_why() -> None:
    (decision,) = _map(make_invoice()).decisions
    assert decision.account_code == "200"
    assert "Labor" in decision.account_reason


@pytest.mark.parametrize(("code_id", "why"), [(99, "no billing code"), (None, "no billing code")])
def test_a_line_without_a_known_billing_code_goes_to_the_default_if_that_is_allowed(
    code_id: int | None, why: str
) -> None:
    invoice = make_invoice(1, make_line(billing_code_id=code_id))
    (decision,) = _map(invoice, default_account="260").decisions
    assert decision.account_code == "260"
    assert why in decision.account_reason


def test_an_unmapped_billing_code_goes_to_the_default_by_name() -> None:
    (decision,) = _map(make_invoice(), accounts={}, default_account="260").decisions
    assert decision.account_reason == "No row for billing code Labor; default 260 is allowed."


@pytest.mark.parametrize(
    ("accounts", "code_id", "label"),
    [({}, 11, "Labor"), ({"Labor": ""}, 11, "Labor"), ({"Labor": "200"}, 99, "(none)")],
)
def test_an_unmapped_billing_code_without_a_default_is_a_fault_that_names_it(
    accounts: dict[str, str], code_id: int, label: str
) -> None:
    with pytest.raises(MappingError) as caught:
        _map(make_invoice(1, make_line(billing_code_id=code_id)), accounts=accounts)
    assert (caught.value.code, caught.value.values) == (
        "ACCOUNT_UNMAPPED",
        {"billing_code": label},
    )


def _tax_type(net: str, tax: str, region: str | None = GST, **settings: Any) -> str:
    invoice = make_invoice(1, make_line(net, tax), tax_region=region)
    return _map(invoice, **settings).decisions[0].tax_type


def test_a_taxed_line_gets_the_type_of_its_region() -> None:
    assert _tax_type("100", "15") == "OUTPUT2"


def test_a_line_without_tax_gets_the_untaxed_type_even_in_a_taxed_region() -> None:
    assert _tax_type("100", "0") == "NONE"
    assert _tax_type("100", "0", untaxed_tax_type="EXEMPTOUTPUT") == "EXEMPTOUTPUT"


def test_a_zero_rated_region_keeps_its_own_type_although_the_tax_is_zero() -> None:
    zero = {"tax_types": {"Exports": "ZERORATED"}, "zero_rated_regions": ["Exports"]}
    assert _tax_type("100", "0", "Exports", **zero) == "ZERORATED"


def test_a_free_line_follows_its_region() -> None:
    assert _tax_type("0", "0") == "OUTPUT2"


def test_without_a_region_an_untaxed_line_is_untaxed_and_a_taxed_one_is_a_fault() -> None:
    assert _tax_type("0", "0", None) == "NONE"
    assert _tax_type("10", "0", None) == "NONE"
    with pytest.raises(MappingError) as caught:
        _tax_type("100", "15", None)
    assert (caught.value.code, caught.value.values) == ("TAX_UNMAPPED", {"tax_region": "(none)"})


def test_a_region_that_is_not_mapped_is_a_fault_that_names_it() -> None:
    with pytest.raises(MappingError) as caught:
        _tax_type("100", "15", "Fiji VAT")
    assert (caught.value.code, caught.value.values) == ("TAX_UNMAPPED", {"tax_region": "Fiji VAT"})


def test_a_price_that_xero_cannot_carry_is_told_in_the_text() -> None:
    line = make_line("-50.00", "-7.50", quantity=Decimal("-2.50"), rate=Decimal("20.000"))
    other = make_line("100.00", "15.00")
    (first, _) = _map(make_invoice(1, line, other)).draft.lines
    assert first.description == "Remote support (-2.5 × 20)"
    assert (first.quantity, first.unit_amount) == (Decimal(1), Decimal("-50.00"))


def test_a_single_item_at_another_price_needs_no_sum_in_its_text() -> None:
    line = make_line("0.33", "0.05", quantity=Decimal(1), rate=Decimal("0.333333"))
    assert _map(make_invoice(1, line)).draft.lines[0].description == "Remote support"


@pytest.mark.parametrize(("code_id", "text"), [(11, "Labor"), (None, "Service")])
def test_a_line_without_a_text_is_called_by_its_billing_code(
    code_id: int | None, text: str
) -> None:
    line = make_line(description="  ", billing_code_id=code_id)
    mapped = _map(make_invoice(1, line), default_account="260")
    assert mapped.draft.lines[0].description == text
