"""How an account of calls lies in Mongo."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from core.domain.call_account import Account, Block, Hour, Place
from core.domain.limiter import PLACE_LIFE


class Read(NamedTuple):
    """What one question brought: the server's time, the account, the account of the whole app.

    `version` is None for a document of before there were versions.
    """

    now: datetime
    account: Account
    version: int | None
    app: Account


def to_form(account: Account) -> dict[str, Any]:
    block, hour = account.block, account.hour
    return {
        "calls": list(account.calls),
        "in_flight": [
            {
                "ticket": place.ticket,
                "at": place.at,
                "until_at": place.until_at,
                "endpoint": place.endpoint,
            }
            for place in account.in_flight
        ],
        "day": account.day,
        "day_count": account.day_count,
        "day_remaining": account.day_remaining,
        "minute_remaining": account.minute_remaining,
        "remaining_at": account.remaining_at,
        "blocked_until_at": block.until if block else None,
        "blocked_reason": block.reason if block else None,
        "blocked_is_guess": block.is_guess if block else None,
        "hour_limit": hour.limit if hour else None,
        "hour_used": hour.used if hour else None,
        "hour_read_at": hour.read_at if hour else None,
        "hour_ours": hour.ours if hour else None,
        "hour_is_own": hour.is_own if hour else None,
        "ask_hour_at": account.ask_hour_at,
        "own": [{"began_at": began, "count": count} for began, count in account.own],
        "stopped": account.stopped,
        "sign_in_tried_at": account.sign_in_tried_at,
        "sign_in_tries": account.sign_in_tries,
    }


def to_account(stored: Mapping[str, Any]) -> Account:
    return Account(
        calls=tuple(stored.get("calls") or ()),
        in_flight=tuple(_place(form) for form in stored.get("in_flight") or ()),
        day=stored.get("day") or "",
        day_count=stored.get("day_count") or 0,
        day_remaining=stored.get("day_remaining"),
        minute_remaining=stored.get("minute_remaining"),
        remaining_at=stored.get("remaining_at"),
        block=_block(stored),
        hour=_hour(stored),
        stopped=stored.get("stopped") or "",
        ask_hour_at=stored.get("ask_hour_at"),
        sign_in_tried_at=stored.get("sign_in_tried_at"),
        sign_in_tries=stored.get("sign_in_tries") or 0,
        own=tuple((each["began_at"], each["count"]) for each in stored.get("own") or ()),
    )


def _place(form: Mapping[str, Any]) -> Place:
    until_at: datetime = form["until_at"]
    at = form.get("at") or until_at - PLACE_LIFE
    return Place(form["ticket"], at, until_at, form.get("endpoint") or "")


def _block(stored: Mapping[str, Any]) -> Block | None:
    until = stored.get("blocked_until_at")
    if until is None:
        return None
    is_guess = bool(stored.get("blocked_is_guess"))
    return Block(until, stored.get("blocked_reason") or "limit", is_guess)


def _hour(stored: Mapping[str, Any]) -> Hour | None:
    read_at = stored.get("hour_read_at")
    if read_at is None:
        return None
    used, ours = stored.get("hour_used") or 0, stored.get("hour_ours") or 0
    return Hour(stored["hour_limit"], used, read_at, ours, bool(stored.get("hour_is_own")))
