from dataclasses import replace
from decimal import Decimal

import pytest

from core.domain.errors import MappingError
from core.domain.invoice import Invoice
from core.domain.mapping.amounts import header_difference
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
        ("115.01", "15.01", ("0.00", "0.01")),
        ("114.98", "14.99", ("-0.01", "-0.01")),
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


@pytest.mark.parametrize(
    ("lines", "header"),
    [
        ([("100.004", "20.004")], "120.01"),
        ([("33.3349", "5.0002")], "38.34"),
        ([("33.3340", "5.0001")], "38.33"),
        ([("66.6640", "9.9996"), ("66.6700", "10.0005")], "153.33"),
        ([("100.00", "15.0049"), ("100.00", "15.0049")], "230.02"),
    ],
)
def test_a_gross_header_of_cents_is_met_although_net_and_tax_round_apart(
    lines: list[tuple[str, str]], header: str
) -> None:
    billed = [make_line(net, tax, autotask_id=each) for each, (net, tax) in enumerate(lines)]
    invoice = make_invoice(1, *billed, header_total=Decimal(header), header_tax=Decimal(0))
    assert mapped(invoice).draft.total == Decimal(header)


def _three_lines(header: str, tax: str = "1.52", header_tax: str = "4.55") -> Invoice:
    """Autotask rounded the tax of the sum, its lines each their own."""
    lines = [make_line("10.10", tax, autotask_id=number) for number in range(3)]
    return make_invoice(1, *lines, header_total=Decimal(header), header_tax=Decimal(header_tax))


@pytest.mark.parametrize("header", ["30.30", "34.85"])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_cent_of_the_headers_tax_goes_to_a_line_and_needs_no_rounding_account(
    header: str, sign: int
) -> None:
    invoice = _three_lines(header)
    turned = [replace(line, net=sign * line.net, tax=sign * line.tax) for line in invoice.lines]
    invoice = replace(
        invoice,
        lines=tuple(turned),
        header_total=sign * invoice.header_total,
        header_tax=sign * invoice.header_tax,
    )
    draft = mapped(invoice, context={"lists": make_lists()}).draft
    assert draft.total == Decimal("34.85")
    assert sorted(line.tax for line in draft.lines) == [
        Decimal(t) for t in ("1.51", "1.52", "1.52")
    ]


def test_a_cent_of_tax_is_put_on_no_line_that_the_guard_would_stop_for_it() -> None:
    invoice = _three_lines("34.85")
    with pytest.raises(MappingError) as caught:
        mapped(invoice, tax_guard_tolerance=0, context={"lists": make_lists()})
    assert caught.value.code == "TOTAL_NOT_REACHED"
    bridged = mapped(
        invoice, tax_guard_tolerance=0, rounding_account="860", context={"lists": make_lists()}
    )
    assert bridged.draft.lines[-1].net == Decimal("-0.01")
    assert mapped(invoice, tax_guard=False, tax_guard_tolerance=0).draft.total == Decimal("34.85")


def test_a_cent_of_tax_never_goes_to_a_line_without_tax() -> None:
    lines = [make_line("500.00", "0", autotask_id=1), make_line("10.10", "1.52", autotask_id=2)]
    invoice = make_invoice(1, *lines, header_total=Decimal("511.63"), header_tax=Decimal("1.53"))
    draft = mapped(invoice).draft
    assert [line.tax for line in draft.lines] == [Decimal(0), Decimal("1.53")]


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


@pytest.mark.parametrize(
    ("chosen", "beside"), [("detect", "0.00"), ("net", "0.01"), ("gross", "0.00")]
)
def test_a_chosen_reading_of_the_header_counts_before_the_nearer_one(
    chosen: str, beside: str
) -> None:
    """With a cent of tax the header fits both."""
    invoice = make_invoice(1, make_line("10.00", "0.01"), header_total=Decimal("10.01"))
    found = header_difference(invoice, make_settings(header_total=chosen))
    assert found == (Decimal(beside), Decimal("0.00"))
