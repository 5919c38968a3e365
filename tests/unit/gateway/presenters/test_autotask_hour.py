"""The hour's calls: whose they are, when we wait, and that an old count is none."""

from datetime import timedelta
from decimal import Decimal

from core.store.views.connection_rows import BudgetRow
from gateway.presenters.autotask_hour import hour_view, percent
from tests.unit.gateway.presenters.made import NOW, make_lens

READ = BudgetRow(hour_limit=10_000, hour_used=7_500, hour_read_at=NOW - timedelta(minutes=4))


def test_the_hour_says_whose_calls_they_are_and_when_we_wait() -> None:
    hour = hour_view(make_lens(autotask_budget=READ, autotask_share=Decimal("0.7")))
    assert hour is not None
    assert hour.text == "7,500 of 10,000 calls used this hour, by all integrations"
    assert (hour.filled, hour.stop_at, hour.stop_mark) == (75.0, 7_000, 70.0)
    assert hour.read is not None
    assert hour.read.text == "4 min ago"


def test_a_count_that_autotask_gave_long_ago_says_nothing_of_this_hour() -> None:
    old = BudgetRow(hour_limit=10_000, hour_used=1, hour_read_at=NOW - timedelta(minutes=61))
    assert hour_view(make_lens(autotask_budget=old)) is None
    assert hour_view(make_lens()) is None


def test_our_own_count_is_not_called_that_of_all() -> None:
    own = BudgetRow(hour_limit=10_000, hour_used=300, hour_read_at=NOW, hour_is_own=True)
    hour = hour_view(make_lens(autotask_budget=own))
    assert hour is not None
    assert hour.text == "300 of 10,000 calls used this hour, by us alone"
    assert hour.whose == "By us alone; Autotask does not tell what others use."


def test_more_calls_than_the_limit_fill_the_bar_and_no_more() -> None:
    over = BudgetRow(hour_limit=100, hour_used=120, hour_read_at=NOW)
    hour = hour_view(make_lens(autotask_budget=over))
    assert hour is not None
    assert (hour.used, hour.filled) == (120, 100.0)


def test_a_share_is_a_percentage_that_never_breaks() -> None:
    assert percent(Decimal("0.70")) == "70\u00a0%"
    assert percent(Decimal("0.125")) == "12.5\u00a0%"
    assert percent(Decimal(1)) == "100\u00a0%"
