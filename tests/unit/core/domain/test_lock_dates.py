from datetime import date

import pytest

from core.domain.lock_dates import Moved, Open, Refused, Waits, is_locked, judge_day, lock_date
from core.domain.reference_data import Organisation
from core.domain.setting_choices import LockDateRule

MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)


def _organisation(period: date | None = None, year_end: date | None = None) -> Organisation:
    return Organisation("Kauri", "!k", "NZD", "", period_lock_on=period, year_end_lock_on=year_end)


@pytest.mark.parametrize(
    ("period", "year_end", "lock_on"),
    [
        (None, None, None),
        (JUNE, None, JUNE),
        (None, MARCH, MARCH),
        (JUNE, MARCH, JUNE),
        (MARCH, JUNE, JUNE),
    ],
)
def test_the_later_of_both_lock_dates_counts(
    period: date | None, year_end: date | None, lock_on: date | None
) -> None:
    assert lock_date(_organisation(period, year_end)) == lock_on


def test_nothing_is_locked_in_an_organisation_that_nobody_asked() -> None:
    assert lock_date(None) is None
    assert not is_locked(MARCH, None)


@pytest.mark.parametrize("rule", LockDateRule)
def test_the_day_after_the_lock_date_is_open_under_every_rule(rule: LockDateRule) -> None:
    assert judge_day(date(2026, 7, 1), _organisation(JUNE), rule) == Open()
    assert judge_day(JUNE, _organisation(), rule) == Open()


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [
        (LockDateRule.MOVE, Moved(date(2026, 7, 1), JUNE)),
        (LockDateRule.HOLD, Waits(JUNE)),
        (LockDateRule.FAULT, Refused(JUNE)),
    ],
)
def test_the_lock_date_itself_is_closed(
    rule: LockDateRule, verdict: Moved | Waits | Refused
) -> None:
    assert judge_day(JUNE, _organisation(JUNE), rule) == verdict
    assert is_locked(JUNE, _organisation(JUNE))
