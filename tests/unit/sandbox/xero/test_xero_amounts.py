"""Xero's arithmetic, with the amounts its own answers were recorded with."""

from decimal import Decimal

import pytest

from sandbox.xero.documents.amounts import Discount, half_up, line_amount, tax_amount, totals
from tests.unit.sandbox.xero.conftest import Bookkeeper, line


@pytest.mark.parametrize(
    ("amount", "tax"),
    [("541.25", "70.60"), ("89.00", "11.61"), ("97.00", "12.65"), ("500.00", "65.22")],
)
def test_tax_inside_an_amount_is_the_recorded_one(amount: str, tax: str) -> None:
    assert tax_amount(Decimal(amount), Decimal(15), "Inclusive") == Decimal(tax)


def test_halves_go_up_and_away_from_zero() -> None:
    assert half_up(Decimal("2.165")) == Decimal("2.17")
    assert half_up(Decimal("-2.165")) == Decimal("-2.17")


def test_tax_is_rounded_a_line_at_a_time_and_then_summed() -> None:
    lines = [
        {
            "LineAmount": Decimal(text),
            "TaxAmount": tax_amount(Decimal(text), Decimal(15), "Exclusive"),
        }
        for text in ("25.06", "25.61", "25.63")
    ]
    assert [row["TaxAmount"] for row in lines] == [
        Decimal("3.76"),
        Decimal("3.84"),
        Decimal("3.84"),
    ]
    assert totals(lines, "Exclusive").total_tax == Decimal("11.44")


def test_a_discount_comes_off_before_the_line_is_rounded() -> None:
    assert line_amount(Decimal(3), Decimal("9.99"), Discount(rate=Decimal(10))) == Decimal("26.97")
    assert line_amount(Decimal(3), Decimal("9.99"), Discount(off=Decimal("1.50"))) == Decimal(
        "28.47"
    )


def test_a_unit_price_loses_its_third_decimal_unless_unitdp_is_four(xero: Bookkeeper) -> None:
    priced = line(Quantity=10, UnitAmount=10.9549)
    [exact] = xero.each("PUT", "Invoices", xero.invoice("U-4", LineItems=[priced]))
    [coarse] = xero.each("PUT", "Invoices", xero.invoice("U-2", LineItems=[priced]), unitdp="2")
    assert (exact["LineItems"][0]["UnitAmount"], exact["SubTotal"]) == (10.9549, 109.55)
    assert (coarse["LineItems"][0]["UnitAmount"], coarse["SubTotal"]) == (10.95, 109.5)


def test_a_four_decimal_price_reads_back_with_two_decimals_unless_asked(xero: Bookkeeper) -> None:
    xero.posted("U-5", LineItems=[line(UnitAmount=10.9549)])
    [short] = xero.rows("Invoices/U-5")
    [long] = xero.rows("Invoices/U-5?unitdp=4")
    assert short["LineItems"][0]["UnitAmount"] == 10.95
    assert long["LineItems"][0]["UnitAmount"] == 10.9549


def test_a_tax_amount_that_is_sent_is_taken(xero: Bookkeeper) -> None:
    lines = [line(UnitAmount=0.2, TaxAmount=tax) for tax in (0.04, 0.03, 0.03)]
    assert xero.posted("T-9", LineItems=lines)["TotalTax"] == 0.1


def test_a_tax_amount_larger_than_its_line_is_refused(xero: Bookkeeper) -> None:
    complaints = xero.complaints(LineItems=[line(UnitAmount=5, TaxAmount=5.01)])
    assert complaints == ["Tax amount cannot be greater than the line amount"]


def test_a_line_total_that_does_not_agree_is_refused(xero: Bookkeeper) -> None:
    complaints = xero.complaints(LineItems=[line(LineAmount=1)])
    assert complaints == ["The line total 1.00 does not match the expected line total 100.00"]


def test_a_line_total_may_stand_for_the_price(xero: Bookkeeper) -> None:
    sent = line(Quantity=4, LineAmount=10)
    del sent["UnitAmount"]
    [row] = xero.posted("L-1", LineItems=[sent])["LineItems"]
    assert (row["UnitAmount"], row["LineAmount"]) == (2.5, 10.0)


def test_a_document_total_that_does_not_agree_is_refused(xero: Bookkeeper) -> None:
    assert xero.complaints(Total=114.99) == [
        "The document total does not equal the sum of the lines."
    ]
    assert xero.complaints(Total=115, SubTotal=100, TotalTax=15) == []


def test_a_negative_invoice_is_refused(xero: Bookkeeper) -> None:
    assert xero.complaints(LineItems=[line(UnitAmount=-5)]) == [
        "The document total must be greater than 0."
    ]


def test_inclusive_amounts_keep_their_total(xero: Bookkeeper) -> None:
    made = xero.posted("I-1", LineAmountTypes="Inclusive", LineItems=[line(UnitAmount=541.25)])
    assert (made["SubTotal"], made["TotalTax"], made["Total"]) == (470.65, 70.6, 541.25)


def test_no_tax_means_none_on_every_line(xero: Bookkeeper) -> None:
    made = xero.posted("N-1", LineAmountTypes="NoTax")
    assert (made["TotalTax"], made["LineItems"][0]["TaxType"]) == (0.0, "NONE")


def test_a_line_of_nothing_loses_its_account_and_the_others_keep_theirs(xero: Bookkeeper) -> None:
    free = line(UnitAmount=0, AccountCode="220")
    [made] = xero.each("PUT", "Invoices", xero.invoice("U-6", LineItems=[line(), free]))
    billed, given = made["LineItems"]
    assert billed["AccountCode"] == "220"
    assert not {"AccountCode", "AccountID"} & given.keys()
    assert given["TaxType"]
