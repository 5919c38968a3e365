"""What counts while Autotask does not tell how much of its hour is used.

The user may lack the right to read the counter, or its endpoint may be away: neither keeps invoices
from coming in, and neither is a reason to use more than our share. A count that Autotask told stands
until it is an hour old; after that it is our own calls that are compared with our share.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from core.domain import own_calls
from core.domain.call_account import Account, Hour

# What Autotask allows an hour, for a user who may not ask (REST_Thresholds_Limits).
DOCUMENTED_LIMIT = 10_000
# A right is given by a person; an endpoint that is away comes back by itself.
ASK_AFTER_REFUSAL = timedelta(days=1)
ASK_AFTER_OUTAGE = timedelta(minutes=5)


def may_ask(account: Account, now: datetime) -> bool:
    return account.ask_hour_at is None or account.ask_hour_at <= now


def not_told(account: Account, wait: timedelta, now: datetime) -> Account:
    """The question brought no count: nobody asks again for so long."""
    return count_own(replace(account, ask_hour_at=now + wait), now)


def count_own(account: Account, now: datetime) -> Account:
    """Go by our own calls, unless Autotask told its count within the hour."""
    told = account.hour
    if told is not None and not told.is_own and now - told.read_at < own_calls.HOUR:
        return account
    limit = told.limit if told else DOCUMENTED_LIMIT
    used = own_calls.in_last_hour(account.own, now)
    return replace(account, hour=Hour(limit, used, now, is_own=True))
