"""Calls left of a vendor's account: reserved in Mongo before they are made, by whoever makes them.

One document an account, changed by the steps of `core/domain/limiter.py` through compare-and-set on
its version: one question that brings the state and the server's time, one write. Who is overtaken
asks again, so somebody always gets on. Instants are the Mongo server's.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import uuid4

from pymongo.errors import PyMongoError

from core.domain import hour_unread, limiter, stopped_sign_in
from core.domain.call_account import Account, Hour, Limits, Refusal, block
from core.domain.errors import RateLimitedError
from core.store.budget_form import Read, to_account, to_form
from core.store.documents import BudgetDocument

__all__ = ["BudgetSpentError", "Limits", "SharedBudget", "autotask_account"]

log = logging.getLogger(__name__)

Result = TypeVar("Result")

# Only a document that is changed without pause from everywhere could use these up.
_MOST_TRIES = 1_000
_MOMENT = timedelta(seconds=1)
# Autotask takes three calls at once for each endpoint and integration code (General/ThreadLimiting).
_THREADS = 3
# Below this the whole app pauses for a minute; far more than all organisations have in flight.
_APP_RESERVE = 200
_APP_PAUSE = timedelta(seconds=60)


class BudgetSpentError(RateLimitedError):
    """No call is left. `until` is by Mongo's clock; `wait` is good for any."""

    wait: timedelta

    def __init__(self, refused: Refusal, now: datetime) -> None:
        super().__init__(refused.message, limit=refused.limit, until=refused.until)
        self.wait = refused.until - now


