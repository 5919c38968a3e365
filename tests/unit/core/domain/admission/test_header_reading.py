from decimal import Decimal
from functools import reduce

import pytest

from core.domain.admission.header_reading import (
    ENOUGH,
    WINDOW,
    Learned,
    clear_reading,
    flip_alarm,
)
from core.domain.setting_choices import HeaderTotal
from tests.factories.documents import make_invoice, make_line

NET, GROSS = HeaderTotal.NET, HeaderTotal.GROSS
TOLERANCE = Decimal("0.02")


def _after(*readings: HeaderTotal, begin: Learned | None = None) -> Learned:
    return reduce(Learned.and_now, readings, begin or Learned())


@pytest.mark.parametrize(
    ("header", "reading"), [("100.00", NET), ("115.00", GROSS), ("100.02", NET), ("107.50", None)]
)
def test_an_invoice_with_tax_tells_which_it_is(header: str, reading: HeaderTotal | None) -> None:
    assert clear_reading(make_invoice(header_total=Decimal(header)), TOLERANCE) is reading


@pytest.mark.parametrize("tax", ["0.00", "0.02", "0.04"])
def test_a_tax_within_the_tolerance_teaches_nothing(tax: str) -> None:
    line = make_line("100.00", tax)
    for header in ("99.98", "100.00", "100.02", "100.04", "100.06"):
        assert clear_reading(make_invoice(1, line, header_total=Decimal(header)), TOLERANCE) is None


def test_lines_that_are_not_there_teach_nothing() -> None:
    assert clear_reading(make_invoice(1, lines=(), header_total=Decimal(100)), TOLERANCE) is None


def test_a_credit_note_teaches_as_well() -> None:
    line = make_line("-100.00", "-15.00")
    assert clear_reading(make_invoice(1, line, header_total=Decimal(-100)), TOLERANCE) is NET


def test_it_is_decided_after_enough_and_not_before() -> None:
    assert _after(*[NET] * (ENOUGH - 1)).decided is None
    assert _after(*[NET] * ENOUGH).decided is NET
    assert _after(*[GROSS] * ENOUGH).decided is GROSS


def test_evidence_on_both_sides_decides_nothing() -> None:
    assert _after(*[NET, GROSS] * WINDOW).decided is None
    assert _after(GROSS, *[NET] * 9).decided is None
    assert _after(GROSS, *[NET] * 10).decided is NET


def test_a_decision_is_contradicted_only_by_the_other_reading() -> None:
    decided = _after(*[NET] * ENOUGH)
    assert decided.is_contradicted_by(GROSS)
    assert not decided.is_contradicted_by(NET)
    assert not Learned().is_contradicted_by(GROSS)


def test_a_single_one_that_reads_otherwise_changes_no_decision() -> None:
    learned = _after(*[NET] * WINDOW, GROSS)
    assert (learned.decided, learned.is_settled) == (NET, False)


def test_it_is_settled_again_when_the_odd_one_has_left_the_window() -> None:
    learned = _after(*[NET] * WINDOW, GROSS, *[NET] * (WINDOW - 1))
    assert not learned.is_settled
    assert learned.and_now(NET).is_settled


def test_a_decision_stands_however_many_say_otherwise_until_a_person_chooses() -> None:
    learned = _after(*[NET] * WINDOW, *[GROSS] * 2 * WINDOW)
    assert (learned.decided, learned.is_settled) == (NET, False)
    assert learned.is_contradicted_by(GROSS)


def test_the_alarm_names_the_invoice_what_was_thought_what_it_says_and_what_to_do() -> None:
    alarm = flip_alarm(make_invoice(header_total=Decimal("115.00")), NET, GROSS)
    assert "totals were without tax" in alarm.message
    assert "invoice INV-4711, 115.00, is with tax" in alarm.message
    assert "option header_total" in alarm.next_step
