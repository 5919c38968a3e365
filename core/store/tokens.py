"""Xero's token sets: sealed, rotated by one process at a time.

A refresh token changes with every use (developer.xero.com, OAuth 2.0), so two refreshers at once
would throw each other out; a short claim on the document keeps it to one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.store.documents import TokenSetDocument
from core.store.leases import OWNER
from core.store.sealing import Sealer

_REFRESH_SECONDS = 90


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """A token set as it is kept; `version` grows with every refresh."""

    access_token: str
    refresh_token: str
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


def save(
    token_set_id: str,
    access_token: str,
    refresh_token: str,
    expires_at: datetime,
    sealer: Sealer,
    now: datetime,
) -> None:
    """Store a fresh set, after a consent or a refresh, and end the claim on it."""
    _tokens().update_one(
        {"_id": token_set_id},
        {
            "$set": {
                "sealed": sealer.seal(
                    {"access_token": access_token, "refresh_token": refresh_token}
                ),
                "expires_at": expires_at,
                "refreshed_at": now,
                "refreshing_by": None,
                "refreshing_until_at": None,
                "revoked": False,
            },
            "$inc": {"version": 1},
        },
        upsert=True,
    )


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


def mark_revoked(token_set_id: str) -> None:
    """Xero no longer honors the consent; a person has to give it again."""
    _tokens().update_one(
        {"_id": token_set_id},
        {"$set": {"revoked": True, "refreshing_by": None, "refreshing_until_at": None}},
    )


def _tokens() -> Any:
    return TokenSetDocument._get_collection()
