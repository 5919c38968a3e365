from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.domain.money import to_cents
from tests.factories.documents import make_invoice, make_line

AMOUNTS = st.decimals(min_value=-10_000, max_value=10_000, places=4, allow_nan=False)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=20))
def test_the_total_is_net_and_tax_each_rounded_as_xero_will_show_them(
    amounts: list[tuple[Decimal, Decimal]],
) -> None:
    invoice = make_invoice(1, lines=tuple(make_line(net, tax) for net, tax in amounts))
    assert invoice.net == sum((net for net, _ in amounts), Decimal(0))
    assert invoice.tax == sum((tax for _, tax in amounts), Decimal(0))
    assert invoice.total == to_cents(invoice.net) + to_cents(invoice.tax)


def test_an_invoice_without_lines_totals_nothing_whatever_its_header_says() -> None:
    invoice = make_invoice(1, lines=(), header_total=Decimal("500.00"))
    assert invoice.total == 0
    assert invoice.header_total == Decimal("500.00")
