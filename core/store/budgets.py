"""Calls left of a vendor's account: reserved in Mongo before they are made, by whoever makes them.

One document an account; instants are the Mongo server's. A minute is any sixty seconds, so that no
window of the vendor, wherever it starts, can hold more calls than allowed. A call that got no
answer is charged a second time when we give up on it: the vendor may count it in its next window.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from pymongo import ReturnDocument

from core.domain.errors import RateLimitedError
from core.store.documents import BudgetDocument

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_SLOT_LIFE_MS = 150_000
_WINDOW_MS = 62_000
_HOUR_MS = 3_600_000
# Xero does not say when its day ends before it refuses; near the end we ask once an hour.
_DAY_RESERVE = 5
_DAY_PAUSE_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What an account allows; None means that the vendor has no such limit."""

    in_flight: int
    per_minute: int | None = None
    per_day: int | None = None
    per_hour_share: float | None = None


class SharedBudget:
    """The budget of one account, shared by every service and instance."""

    def __init__(self, account: str, limits: Limits) -> None:
        self._account = account
        self._limits = limits

    def acquire(self) -> str:
        """Reserve one call and return its ticket; raises `RateLimitedError` when none is left."""
        ticket = uuid4().hex
        after = _budgets().find_one_and_update(
            {"_id": self._account},
            [_TRIM, {"$set": {"granted": self._condition()}}, *_take(ticket)],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        if not after["granted"]:
            raise self._refusal(after)
        return ticket

    def release(self, ticket: str, *, answered: bool, headers: Mapping[str, str] | None) -> None:
        """Give the place in flight back and believe what the vendor's headers say is left."""
        values: dict[str, Any] = {
            "in_flight": {
                "$filter": {"input": "$in_flight", "cond": {"$ne": ["$$this.ticket", ticket]}}
            }
        }
        if not answered:
            values["calls"] = {"$concatArrays": ["$calls", ["$$NOW"]]}
        values.update(_remaining(headers or {}))
        _budgets().update_one({"_id": self._account}, [{"$set": values}])

    def blocked(self, until: datetime, reason: str) -> None:
        """The vendor itself said no until then."""
        _budgets().update_one(
            {"_id": self._account}, [{"$set": _block(until, reason)}], upsert=True
        )

    def set_hour(self, limit: int, used: int) -> None:
        """Believe the vendor's own counter of the hour (Autotask's ThresholdInformation)."""
        _budgets().update_one(
            {"_id": self._account},
            [{"$set": {"hour_limit": limit, "hour_used": used, "hour_read_at": "$$NOW"}}],
            upsert=True,
        )

    def wait_until(self) -> datetime | None:
        """When calls may go on, if they may not now; costs nothing."""
        state = _budgets().find_one_and_update(
            {"_id": self._account},
            [_TRIM, {"$set": {"granted": self._condition()}}],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return None if state["granted"] else self._refusal(state).until

    def hour_read_at(self) -> datetime | None:
        document = _budgets().find_one({"_id": self._account}, {"hour_read_at": 1})
        return document.get("hour_read_at") if document else None

    def _condition(self) -> dict[str, Any]:
        limits = self._limits
        conditions: list[dict[str, Any]] = [
            {"$lt": [{"$size": "$in_flight"}, limits.in_flight]},
            {"$lte": [{"$ifNull": ["$blocked_until_at", "$$NOW"]}, "$$NOW"]},
        ]
        if limits.per_minute is not None:
            conditions.append({"$lt": [{"$size": "$calls"}, limits.per_minute]})
        if limits.per_day is not None:
            conditions.append({"$lt": ["$day_count", limits.per_day]})
        if limits.per_hour_share is not None:
            allowed = {"$multiply": [{"$ifNull": ["$hour_limit", 10_000]}, limits.per_hour_share]}
            has_room = {"$lt": [{"$ifNull": ["$hour_used", 0]}, allowed]}
            an_hour_ago = {"$subtract": ["$$NOW", _HOUR_MS]}
            is_stale = {"$lt": [{"$ifNull": ["$hour_read_at", _LONG_AGO]}, an_hour_ago]}
            conditions.append({"$or": [has_room, is_stale]})
        return {"$and": conditions}

    def _refusal(self, state: dict[str, Any]) -> RateLimitedError:
        now: datetime = state["seen_at"]
        blocked_until = state.get("blocked_until_at")
        if blocked_until and blocked_until > now:
            reason = state.get("blocked_reason") or "limit"
            return RateLimitedError(
                f"Waiting until {blocked_until:%H:%M} UTC: {reason}",
                limit=reason,
                until=blocked_until,
            )
        limits = self._limits
        if limits.per_day is not None and state["day_count"] >= limits.per_day:
            midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
            return RateLimitedError("The day's calls are used up.", limit="day", until=midnight)
        if limits.per_minute is not None and len(state["calls"]) >= limits.per_minute:
            until = min(state["calls"]) + timedelta(milliseconds=_WINDOW_MS)
            return RateLimitedError("The minute's calls are used up.", limit="minute", until=until)
        if len(state["in_flight"]) >= limits.in_flight:
            return RateLimitedError(
                "Too many calls at once.", limit="concurrent", until=now + timedelta(seconds=1)
            )
        return RateLimitedError(
            "Our share of the hour's calls is used up.",
            limit="hour",
            until=now + timedelta(minutes=5),
        )


_TRIM: dict[str, Any] = {
    "$set": {
        "seen_at": "$$NOW",
        "calls": {
            "$filter": {
                "input": {"$ifNull": ["$calls", []]},
                "cond": {
                    "$gt": ["$$this", {"$subtract": ["$$NOW", _WINDOW_MS]}],
                },
            }
        },
        "in_flight": {
            "$filter": {
                "input": {"$ifNull": ["$in_flight", []]},
                "cond": {"$gt": ["$$this.until_at", "$$NOW"]},
            }
        },
        "day_count": {
            "$cond": [
                {
                    "$eq": [
                        {"$ifNull": ["$day", ""]},
                        {"$dateToString": {"date": "$$NOW", "format": "%Y-%m-%d"}},
                    ]
                },
                {"$ifNull": ["$day_count", 0]},
                0,
            ]
        },
        "day": {"$dateToString": {"date": "$$NOW", "format": "%Y-%m-%d"}},
    }
}


def _take(ticket: str) -> list[dict[str, Any]]:
    slot = {"ticket": ticket, "until_at": {"$add": ["$$NOW", _SLOT_LIFE_MS]}}
    return [
        {
            "$set": {
                "calls": {
                    "$cond": ["$granted", {"$concatArrays": ["$calls", ["$$NOW"]]}, "$calls"]
                },
                "in_flight": {
                    "$cond": ["$granted", {"$concatArrays": ["$in_flight", [slot]]}, "$in_flight"]
                },
                "day_count": {"$cond": ["$granted", {"$add": ["$day_count", 1]}, "$day_count"]},
                "hour_used": {
                    "$cond": [
                        "$granted",
                        {"$add": [{"$ifNull": ["$hour_used", 0]}, 1]},
                        {"$ifNull": ["$hour_used", 0]},
                    ]
                },
            }
        }
    ]


def _remaining(headers: Mapping[str, str]) -> dict[str, Any]:
    """Xero tells what is left on every answer; its count is the truth (rate limits page)."""
    lowered = {name.lower(): value for name, value in headers.items()}
    values: dict[str, Any] = {}
    minute, day = lowered.get("x-minlimit-remaining"), lowered.get("x-daylimit-remaining")
    if minute is not None and minute.isdigit():
        values |= {"minute_remaining": int(minute), "remaining_at": "$$NOW"}
        if int(minute) <= 2:
            oldest = {"$min": {"$concatArrays": ["$calls", ["$$NOW"]]}}
            values |= _block({"$add": [oldest, _WINDOW_MS]}, "minute")
    if day is not None and day.isdigit():
        values["day_remaining"] = int(day)
        if int(day) <= _DAY_RESERVE:
            values |= _block({"$add": ["$$NOW", _DAY_PAUSE_MS]}, "day")
    return values


def _block(until: Any, reason: str) -> dict[str, Any]:
    """Wait until then, unless a longer wait is on already."""
    is_longer = {"$gt": [until, {"$ifNull": ["$blocked_until_at", _LONG_AGO]}]}
    return {
        "blocked_until_at": {"$cond": [is_longer, until, "$blocked_until_at"]},
        "blocked_reason": {"$cond": [is_longer, reason, "$blocked_reason"]},
    }


def _budgets() -> Any:
    return BudgetDocument._get_collection()