class SharedBudget:
    """The budget of one account, shared by every service and instance.

    `app` names the account of the vendor's limit over all tenants, if it has one: nothing is
    counted there, only what the vendor says of it is kept.
    """

    def __init__(self, account: str, limits: Limits, app: str | None = None) -> None:
        self._account = account
        self._limits = limits
        self._app = app

    def acquire(self, endpoint: str = "") -> str:
        """Reserve one call and return its ticket; raises `BudgetSpentError` when none is left."""
        ticket = uuid4().hex

        def take(account: Account, read: Read) -> tuple[Account | None, BudgetSpentError | None]:
            refused = self._app_refusal(read)
            if refused is None:
                after, refused = limiter.reserve(account, self._limits, ticket, read.now, endpoint)
                if refused is None:
                    return after, None
            return None, BudgetSpentError(refused, read.now)

        if (spent := self._change(take)) is not None:
            raise spent
        return ticket

    def release(self, ticket: str, *, answered: bool, headers: Mapping[str, str] | None) -> None:
        """Give the place in flight back and believe what the vendor's headers say is left.

        Raises nothing: the call has been made, and its answer counts for more than our books. A
        place that is not given back ends by itself.
        """
        try:
            self._give_back(ticket, answered=answered, headers=headers)
        except (BudgetSpentError, PyMongoError) as error:
            log.warning("A call of %s stays counted: %s", self._account, type(error).__name__)

    def _give_back(self, ticket: str, *, answered: bool, headers: Mapping[str, str] | None) -> None:
        def give(account: Account, read: Read) -> tuple[Account | None, None]:
            return limiter.release(
                account, self._limits, ticket, read.now, answered=answered, headers=headers
            ), None

        self._change(give)
        self._believe_app(headers or {})

    def blocked_for(self, wait: timedelta, reason: str) -> None:
        """The vendor itself said no for so long."""
        is_app = reason == "appminute" and self._app is not None
        whose = SharedBudget(self._app or "", self._limits) if is_app else self
        whose._block(wait, reason)

    def _block(self, wait: timedelta, reason: str) -> None:
        self._change(
            lambda account, read: (
                block(limiter.refresh(account, read.now), read.now + wait, reason),
                None,
            )
        )

    def set_hour(self, limit: int, used: int) -> None:
        """Believe the vendor's own counter of the hour (Autotask's ThresholdInformation)."""
        self._change(
            lambda account, read: (limiter.read_hour(account, limit, used, read.now), None)
        )

    def hour_not_told(self, wait: timedelta) -> None:
        """Nobody asks for the hour for so long; our own calls count meanwhile."""
        self._change(lambda account, read: (hour_unread.not_told(account, wait, read.now), None))

    def count_own(self) -> None:
        """Bring our own count of the hour up to now."""
        self._change(lambda account, read: (hour_unread.count_own(account, read.now), None))

    def refusal(self) -> Refusal | None:
        """Why no call may go now and when one may, if none may; costs nothing."""
        read = self._read()
        account = limiter.refresh(read.account, read.now)
        return self._app_refusal(read) or limiter.refusal(account, self._limits, read.now)

    def state(self) -> tuple[Account, datetime]:
        """All that is remembered, and the server's time."""
        read = self._read()
        return read.account, read.now

    def hour(self) -> tuple[Hour | None, datetime]:
        """The vendor's counter with what we made since, and the server's time."""
        read = self._read()
        return read.account.hour, read.now

    def day_left(self) -> int | None:
        """What the vendor said is left of the day's calls; None when that was another day."""
        read = self._read()
        told_at = read.account.remaining_at
        is_of_today = told_at is not None and read.now - told_at < timedelta(days=1)
        return read.account.day_remaining if is_of_today else None

    def stop(self, reason: str) -> None:
        """Let nobody call any more, in any service or instance, until `lift`."""
        self._change(lambda account, _: (limiter.stop(account, reason), None))

    def stopped(self) -> str:
        """Why nobody may call, empty while calls may go."""
        return self._read().account.stopped

    def lift(self) -> None:
        """A person has acted: calls may go again."""

        def lifted(account: Account, _: Read) -> tuple[Account | None, None]:
            after = limiter.lift(account)
            return (None if after == account else after), None

        self._change(lifted)

    def try_sign_in(self, *, lifts: bool = True) -> timedelta:
        """Let a refused sign-in be tried once more; how long to wait when it is too early for that.

        One that does not lift leaves everybody else stopped until it has succeeded.
        """
        step = stopped_sign_in.try_again if lifts else stopped_sign_in.count_try

        def tried(account: Account, read: Read) -> tuple[Account | None, timedelta]:
            if not account.stopped:
                return None, timedelta()
            after = step(account, read.now)
            return after, stopped_sign_in.next_try_at(account, read.now) - read.now

        return self._change(tried)

    def sign_in_succeeded(self) -> None:
        """A later refusal is tried again at once, not after the wait of an earlier one."""
        self._change(lambda account, _: (stopped_sign_in.succeeded(account), None))

    def _app_refusal(self, read: Read) -> Refusal | None:
        app = limiter.refresh(read.app, read.now)
        return limiter.refusal(app, Limits(in_flight=1), read.now) if app.block else None

    def _believe_app(self, headers: Mapping[str, str]) -> None:
        lowered = {name.lower(): value for name, value in headers.items()}
        told = lowered.get("x-appminlimit-remaining", "")
        if self._app and told.isdecimal() and int(told) <= _APP_RESERVE:
            self.blocked_for(_APP_PAUSE, "appminute")

    def _change(self, step: Callable[[Account, Read], tuple[Account | None, Result]]) -> Result:
        """Run a step until nobody came in between; a step that gives no account writes nothing."""
        for _ in range(_MOST_TRIES):
            read = self._read()
            after, result = step(read.account, read)
            if after is None or self._write(after, read.version):
                return result
        busy = Refusal("concurrent", read.now + _MOMENT, "Too many at the counter.")
        raise BudgetSpentError(busy, read.now)

    def _write(self, account: Account, version: int | None) -> bool:
        result = _budgets().update_one(
            {"_id": self._account, "version": version},
            {"$set": {**to_form(account), "version": (version or 0) + 1}},
        )
        return bool(result.matched_count)

    def _read(self) -> Read:
        """The document with the server's time; the very first question has to make it first."""
        ids = [self._account, *([self._app] if self._app else [])]
        steps = [{"$match": {"_id": {"$in": ids}}}, {"$set": {"seen_at": "$$NOW"}}]
        found = {stored["_id"]: stored for stored in _budgets().aggregate(steps)}
        if self._account not in found:
            _budgets().update_one(
                {"_id": self._account}, {"$setOnInsert": {"version": 0}}, upsert=True
            )
            return self._read()
        stored = found[self._account]
        app = to_account(found.get(self._app or "", {}))
        return Read(stored["seen_at"], to_account(stored), stored.get("version"), app)


def autotask_account(autotask_key: str, share: Decimal) -> SharedBudget:
    """The account of a tenant of Autotask, for everybody who calls it."""
    return SharedBudget(f"autotask:{autotask_key}", Limits(_THREADS, per_hour_share=share))


def _budgets() -> Any:
    return BudgetDocument._get_collection()
