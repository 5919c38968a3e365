"""What is remembered of the calls of one account at a vendor, and what we allow ourselves there."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from core.domain.own_calls import Portions


@dataclass(frozen=True, slots=True)
class Limits:
    """What we allow ourselves; None means that the vendor has no such limit.

    `in_flight` goes for each endpoint. `reserve` is what the vendor allows a minute beyond `per_minute`.
    `day_left`: who has these limits leaves so many of the day's calls to others.
    """

    in_flight: int
    per_minute: int | None = None
    per_day: int | None = None
    per_hour_share: Decimal | None = None
    reserve: int = 2
    day_left: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A call in flight, since when, and until when it counts as that."""

    ticket: str
    at: datetime
    until_at: datetime
    endpoint: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """No call goes until then. A guess of ours ends as soon as a header knows better."""

    until: datetime
    reason: str
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Hour:
    """Autotask's own counter of the hour with what we have reserved since it was read.

    `ours` is how many of `used` that is; `is_own` says that Autotask did not tell and all of them are.
    """

    limit: int
    used: int
    read_at: datetime
    ours: int = 0
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """What is remembered of an account's calls.

    `stopped` says why nobody may call at all, `ask_hour_at` when the hour may be asked for again
    after no answer, `own` what we made in the last hour where the vendor counts one,
    `sign_in_tried_at` and `sign_in_tries` when and how often in a row Sync Now has tried a stopped
    sign-in.
    """

    calls: tuple[datetime, ...] = ()
    in_flight: tuple[Place, ...] = ()
    day: str = ""
    day_count: int = 0
    day_remaining: int | None = None
    minute_remaining: int | None = None
    remaining_at: datetime | None = None
    block: Block | None = None
    hour: Hour | None = None
    stopped: str = ""
    ask_hour_at: datetime | None = None
    own: Portions = ()
    sign_in_tried_at: datetime | None = None
    sign_in_tries: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Which limit is reached and when a call may go again."""

    limit: str
    until: datetime
    message: str


def since(account: Account, moment: datetime) -> int:
    """Calls reserved since then: the vendor's count may not have them yet."""
    return sum(call > moment for call in account.calls)


def block(account: Account, until: datetime, reason: str, *, is_guess: bool = False) -> Account:
    """Wait until then, unless a longer wait is on already.

    What the vendor orders takes the place of our own guess about the same limit.
    """
    was = account.block
    is_better = was is not None and was.is_guess and was.reason == reason and not is_guess
    if was is not None and was.until >= until and not is_better:
        return account
    if reason == "day" and not is_guess:
        # It names the end of the day: what was left of that one says nothing of the next.
        account = replace(account, day_remaining=None)
    return replace(account, block=Block(until, reason, is_guess))
