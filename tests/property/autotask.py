"""Random Autotask invoices as tenants have them: odd quantities, seven decimals, cents beside the sum."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import strategies as st

from core.domain.invoice import Invoice
from core.domain.line_item import LineItem
from core.domain.money import to_cents
from tests.factories.documents import make_invoice, make_line

GST, EXPORTS = "New Zealand GST", "Zero-rated exports"
CODES = {1: "Managed Services", 2: "Hardware", 3: "Travel", 4: "Unknown to the table"}
ACCOUNTS = {"Managed Services": "210", "Hardware": "230", "Travel": "260"}
_CENT, _RATE = Decimal("0.01"), Decimal("0.15")
_TOLD_APART = Decimal("0.05")

_TEXTS = st.one_of(
    st.sampled_from(
        [
            "Remote support",
            "Kauri Care, per user",
            "",
            "  \n",
            "שירות מרחוק\u200f",
            "\U0001f6e0 Onsite",
        ]
    ),
    st.text(max_size=60),
    st.integers(3990, 4100).map("x".__mul__),
)


@dataclass(frozen=True)
class Billed:
    """An invoice, and the total on the customer's paper."""

    invoice: Invoice
    total: Decimal


def _decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


@st.composite
def _line(draw: st.DrawFn, number: int, *, is_taxed: bool, places: int) -> LineItem:
    quantity = draw(
        st.one_of(
            _decimals("0.01", "300", 4), st.integers(-20, 200).map(Decimal), st.just(Decimal(1))
        )
    )
    rate = draw(st.one_of(_decimals("-50", "900", 2), _decimals("0", "90", 7)))
    product = (quantity * rate).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    # Mostly what quantity and rate make; sometimes what a contract left of it.
    net = draw(st.one_of(st.just(product), st.just(product), _decimals("-400", "4000", places)))
    is_covered = draw(st.integers(0, 9)) == 0
    net = Decimal(0) if is_covered else net
    charges_tax = is_taxed and draw(st.integers(0, 9)) > 0
    tax = (net * _RATE).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if charges_tax else 0
    return make_line(
        net,
        Decimal(tax),
        autotask_id=number,
        quantity=quantity,
        rate=rate,
        description=draw(_TEXTS),
        billing_code_id=draw(st.sampled_from([*CODES, None])),
        line_of_business_id=draw(st.sampled_from([1, 2, None])),
        sort_order=number,
    )


@st.composite
def billed(draw: st.DrawFn) -> Billed:
    """An invoice whose header is net or gross, perhaps a cent beside its lines."""
    places = draw(st.sampled_from([2, 2, 4]))
    region = draw(st.sampled_from([GST, GST, EXPORTS]))
    count = 40 if draw(st.integers(0, 19)) == 0 else draw(st.integers(1, 6))
    lines = tuple(
        draw(_line(number, is_taxed=region == GST, places=places)) for number in range(1, count + 1)
    )
    if draw(st.integers(0, 7)) == 0:
        lines = tuple(_returned(line) for line in lines)
    invoice = make_invoice(1, lines=lines, tax_region=region, issued_on=date(2026, 11, 20))
    header, header_tax, total = draw(_headers(invoice))
    return Billed(replace(invoice, header_total=header, header_tax=header_tax), total)


@st.composite
def _headers(draw: st.DrawFn, invoice: Invoice) -> tuple[Decimal, Decimal, Decimal]:
    """What Autotask prints: cents, whatever fractions the lines have; and what it comes to."""
    is_gross = draw(st.booleans())
    if 0 < abs(invoice.tax) <= _TOLD_APART:
        # Nobody could tell such a header from one of the other reading, unless it is exact.
        exact = invoice.net + (invoice.tax if is_gross else 0)
        total = to_cents(exact) if is_gross else invoice.total
        return exact, invoice.tax, total
    beside = draw(st.sampled_from([0, 0, 0, 1, -1])) * _CENT
    has_tax_of_the_sum = bool(invoice.tax) and draw(st.integers(0, 3)) == 0
    header_tax = to_cents(invoice.tax) + (beside if has_tax_of_the_sum else 0)
    if is_gross:
        header = to_cents(invoice.net + invoice.tax) + beside
        return header, header_tax, header
    header = to_cents(invoice.net) + (0 if has_tax_of_the_sum else beside)
    return header, header_tax, header + header_tax


def _returned(line: LineItem) -> LineItem:
    return replace(line, net=-line.net, tax=-line.tax, quantity=-line.quantity)


def options() -> st.SearchStrategy[dict[str, Any]]:
    """Every layout, numbering and tax mode, with and without a rounding account."""
    rules: list[dict[str, Any]] = [
        {"category": "Region", "source": "territory", "default": "South Island"},
        {
            "category": "Business line",
            "source": "line_of_business",
            "options": {"Cloud": "Managed services"},
        },
    ]
    return st.fixed_dictionaries(
        {
            "line_layout": st.sampled_from(["one_to_one", "grouped", "summary"]),
            "numbering": st.sampled_from(["autotask_number", "autotask_id", "xero"]),
            "number_prefix": st.sampled_from(["", "AT-"]),
            "tax_mode": st.sampled_from(["mapped", "mapped", "xero"]),
            "arrival_status": st.sampled_from(["DRAFT", "AUTHORISED"]),
            "mark_sent": st.booleans(),
            "rounding_account": st.sampled_from([None, "860"]),
            "tracking": st.sampled_from([[], rules[:1], rules]),
            "default_branding_theme": st.sampled_from([None, "Kauri blue"]),
            "due_date_rule": st.sampled_from(["autotask", "days", "payment_term", "xero_contact"]),
            "description_template": st.sampled_from(
                ["{description}", "{billing_code}: {description} ({quantity})"]
            ),
        }
    )


def long_invoice(count: int) -> Invoice:
    """Backup by the gigabyte: a price of four decimals on every line."""
    lines = []
    for number in range(count):
        quantity, rate = Decimal(1000 + 37 * number).scaleb(-3), Decimal("0.0845")
        net = (quantity * rate * 10).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        tax = (net * _RATE).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        lines.append(
            make_line(net, tax, autotask_id=number, quantity=quantity, rate=rate, billing_code_id=1)
        )
    return make_invoice(1, lines=tuple(lines))
