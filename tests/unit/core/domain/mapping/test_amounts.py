from decimal import Decimal

import pytest

from core.domain.errors import MappingError
from core.domain.mapping.amounts import fit_taxes, header_difference
from tests.factories.documents import make_invoice, make_line, make_settings
from tests.unit.core.domain.mapping.worlds import make_lists, mapped


def _difference(
    header: str, header_tax: str = "15.00", net: str = "100.00", tax: str = "15.00"
) -> tuple[str, str]:
    invoice = make_invoice(
        1, make_line(net, tax), header_total=Decimal(header), header_tax=Decimal(header_tax)
    )
    found = header_difference(invoice, make_settings())
    return f"{found[0]:.2f}", f"{found[1]:.2f}"


@pytest.mark.parametrize(
    ("header", "header_tax", "difference"),
    [
        ("115.00", "15.00", ("0.00", "0.00")),
        ("115.02", "15.00", ("0.02", "0.00")),
        ("114.99", "15.01", ("-0.01", "0.00")),
        ("100.00", "15.00", ("0.00", "0.00")),
        ("100.01", "14.99", ("0.01", "-0.01")),
        ("100.01", "0", ("0.01", "0.00")),
        ("100.01", "16.00", ("0.01", "0.00")),
        ("115.004", "15.00", ("0.00", "0.00")),
        ("117.00", "15.00", ("0.00", "0.00")),
    ],
)
def test_a_header_net_or_gross_counts_where_it_stands_a_cent_beside_its_lines(
    header: str, header_tax: str, difference: tuple[str, str]
) -> None:
    assert _difference(header, header_tax) == difference


def test_the_header_is_met_by_rounding_alone_where_lines_have_fractions() -> None:
    lines = [make_line("33.334", "0", autotask_id=number) for number in range(3)]
    draft = mapped(make_invoice(1, *lines, header_total=Decimal("100.01"))).draft
    assert draft.total == Decimal("100.01")
    assert [line.net for line in draft.lines] == [
        Decimal(each) for each in ("33.34", "33.34", "33.33")
    ]


def test_a_cent_of_tax_moves_from_a_line_too_small_for_it_to_the_largest() -> None:
    nets = (Decimal("0.00"), Decimal("5.00"), Decimal("80.00"))
    taxes = (Decimal("0.01"), Decimal("0.75"), Decimal("11.99"))
    assert fit_taxes(nets, taxes) == (Decimal("0.00"), Decimal("0.75"), Decimal("12.00"))
    back = tuple(-tax for tax in taxes)
    assert fit_taxes(nets, back) == (Decimal("0.00"), Decimal("-0.75"), Decimal("-12.00"))


@pytest.mark.parametrize(
    ("nets", "taxes"),
    [
        (("0.00",), ("0.01",)),
        (("1.00", "100"), ("15.00", "15")),
        (("0.00", "0.01"), ("0.01", "0.01")),
    ],
)
def test_tax_that_is_larger_than_its_line_stops_the_invoice(
    nets: tuple[str, ...], taxes: tuple[str, ...]
) -> None:
    with pytest.raises(MappingError) as caught:
        fit_taxes([Decimal(each) for each in nets], [Decimal(each) for each in taxes])
    assert caught.value.code == "TAX_TOO_LARGE"


def test_three_lines_at_15_percent_come_to_xeros_tax_and_not_to_that_of_the_sum() -> None:
    """Xero's own example: 25.06, 25.61 and 25.63 make 11.44 tax, not 11.45."""
    nets = ("25.06", "25.61", "25.63")
    lines = [
        make_line(net, str(Decimal(net) * 15 / 100), autotask_id=number)
        for number, net in enumerate(nets)
    ]
    invoice = make_invoice(1, *lines, header_total=Decimal("87.74"))
    draft = mapped(invoice, tax_mode="xero", context={"lists": make_lists()}).draft
    assert [line.tax for line in draft.lines] == [
        Decimal(each) for each in ("3.76", "3.84", "3.84")
    ]
    assert draft.total == Decimal("87.74")
