from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.admission import Admitted, reconciles
from core.domain.setting_choices import HeaderTotal
from tests.factories.documents import make_invoice, make_line
from tests.unit.core.domain.admission.asked import ask, fault, held

AMOUNTS = st.decimals(min_value=-1_000, max_value=1_000, places=2)


def test_lines_that_do_not_make_up_the_header_are_waited_for_and_then_are_a_fault() -> None:
    invoice = make_invoice(header_total=Decimal("115.03"))
    hold = held(ask(invoice, waited=59.9))
    assert hold.code == "SUMS_DIFFER"
    told = fault(ask(invoice, waited=60))
    assert told.code == "AMOUNT_MISMATCH"
    for sentence in (hold.message, told.message):
        assert "100.00" in sentence
        assert "115.00" in sentence
        assert "115.03" in sentence


@pytest.mark.parametrize("header", ["100.00", "100.02", "99.98", "115.00", "115.02", "114.98"])
def test_the_header_may_be_net_or_gross_within_the_tolerance(header: str) -> None:
    assert ask(make_invoice(header_total=Decimal(header))) == Admitted()


@pytest.mark.parametrize(
    ("chosen", "header", "goes"),
    [
        ("net", "100.00", True),
        ("net", "115.00", False),
        ("gross", "115.00", True),
        ("gross", "100.00", False),
    ],
)
def test_only_the_reading_that_was_chosen_counts(chosen: str, header: str, goes: bool) -> None:
    verdict = ask(make_invoice(header_total=Decimal(header)), waited=60, header_total=chosen)
    assert (verdict == Admitted()) is goes
    if not goes:
        words = "without tax" if chosen == "net" else "with tax"
        assert f"{header}, which this connection takes {words}" in fault(verdict).message


def test_the_tolerance_is_an_option() -> None:
    invoice = make_invoice(header_total=Decimal("117.50"))
    assert ask(invoice, tolerance="3.00") == Admitted()
    assert held(ask(invoice, tolerance="0.00")).code == "SUMS_DIFFER"


def test_fractions_of_a_cent_are_shown_and_nothing_else_behind_the_cents() -> None:
    lines = (make_line("10.0050", "0.0000"), make_line("5.0000", "0.7500"))
    invoice = make_invoice(1, *lines, header_total=Decimal("9.0000"))
    told = fault(ask(invoice, waited=60)).message
    assert "15.005, or 15.755 with tax" in told
    assert "9.00." in told


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.decimals(min_value=0, max_value=5, places=2))
def test_sums_agree_exactly_when_net_or_gross_is_within_the_tolerance(
    net: Decimal, tax: Decimal, header: Decimal, tolerance: Decimal
) -> None:
    invoice = make_invoice(1, make_line(net, tax), header_total=header)
    fits_net = abs(header - net) <= tolerance
    fits_gross = abs(header - net - tax) <= tolerance
    assert reconciles(invoice, tolerance) == (fits_net or fits_gross)
    assert reconciles(invoice, tolerance, HeaderTotal.NET) == fits_net
    assert reconciles(invoice, tolerance, HeaderTotal.GROSS) == fits_gross
