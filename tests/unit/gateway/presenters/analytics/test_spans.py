"""Spans end with the running month, or with a financial year of the organisation."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.store.views.year_end import YearEnd
from gateway.presenters.analytics import SPANS, months_back, span, span_of

NOW = datetime(2026, 11, 22, tzinfo=UTC)
MARCH = YearEnd(31, 3)


def test_months_end_with_the_running_one_in_the_organisations_zone() -> None:
    new_year = datetime(2026, 12, 31, 12, tzinfo=UTC)
    assert months_back(2, new_year, UTC) == ("2026-11", "2026-12")
    assert months_back(2, new_year, ZoneInfo("Pacific/Auckland")) == ("2026-12", "2027-01")


def test_a_months_span_ends_with_its_last_day() -> None:
    assert span_of("2028-02") == ("2028-02-01", "2028-02-29")


def test_a_year_that_is_on_reaches_to_now_and_names_its_end() -> None:
    year = span("fy", NOW, UTC, MARCH)
    assert (year.months[0], year.months[-1]) == ("2026-04", "2026-11")
    assert year.running == "2026-11"
    assert year.text == "Financial year to March 2027: April 2026 – November 2026"


def test_the_last_year_is_whole_and_nothing_in_it_is_running() -> None:
    year = span("last-fy", NOW, UTC, MARCH)
    assert (year.months[0], year.months[-1], year.running) == ("2025-04", "2026-03", "")


@pytest.mark.parametrize("day", [datetime(2027, 3, 31, tzinfo=UTC), NOW])
def test_the_month_of_its_end_belongs_to_the_year(day: datetime) -> None:
    assert span("fy", day, UTC, MARCH).months[0] == "2026-04"


def test_an_unknown_year_end_is_the_calendars_and_said() -> None:
    year = span("fy", NOW, UTC, None)
    assert year.months[0] == "2026-01"
    assert year.text.startswith("Financial year to December 2026 (Xero has not told us")


@given(
    st.integers(0, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.integers(1, 12),
    st.sampled_from(sorted(SPANS)),
)
def test_years_follow_each_other_and_months_have_no_gap(now: datetime, end: int, key: str) -> None:
    chosen = span(key, now, UTC, YearEnd(28, end)).months
    numbers = [int(month[:4]) * 12 + int(month[5:]) for month in chosen]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    present, last = (span(each, now, UTC, YearEnd(28, end)).months for each in ("fy", "last-fy"))
    assert len(last) == 12
    assert int(last[-1][5:]) == end
    assert int(present[0][5:]) == end % 12 + 1
    assert present[-1] == f"{now:%Y-%m}"
