"""Calls of an account at Xero as the limiter sees them."""

from datetime import datetime, timedelta

from core.domain import limiter
from core.domain.call_account import Account, Limits, Refusal
from tests.factories.documents import NOON

XERO = Limits(in_flight=5, per_minute=58, per_day=4_990)


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def answered(
    account: Account, limits: Limits, ticket: str, now: datetime, **headers: int
) -> Account:
    told = {f"X-{name}-Remaining": str(left) for name, left in headers.items()}
    return limiter.release(account, limits, ticket, now, answered=True, headers=told)


def refusal_of(account: Account, limits: Limits, now: datetime) -> Refusal:
    _, refusal = limiter.reserve(account, limits, "one more", now)
    assert refusal is not None
    return refusal
