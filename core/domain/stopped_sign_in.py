"""How often a sign-in that Autotask has refused may be tried again with the same credentials.

A person may press Sync Now or ask for a test, and so may a program that does it each minute; Autotask
locks a user after repeated failures. So the first tries at once, the next a quarter of an hour later at
the earliest, and each further one after twice as long, up to a day. Other credentials are tried at
once; the gateway limits how many are entered. A sign-in that works again ends the row of tries.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from core.domain.call_account import Account

_FIRST = timedelta(minutes=15)
_LONGEST = timedelta(days=1)
# What was refused so long ago has nothing to do with this refusal.
_FORGOTTEN = timedelta(days=2)
_MOST_DOUBLINGS = 7


def next_try_at(account: Account, now: datetime) -> datetime:
    """When the sign-in that is stopped may be tried."""
    tried_at = account.sign_in_tried_at
    if tried_at is None or not timedelta() <= now - tried_at < _FORGOTTEN:
        return now
    doublings = min(account.sign_in_tries - 1, _MOST_DOUBLINGS)
    return max(now, tried_at + min(_FIRST * (1 << doublings), _LONGEST))


def try_again(account: Account, now: datetime) -> Account | None:
    """Let calls go once more; None when it is too early for that."""
    counted = count_try(account, now)
    return replace(counted, stopped="") if counted else None


def count_try(account: Account, now: datetime) -> Account | None:
    """Note a try that others do not join: the stop stays. None when it is too early for that."""
    if next_try_at(account, now) > now:
        return None
    tried_at = account.sign_in_tried_at
    goes_on = tried_at is not None and now - tried_at < _FORGOTTEN
    tries = account.sign_in_tries + 1 if goes_on else 1
    return replace(account, sign_in_tried_at=now, sign_in_tries=tries)


def succeeded(account: Account) -> Account | None:
    """Forget the tries; None when there were none, or when the sign-in was refused meanwhile."""
    if account.stopped or account.sign_in_tried_at is None:
        return None
    return replace(account, sign_in_tried_at=None, sign_in_tries=0)
