"""Bars: every month one, nothing outside the drawing, negative months below the line."""

from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.status import Status
from core.store.views.analytics import CurrencySales, MonthSales
from gateway.presenters.amounts import amount
from gateway.presenters.analytics import chart, currencies_in, months_back, table
from gateway.presenters.analytics.scale import BOTTOM, TOP

MONTHS = months_back(12, datetime(2026, 11, 22, tzinfo=UTC), UTC)
CODES = ("NZD", "AUD")


def make_months(totals: list[int], count: int = 3, faults: int = 0) -> tuple[MonthSales, ...]:
    return tuple(
        MonthSales(month, {"NZD": CurrencySales(count, 0, Decimal(total), Decimal(total), faults)})
        for month, total in zip(MONTHS, totals, strict=True)
    )


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


def test_faults_stand_at_the_foot_and_are_counted_in_words() -> None:
    drawn = chart(make_months([1] * 12, count=3, faults=2), "count", "")
    bar = drawn.bars[0]
    assert bar.fault_y + bar.fault_height == pytest.approx(drawn.zero_y)
    assert bar.y + bar.height == pytest.approx(bar.fault_y)
    assert bar.height == pytest.approx(bar.fault_height * 1.5, abs=0.2)
    assert bar.label == "December 2025: 3 synced, 2 at fault"
    assert bar.value == "3 + 2"
    assert drawn.bars[-1].label.endswith("still running")


def test_no_month_of_a_year_that_is_over_is_running() -> None:
    drawn = chart(make_months([1] * 12), "count", "", running="")
    assert not any(bar.is_running for bar in drawn.bars)


@pytest.mark.parametrize("measure", ["count", "value"])
def test_nothing_at_all_is_an_empty_drawing(measure: str) -> None:
    assert chart(tuple(MonthSales(month, {}) for month in MONTHS), measure, "NZD").is_empty


Invoice = tuple[str, str, Status, int]
invoices = st.tuples(
    st.dates(date(2025, 12, 1), date(2026, 11, 30)).map(date.isoformat),
    st.sampled_from(["NZD", "AUD"]),
    st.sampled_from([Status.COMPLETE, Status.FAULT]),
    st.integers(-500, 900),
)


def counted(every: list[Invoice]) -> tuple[MonthSales, ...]:
    """What the store would count of them."""

    def sales(month: str, code: str) -> CurrencySales:
        here = [each for each in every if each[0][:7] == month and each[1] == code]
        done = [total for _, _, status, total in here if status is Status.COMPLETE]
        total, credit = Decimal(sum(done)), sum(each < 0 for each in done)
        return CurrencySales(len(done), credit, total, total, len(here) - len(done))

    return tuple(MonthSales(each, {code: sales(each, code) for code in CODES}) for each in MONTHS)


def listed(query: str, every: list[Invoice]) -> list[int]:
    """Totals of the invoices that the address of a figure lists."""
    wanted = dict(parse_qsl(query))
    return [
        total
        for day, code, status, total in every
        if wanted["status"] == status
        and wanted["from"] <= day <= wanted["to"]
        and wanted.get("currency") in (None, code)
    ]


@given(st.lists(invoices, max_size=40), st.sampled_from(["", "NZD", "AUD"]))
def test_a_bar_leads_to_exactly_what_it_counts(every: list[Invoice], currency: str) -> None:
    months = counted(every)
    for bar in chart(months, "count", currency).bars:
        assert bar.value.split(" + ")[0] == str(len(listed(bar.query, every)))
    code = currency or "NZD"
    for bar in chart(months, "value", code).bars:
        assert f"{amount(Decimal(sum(listed(bar.query, every))))} {code}" in bar.label
    for row in table(months, currency).rows:
        assert row.count == str(len(listed(row.query, every)) if row.query else 0)
        assert row.faults == str(len(listed(row.fault_query, every)) if row.fault_query else 0)


def test_the_organisations_currency_comes_first_and_sums_are_apart() -> None:
    sales = CurrencySales(1, 0, Decimal(1), Decimal(2), 0)
    two = (
        MonthSales("2026-10", {"NZD": sales}),
        MonthSales("2026-11", {"AUD": sales, "NZD": sales, "USD": sales}),
    )
    assert currencies_in(two, "NZD") == ("NZD", "AUD", "USD")
    shown = table(two)
    assert [row.currency for row in shown.rows] == ["AUD", "NZD", "USD", "NZD"]
    sums = [(row.currency, row.count, row.total) for row in shown.sums]
    assert sums == [("AUD", "1", "2.00"), ("NZD", "2", "4.00"), ("USD", "1", "2.00")]
    assert [row.currency for row in table(two, "AUD").rows] == ["AUD"]
