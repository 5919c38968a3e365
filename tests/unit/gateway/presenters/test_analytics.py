"""Bars: every month one, nothing outside the drawing, negative months below the line."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.store.views.analytics import CurrencySales, MonthSales
from gateway.presenters.analytics import (
    BOTTOM,
    TOP,
    chart,
    currencies_in,
    months_back,
    span_of,
    table,
)

MONTHS = months_back(12, datetime(2026, 11, 22, tzinfo=UTC), UTC)


def make_months(totals: list[int], count: int = 3, faults: int = 0) -> tuple[MonthSales, ...]:
    return tuple(
        MonthSales(month, {"NZD": CurrencySales(count, 0, Decimal(total), Decimal(total), faults)})
        for month, total in zip(MONTHS, totals, strict=True)
    )


def test_months_end_with_the_running_one_in_the_organisations_zone() -> None:
    new_year = datetime(2026, 12, 31, 12, tzinfo=UTC)
    assert months_back(2, new_year, UTC) == ("2026-11", "2026-12")
    assert months_back(2, new_year, ZoneInfo("Pacific/Auckland")) == ("2026-12", "2027-01")


def test_a_months_span_ends_with_its_last_day() -> None:
    assert span_of("2028-02") == ("2028-02-01", "2028-02-29")


@given(st.lists(st.integers(-(10**7), 10**7), min_size=12, max_size=12))
def test_every_bar_stays_inside_the_drawing(totals: list[int]) -> None:
    drawn = chart(make_months(totals), "value", "NZD")
    for bar in drawn.bars:
        assert TOP - 0.2 <= bar.y <= BOTTOM + 0.2
        assert bar.height >= 0
        assert bar.y + bar.height <= BOTTOM + 0.3
    assert len(drawn.ticks) >= 3


def test_a_month_of_credit_notes_hangs_below_the_line() -> None:
    drawn = chart(make_months([-500] + [1000] * 11), "value", "NZD")
    assert drawn.bars[0].y == drawn.zero_y
    assert drawn.bars[0].height > 0
    assert "−500.00 NZD" in drawn.bars[0].label


def test_faults_stand_on_top_and_are_counted_in_words() -> None:
    drawn = chart(make_months([1] * 12, count=3, faults=2), "count", "")
    bar = drawn.bars[0]
    assert bar.fault_y < bar.y
    assert bar.label == "December 2025: 3 synced, 2 at fault"
    assert bar.value == "3 + 2"
    assert drawn.bars[-1].label.endswith("still running")


@pytest.mark.parametrize("measure", ["count", "value"])
def test_nothing_at_all_is_an_empty_drawing(measure: str) -> None:
    assert chart(tuple(MonthSales(month, {}) for month in MONTHS), measure, "NZD").is_empty


def test_the_organisations_currency_comes_first() -> None:
    sales = CurrencySales(1, 0, Decimal(1), Decimal(1), 0)
    months = (MonthSales("2026-11", {"AUD": sales, "NZD": sales, "USD": sales}),)
    assert currencies_in(months, "NZD") == ("NZD", "AUD", "USD")
    assert [row.currency for row in table(months)] == ["AUD", "NZD", "USD"]
