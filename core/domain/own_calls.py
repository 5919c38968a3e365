"""How many calls we made ourselves in the last hour, in portions of five minutes.

It counts where nobody tells how much of an hour is used: a portion is forgotten only when all of it
is an hour old, so that we never believe to have made fewer than we did.
"""

from datetime import datetime, timedelta

PORTION = timedelta(minutes=5)
HOUR = timedelta(hours=1)

Portions = tuple[tuple[datetime, int], ...]
"""When each portion began, and the calls in it; the oldest first."""


def one_more(portions: Portions, now: datetime) -> Portions:
    kept = _recent(portions, now)
    if kept and now - kept[-1][0] < PORTION:
        began, count = kept[-1]
        return (*kept[:-1], (began, count + 1))
    return (*kept, (now, 1))


def in_last_hour(portions: Portions, now: datetime) -> int:
    return sum(count for _, count in _recent(portions, now))


def _recent(portions: Portions, now: datetime) -> Portions:
    """Without what is too old, or ahead of a clock that was set back."""
    return tuple(each for each in portions if abs(now - each[0]) < HOUR + PORTION)
