"""What a decision without a value means."""

from dataclasses import replace
from decimal import Decimal

from core.store.views.record import DecisionRow, LineRow
from gateway.presenters.decisions import choice_of
from gateway.presenters.record import record_view
from tests.unit.gateway.presenters.made import make_lens, make_record

LINE = LineRow(1, "Support", Decimal(1), Decimal(1), Decimal(1), Decimal(0), "", "", "", "", "")


def test_a_tax_that_is_left_to_xero_is_said_to_be() -> None:
    left = DecisionRow("tax", "", "Tax is left to Xero: account 200 has OUTPUT2.", 1)
    assert choice_of(left).value == "Xero decides"
    assert choice_of(replace(left, value="OUTPUT2")).value == "OUTPUT2"
    assert choice_of(DecisionRow("branding", "", "Xero's own theme.", None)).value == ""


def test_the_panel_keeps_it_apart_from_what_nobody_has_decided() -> None:
    left = replace(LINE, tax_reason="Tax is left to Xero.")
    record = replace(make_record(), lines=(left, LINE))
    assert [line.tax_type for line in record_view(record, make_lens()).lines] == [
        "Xero decides",
        "",
    ]
