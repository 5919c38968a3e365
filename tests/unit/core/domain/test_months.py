"""Months as texts."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.domain.months import after, days_of, latest, month_of, span_of

MONTHS = st.dates(date(1990, 1, 1), date(2090, 12, 1)).map(lambda day: f"{day:%Y-%m}")
AUCKLAND = ZoneInfo("Pacific/Auckland")


@given(MONTHS)
def test_months_follow_each_other_without_a_gap(month: str) -> None:
    assert latest(after(month), 2) == (month, after(month))
    last = date.fromisoformat(days_of(month)[-1])
    assert days_of(after(month))[0] == (last + timedelta(days=1)).isoformat()


@given(MONTHS, st.sampled_from([UTC, AUCKLAND]))
def test_a_span_holds_exactly_the_instants_of_its_month(month: str, zone: ZoneInfo) -> None:
    from_at, before_at = span_of(month, zone)
    assert month_of(from_at, zone) == month
    assert month_of(before_at - timedelta(milliseconds=1), zone) == month
    assert month_of(before_at, zone) == after(month)
    assert span_of(after(month), zone)[0] == before_at


def test_the_last_month_that_there_is_has_one_behind_it_too() -> None:
    assert days_of("9999-12")[-1] == "9999-12-31"
    assert f"{after('9999-12')}-01" > "9999-12-31"


def test_a_month_begins_where_one_lives() -> None:
    assert span_of("2026-11", AUCKLAND)[0] == datetime(2026, 10, 31, 11, tzinfo=UTC)
