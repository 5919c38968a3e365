"""How often Sync Now may try a sign-in that Autotask has refused.

A person may press it, and so may a program that presses it each minute; Autotask locks a user after
repeated failures. So it tries at most once in a quarter of an hour, and each time that it was in
vain only after twice as long, up to a day. New credentials and a test are asked by a person who looks
at the answer: they try at once.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from core.domain.limiter import Account

_FIRST = timedelta(minutes=15)
_LONGEST = timedelta(days=1)
# What was refused so long ago has nothing to do with this refusal.
_FORGOTTEN = timedelta(days=2)
_MOST_DOUBLINGS = 7


def next_try_at(account: Account, now: datetime) -> datetime:
    """When Sync Now may try the sign-in that is stopped."""
    tried_at = account.sign_in_tried_at
    if tried_at is None or not timedelta() <= now - tried_at < _FORGOTTEN:
        return now
    doublings = min(account.sign_in_tries - 1, _MOST_DOUBLINGS)
    return max(now, tried_at + min(_FIRST * (1 << doublings), _LONGEST))


def try_again(account: Account, now: datetime) -> Account | None:
    """Let calls go once more; None when it is too early for that."""
    if next_try_at(account, now) > now:
        return None
    tried_at = account.sign_in_tried_at
    goes_on = tried_at is not None and now - tried_at < _FORGOTTEN
    tries = account.sign_in_tries + 1 if goes_on else 1
    return replace(account, stopped="", sign_in_tried_at=now, sign_in_tries=tries)
