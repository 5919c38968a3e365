"""When to ask Autotask how many calls its hour has seen (ThresholdInformation).

Asking costs a call, so an idle look never asks; but the hour is shared with every other integration
of the tenant, and only asking tells of theirs. Between two readings we add what we make ourselves.
So our view is never more than 300 calls of ours behind, a run that finds work knows the count of the
last hour and one with much work that of the last ten minutes, and near our share we look every other
minute, which also ends a wait.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from core.domain.call_account import Hour

_MOST_OF_OURS = 300
# An idle look is a single call, so whoever makes a second one has work to do.
_SOME = 1
_WITH_WORK = timedelta(hours=1)
_MUCH = 15
_WITH_MUCH_WORK = timedelta(minutes=10)
# From this part of our share on we look closely.
_NEAR = Decimal("0.8")
_WHEN_NEAR = timedelta(minutes=2)
# What is left of our share of the hour belongs to looks, which cannot wait.
_FOR_PEOPLE = Decimal("0.8")
_HOUR = timedelta(hours=1)


def is_reading_due(hour: Hour | None, share: Decimal, calls_of_run: int, now: datetime) -> bool:
    """Whether to ask before the next call of a run that has made so many."""
    if hour is None or hour.ours >= _MOST_OF_OURS:
        return True
    age = now - hour.read_at
    if hour.used >= hour.limit * share * _NEAR and age >= _WHEN_NEAR:
        return True
    if calls_of_run >= _MUCH and age >= _WITH_MUCH_WORK:
        return True
    return calls_of_run >= _SOME and age >= _WITH_WORK


def has_room_for_people(hour: Hour | None, share: Decimal, now: datetime) -> bool:
    """Whether a call may go into what somebody only wants to see; an old count says nothing."""
    if hour is None or now - hour.read_at > _HOUR:
        return True
    return hour.used < hour.limit * share * _FOR_PEOPLE
