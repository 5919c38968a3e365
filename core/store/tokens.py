"""Xero's token sets: sealed, rotated by one process at a time.

A refresh token changes with every use (developer.xero.com, OAuth 2.0), so two refreshers at once
would throw each other out; a short claim on the document keeps it to one.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.store.documents import TokenSetDocument
from core.store.leases import OWNER
from core.store.sealing import Sealer

_REFRESH_SECONDS = 90


@dataclass(frozen=True, slots=True)
class FreshTokens:
    """What Xero's token endpoint gave."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """A token set as it is kept; `version` grows with every refresh."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    version: int
    is_revoked: bool


def load(token_set_id: str, sealer: Sealer) -> StoredTokens | None:
    document = _tokens().find_one({"_id": token_set_id})
    if document is None:
        return None
    opened = sealer.open(document["sealed"])
    return StoredTokens(
        access_token=opened["access_token"],
        refresh_token=opened["refresh_token"],
        expires_at=document["expires_at"],
        version=document["version"],
        is_revoked=document.get("revoked", False),
    )


def replace(
    token_set_id: str,
    version: int,
    fresh: FreshTokens,
    sealer: Sealer,
    now: datetime,
) -> None:
    """Store what a refresh gave, unless a new consent has come in meanwhile."""
    _tokens().update_one({"_id": token_set_id, "version": version}, _change(fresh, sealer, now))


def save(token_set_id: str, fresh: FreshTokens, sealer: Sealer, now: datetime) -> None:
    """Store the tokens of a consent; they end whatever refresh is on."""
    _tokens().update_one({"_id": token_set_id}, _change(fresh, sealer, now), upsert=True)


def _change(fresh: FreshTokens, sealer: Sealer, now: datetime) -> dict[str, Any]:
    secrets = {"access_token": fresh.access_token, "refresh_token": fresh.refresh_token}
    return {
        "$set": {
            "sealed": sealer.seal(secrets),
            "expires_at": fresh.expires_at,
            "refreshed_at": now,
            "refreshing_by": None,
            "refreshing_until_at": None,
            "revoked": False,
        },
        "$inc": {"version": 1},
    }


def claim_refresh(token_set_id: str, version: int, now: datetime) -> bool:
    """Become the one who refreshes; False while another does, or when it is done already."""
    result = _tokens().update_one(
        {
            "_id": token_set_id,
            "version": version,
            "$or": [{"refreshing_until_at": None}, {"refreshing_until_at": {"$lt": now}}],
        },
        {
            "$set": {
                "refreshing_by": OWNER,
                "refreshing_until_at": now + timedelta(seconds=_REFRESH_SECONDS),
            }
        },
    )
    return bool(result.modified_count)


def end_claim(token_set_id: str) -> None:
    """A refresh failed for the moment; the next one may try at once."""
    _tokens().update_one(
        {"_id": token_set_id, "refreshing_by": OWNER},
        {"$set": {"refreshing_by": None, "refreshing_until_at": None}},
    )


def mark_revoked(token_set_id: str, version: int) -> None:
    """Xero no longer honors this consent; a person has to give it again."""
    _tokens().update_one(
        {"_id": token_set_id, "version": version},
        {"$set": {"revoked": True, "refreshing_by": None, "refreshing_until_at": None}},
    )


def _tokens() -> Any:
    return TokenSetDocument._get_collection()
