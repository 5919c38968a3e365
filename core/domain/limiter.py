"""Whether one more call to a vendor may go now, and if not, when exactly.

Pure steps over the state of one account: `core/store/budgets.py` runs them on a document that all
services and instances share, the simulation runs them in memory.

* A minute is any window of 60.5 seconds, so that none of the vendor's, wherever it starts, can hold
  more calls than allowed. Xero allows 60; two are never used, because a call may reach Xero later
  than it was counted (developer.xero.com, "API limits").
* A call without an answer counts a second time when we give up on it: it may reach the vendor in
  its next window.
* What the vendor's headers say is left is the truth; calls reserved since then are taken off.
* Calls at once are counted by endpoint where the vendor does so: Autotask takes three of each
  (General/ThreadLimiting). Xero counts all of them together; there no endpoint is named.
* Autotask counts the calls of an hour for all integrations together, and only a question says how
  many there were; what we made since the last one is added.
* Who may not sign in is stopped for everybody until a person has acted: Autotask locks users.
* What is left of a day, and whether a new one has begun, is a question of its own (`day_question.py`).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from core.domain.call_account import (
    Account,
    Hour,
    Limits,
    Place,
    Refusal,
    block,
    since,
)
from core.domain.day_question import ask_of_new_day, believe_day, day_refusal, got_no_answer
from core.domain.own_calls import one_more

WINDOW = timedelta(milliseconds=60_500)
# Longer than any call may take; a dead process gives its places back so late.
PLACE_LIFE = timedelta(seconds=150)
_HOUR = timedelta(hours=1)
# No window of the vendor's is longer.
_LONGEST_WAIT = timedelta(days=1)
_MOMENT = timedelta(seconds=1)
_HOUR_PAUSE = timedelta(minutes=5)
STOPPED = "stopped"


def refresh(account: Account, now: datetime) -> Account:
    """Forget what no longer counts."""
    today = now.date().isoformat()
    block = account.block
    if block is not None and block.until <= now:
        block = None
    calls, in_flight = account.calls, account.in_flight
    if calls and not now - WINDOW < min(calls) <= max(calls) < now + WINDOW:
        calls = tuple(call for call in calls if abs(now - call) < WINDOW)
    if any(place.until_at <= now for place in in_flight):
        in_flight = tuple(place for place in in_flight if place.until_at > now)
    is_as_before = calls is account.calls and in_flight is account.in_flight
    if is_as_before and block is account.block and today == account.day:
        return account
    return replace(
        account,
        calls=calls,
        in_flight=in_flight,
        block=block,
        day=today,
        day_count=account.day_count if account.day == today else 0,
    )


def refusal(account: Account, limits: Limits, now: datetime, endpoint: str = "") -> Refusal | None:
    """Why no call may go now, if none may. `account` is fresh."""
    if account.stopped:
        return Refusal(STOPPED, now + _LONGEST_WAIT, account.stopped)
    if account.block is not None:
        block = account.block
        message = f"Waiting until {block.until:%H:%M} UTC: {block.reason}"
        return Refusal(block.reason, block.until, message)
    return (
        day_refusal(account, limits, now)
        or _minute_refusal(account, limits)
        or _flight_refusal(account, limits, now, endpoint)
        or _hour_refusal(account, limits, now)
    )


def _minute_refusal(account: Account, limits: Limits) -> Refusal | None:
    if limits.per_minute is None or len(account.calls) < limits.per_minute:
        return None
    # As many have to leave the window as are too many for one more.
    last_to_leave = sorted(account.calls)[len(account.calls) - limits.per_minute]
    return Refusal("minute", last_to_leave + WINDOW, "The minute's calls are used up.")


def _flight_refusal(
    account: Account, limits: Limits, now: datetime, endpoint: str
) -> Refusal | None:
    if sum(place.endpoint == endpoint for place in account.in_flight) < limits.in_flight:
        return None
    return Refusal("concurrent", now + _MOMENT, "Too many calls at once.")


def _hour_refusal(account: Account, limits: Limits, now: datetime) -> Refusal | None:
    """A counter that was read long ago stops nobody."""
    hour = account.hour
    if limits.per_hour_share is None or hour is None or now - hour.read_at > _HOUR:
        return None
    if hour.used < hour.limit * limits.per_hour_share:
        return None
    message = (
        f"{hour.used:,} of the hour's {hour.limit:,} calls are used by all integrations together, "
        f"and our share ends at {limits.per_hour_share:.0%}"
    )
    return Refusal("hour", now + _HOUR_PAUSE, message)


def reserve(
    account: Account, limits: Limits, ticket: str, now: datetime, endpoint: str = ""
) -> tuple[Account, Refusal | None]:
    """Take one call out of the account, or say why not and when."""
    account = refresh(account, now)
    if (refused := refusal(account, limits, now, endpoint)) is not None:
        return account, refused
    left, hour = account.day_remaining, account.hour
    taken = replace(
        account,
        calls=(*account.calls, now),
        in_flight=(*account.in_flight, Place(ticket, now, now + PLACE_LIFE, endpoint)),
        day_count=account.day_count + 1,
        day_remaining=None if left is None else max(left - 1, 0),
        hour=replace(hour, used=hour.used + 1, ours=hour.ours + 1) if hour else None,
        own=account.own if limits.per_hour_share is None else one_more(account.own, now),
    )
    return ask_of_new_day(taken, left, now), None


def release(
    account: Account,
    limits: Limits,
    ticket: str,
    now: datetime,
    *,
    answered: bool,
    headers: Mapping[str, str] | None,
) -> Account:
    """Give the place in flight back, charge a lost call again, believe the headers."""
    mine = next((place for place in account.in_flight if place.ticket == ticket), None)
    account = replace(
        refresh(account, now),
        in_flight=tuple(place for place in account.in_flight if place.ticket != ticket),
    )
    if not answered:
        account = got_no_answer(replace(account, calls=(*account.calls, now)), now)
    lowered = {name.lower(): value for name, value in (headers or {}).items()}
    reserved_at = mine.at if mine else now
    minute = lowered.get("x-minlimit-remaining", "")
    if minute.isdecimal() and limits.per_minute is not None:
        account = _believe_minute(account, limits, int(minute), reserved_at, now)
    day = lowered.get("x-daylimit-remaining", "")
    if day.isdecimal():
        account = believe_day(account, int(day), reserved_at, now)
    return _obey(account, lowered, now)


def _obey(account: Account, headers: Mapping[str, str], now: datetime) -> Account:
    """Keep what a 429 orders in the very step that gives its place back: no crash loses it."""
    problem = headers.get("x-rate-limit-problem", "").strip().casefold()
    wait = headers.get("retry-after", "").strip()
    if problem not in ("minute", "day") or not wait.isdecimal():
        return account
    return block(account, now + min(timedelta(seconds=int(wait[:9])), _LONGEST_WAIT), problem)


def _believe_minute(
    account: Account, limits: Limits, told: int, reserved_at: datetime, now: datetime
) -> Account:
    account = replace(account, minute_remaining=told, remaining_at=now)
    if told - since(account, reserved_at) > limits.reserve:
        return account
    # The window began with the first of the calls that the vendor has counted in it.
    counted = (limits.per_minute or 0) + limits.reserve - told
    before = [call for call in sorted(account.calls) if call <= reserved_at]
    first = before[-min(counted, len(before))] if before and counted > 0 else reserved_at
    return block(account, first + WINDOW, "minute", is_guess=True)


def read_hour(account: Account, limit: int, used: int, now: datetime) -> Account:
    """Believe the vendor's own counter of the hour (Autotask's ThresholdInformation)."""
    return replace(account, hour=Hour(limit, used, now), ask_hour_at=None)


def stop(account: Account, reason: str) -> Account:
    """Let nobody call until a person has acted (`lift`): the sign-in was refused."""
    return replace(account, stopped=reason)


def lift(account: Account) -> Account:
    """Calls may go again, and another user may be one who may read the hour's count."""
    return replace(account, stopped="", ask_hour_at=None, sign_in_tried_at=None, sign_in_tries=0)
