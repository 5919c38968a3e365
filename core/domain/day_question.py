"""What is left of a day's calls, who may have it, and how we learn that a new day has begun.

Xero does not say when it does: near the end of a day one call an hour asks, and nobody asks another
before its answer.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from core.domain.call_account import Account, Limits, Refusal, block, since

# One question for each hour of a day, and what may be in flight when the first answer says so.
DAY_RESERVE = 30
DAY_PAUSE = timedelta(hours=1)
DAY_QUESTION = timedelta(seconds=65)


def day_refusal(account: Account, limits: Limits, now: datetime) -> Refusal | None:
    """Our own count only matters while the vendor has not told us its count."""
    if limits.per_day is None:
        return None
    left = account.day_remaining
    if left is not None and limits.day_left and left <= limits.day_left:
        # Xero does not say when its day ends; who needs the calls learns of a new one.
        message = "What is left of the day's calls is kept for what cannot wait."
        return Refusal("day", now + DAY_PAUSE, message)
    if left is not None or account.day_count < limits.per_day:
        return None
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return Refusal("day", midnight, "The day's calls are used up.")


def ask_of_new_day(taken: Account, left: int | None, now: datetime) -> Account:
    """A call was taken of which so many were left: near the end it is the hour's question."""
    if left is None or left > DAY_RESERVE:
        return taken
    return block(taken, now + DAY_QUESTION, "day", is_guess=True)


def got_no_answer(account: Account, now: datetime) -> Account:
    """The question may have been a call of the day all the same."""
    if account.day_remaining is None or account.day_remaining > DAY_RESERVE:
        return account
    return block(account, now + DAY_PAUSE, "day", is_guess=True)


def believe_day(account: Account, told: int, reserved_at: datetime, now: datetime) -> Account:
    left = max(told - since(account, reserved_at), 0)
    account = replace(account, day_remaining=left, remaining_at=now)
    if left <= DAY_RESERVE:
        return block(account, now + DAY_PAUSE, "day", is_guess=True)
    was = account.block
    is_over = was is not None and was.is_guess and was.reason == "day"
    return replace(account, block=None) if is_over else account
