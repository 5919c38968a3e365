"""Turns an Autotask invoice into what Xero is to get, with the reason of every choice.

Signs: an invoice below zero becomes a credit note with every amount turned round; inside a
document single lines may be negative.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from core.domain.decision import Decision, Subject
from core.domain.errors import MappingError
from core.domain.invoice import Invoice
from core.domain.line_item import LineItem
from core.domain.mapping.accounts import decide_account
from core.domain.mapping.amounts import Amounts, work_out
from core.domain.mapping.context import MappedInvoice, MappingContext
from core.domain.mapping.description import decide_price, describe
from core.domain.mapping.header import draft_header
from core.domain.mapping.portions import CodedLine, Portion, lay_out
from core.domain.mapping.rounding import bridge, is_xeros_affair
from core.domain.mapping.tax import decide_tax, guard_tax
from core.domain.mapping.tracking import GOES_WITHOUT, decide_tracking
from core.domain.money import choose_price
from core.domain.setting_choices import LineLayout
from core.domain.xero_document import DocumentKind, DraftLine

_BY_XERO = "left to Xero"
# Xero: the account of a line of 0.00 is dropped (Xero support, confirmed as intended).
_ZERO_LINE = " Xero shows no account on a line of 0.00."
_UNFORESEEN = (
    "Tax is left to Xero and the rates were not read yet, so Xero's total is compared only after "
    "the document was made."
)


def map_invoice(invoice: Invoice, context: MappingContext) -> MappedInvoice:
    """Map one invoice; raises `MappingError` when the connection's tables do not say.

    1. Each line gets its account, tax type and tracking.
    2. The layout makes portions of them; the portions get amounts, prices and texts.
    3. What rounding cannot reach is bridged or stops the invoice.
    4. The header comes last, so that a wait for a lock date hides no fault of a line.
    """
    kind = DocumentKind.CREDIT_NOTE if invoice.total < 0 else DocumentKind.INVOICE
    sign = -1 if kind is DocumentKind.CREDIT_NOTE else 1
    coded, of_lines = _code_lines(invoice, context)
    portions = lay_out(coded, context.settings.line_layout)
    amounts = work_out(invoice, portions, sign, context)
    lines, of_prices = _draft_lines(invoice, portions, amounts, sign, context)
    draft, of_header = draft_header(invoice, kind, lines, context)
    of_layout = _decide_layout(coded, portions, context)
    of_total = [Decision(Subject.TAX, _BY_XERO, each) for each in _beside(amounts, context)]
    of_lines = _tell_zero_lines(of_lines, portions, amounts.nets)
    decisions = (*of_header, *of_layout, *of_total, *of_lines, *of_prices)
    gaps = (each for each in of_lines if each.subject is Subject.TRACKING)
    gaps = (each for each in gaps if GOES_WITHOUT in each.reason)
    warnings = dict.fromkeys(each.reason for each in (*of_total, *gaps))
    return MappedInvoice(draft, decisions, tuple(warnings))


def _code_lines(
    invoice: Invoice, context: MappingContext
) -> tuple[list[CodedLine], list[Decision]]:
    coded: list[CodedLine] = []
    decisions: list[Decision] = []
    for line in invoice.lines:
        one, why = _code_line(line, invoice.tax_region, context)
        coded.append(one)
        decisions += why
    return coded, decisions


def _code_line(
    line: LineItem, region: str | None, context: MappingContext
) -> tuple[CodedLine, tuple[Decision, ...]]:
    try:
        return _decide_line(line, region, context)
    except MappingError as error:
        error.keys |= _keys_of(line, region, context)
        raise


def _keys_of(line: LineItem, region: str | None, context: MappingContext) -> dict[str, str]:
    """By what names the tables go for a line."""
    present = context.settings.tax_region_aliases.get(region, region) if region else ""
    return {
        "billing_code": context.billing_codes.get(line.billing_code_id or 0, ""),
        "tax_region": present,
        "tax_category": context.names.tax_categories.get(line.tax_category_id or 0, ""),
    }


def _decide_line(
    line: LineItem, region: str | None, context: MappingContext
) -> tuple[CodedLine, tuple[Decision, ...]]:
    account = decide_account(line, context)
    tax = decide_tax(line, region, account.value, context)
    guard_tax(line, account.value, tax.value, context)
    tracking, why = decide_tracking(line, context)
    billing_code = context.billing_codes.get(line.billing_code_id or 0, "")
    coded = CodedLine(line, billing_code, account.value, tax.value, tracking)
    return coded, (account, tax, *why)


def _draft_lines(
    invoice: Invoice,
    portions: Sequence[Portion],
    amounts: Amounts,
    sign: int,
    context: MappingContext,
) -> tuple[tuple[DraftLine, ...], list[Decision]]:
    lines: list[DraftLine] = []
    decisions: list[Decision] = []
    is_alone = len(portions) == 1
    for portion, net, tax in zip(portions, amounts.nets, amounts.taxes, strict=True):
        price = choose_price(net, portion.quantity, sign * portion.rate)
        if why := decide_price(portion, price, sign):
            decisions.append(why)
        lines.append(
            DraftLine(
                description=describe(portion, price, invoice, context, is_alone=is_alone),
                quantity=price.quantity,
                unit_amount=price.unit_amount,
                account_code=portion.first.account_code,
                tax_type=portion.first.tax_type,
                net=net,
                tax=tax,
                tracking=portion.first.tracking,
            )
        )
    if bridged := bridge(amounts, context):
        lines.append(bridged[0])
        decisions.append(bridged[1])
    return tuple(lines), decisions


def _decide_layout(
    coded: Sequence[CodedLine], portions: Sequence[Portion], context: MappingContext
) -> list[Decision]:
    layout = context.settings.line_layout
    if layout is LineLayout.ONE_TO_ONE:
        return []
    how = {
        LineLayout.GROUPED: "Lines alike in account, tax, tracking, price and text become one",
        LineLayout.SUMMARY: "One summary line for each account, tax type and tracking",
    }
    reason = f"{how[layout]}: {len(coded)} in Autotask, {len(portions)} in Xero."
    return [Decision(Subject.LAYOUT, layout.value, reason)]


def _beside(amounts: Amounts, context: MappingContext) -> Iterable[str]:
    """What a person should know of a total that is Xero's own."""
    if not amounts.is_foreseen:
        yield _UNFORESEEN
    elif amounts.rest and is_xeros_affair(context):
        xero_total = amounts.total - amounts.rest
        yield f"Xero comes to {xero_total} with its own tax, Autotask to {amounts.total}."


def _tell_zero_lines(
    decisions: Iterable[Decision], portions: Sequence[Portion], nets: Sequence[Decimal]
) -> list[Decision]:
    """Say of the lines of a portion that comes to 0.00 what becomes of their account."""
    zero = {
        coded.line.autotask_id
        for portion, net in zip(portions, nets, strict=True)
        if not net
        for coded in portion.lines
    }
    return [
        replace(each, reason=each.reason + _ZERO_LINE)
        if each.subject is Subject.ACCOUNT and each.line in zero
        else each
        for each in decisions
    ]
