"""Lock dates of a Xero organisation (product.md X12): what happens to a document dated in a closed period.

Xero has two: the period lock stops everybody but advisers, the year-end lock stops them too
(Organisation). The later one counts, because we cannot know what a connected user may.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.reference_data import Organisation
from core.domain.setting_choices import LockDateRule


@dataclass(frozen=True, slots=True)
class Open:
    """The day may be written to."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The document gets the next open day."""

    to: date
    lock_on: date


@dataclass(frozen=True, slots=True)
class Waits:
    """It waits until the lock date is moved back in Xero."""

    lock_on: date


@dataclass(frozen=True, slots=True)
class Refused:
    """A person has to decide."""

    lock_on: date


LockVerdict = Open | Moved | Waits | Refused


def lock_date(organisation: Organisation | None) -> date | None:
    """The last day that is closed; None when nothing is, or when nobody has asked yet."""
    if organisation is None:
        return None
    dates = (organisation.period_lock_on, organisation.year_end_lock_on)
    return max((each for each in dates if each), default=None)


def is_locked(day: date, organisation: Organisation | None) -> bool:
    lock_on = lock_date(organisation)
    return lock_on is not None and day <= lock_on


def judge_day(day: date, organisation: Organisation | None, rule: LockDateRule) -> LockVerdict:
    """Say what the rule makes of a document of this day; drafts are judged alike, as Xero does."""
    lock_on = lock_date(organisation)
    if lock_on is None or day > lock_on:
        return Open()
    match rule:
        case LockDateRule.MOVE:
            return Moved(lock_on + timedelta(days=1), lock_on)
        case LockDateRule.HOLD:
            return Waits(lock_on)
    return Refused(lock_on)
