"""Xero's token sets: sealed, rotated by one process at a time.

A refresh token changes with every use (developer.xero.com, OAuth 2.0), so two refreshers at once
would throw each other out; a short claim on the document keeps it to one.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from core.store.documents import TokenSetDocument
from core.store.sealing import Sealer

# Longer than a call to the token endpoint can take.
CLAIM_SECONDS = 90
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FreshTokens:
    """What Xero's token endpoint gave."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """A token set as it is kept; `version` grows with every refresh.

    `is_in_doubt`: a refresh was asked for of which no answer is known.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    version: int
    is_revoked: bool
    is_in_doubt: bool = False


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
        is_in_doubt=document.get("asked", False),
    )


def is_in_doubt(token_set_id: str) -> bool:
    """Tell whether a refresh has to be repeated soon, work or no work."""
    wanted = {"_id": token_set_id, "asked": True, "revoked": {"$ne": True}}
    return _tokens().find_one(wanted, {"_id": 1}) is not None


def replace(token_set_id: str, version: int, fresh: FreshTokens, sealer: Sealer) -> None:
    """Store what a refresh gave, unless a new consent has come in meanwhile.

    When two refreshed from the same version (one slept past its claim), the later tokens stay:
    Xero may have ended the earlier ones by giving them.
    """
    is_later = {"renewed_from": version, "expires_at": {"$lt": fresh.expires_at}}
    _tokens().update_one(
        {"_id": token_set_id, "$or": [{"version": version}, is_later]},
        _change(fresh, sealer, renewed_from=version),
    )


def save(token_set_id: str, fresh: FreshTokens, sealer: Sealer) -> None:
    """Store the tokens of a consent; they end whatever refresh is on."""
    _tokens().update_one({"_id": token_set_id}, _change(fresh, sealer), upsert=True)


def _change(
    fresh: FreshTokens, sealer: Sealer, renewed_from: int | None = None
) -> list[dict[str, Any]]:
    secrets = {"access_token": fresh.access_token, "refresh_token": fresh.refresh_token}
    return [
        {
            "$set": {
                "sealed": sealer.seal(secrets),
                "expires_at": fresh.expires_at,
                "refreshed_at": "$$NOW",
                "refreshing_by": None,
                "refreshing_until_at": None,
                "renewed_from": renewed_from,
                "asked": False,
                "revoked": False,
                "version": {"$add": [{"$ifNull": ["$version", 0]}, 1]},
            }
        }
    ]


def claim_refresh(token_set_id: str, version: int, claimant: str) -> bool:
    """Become the one who refreshes; False while another does, or when it is done already.

    A claim ends by itself, by the server's clock: clocks of instances may differ by minutes.
    """
    is_free = {"$lt": [{"$ifNull": ["$refreshing_until_at", _LONG_AGO]}, "$$NOW"]}
    until = {
        "$dateAdd": {"startDate": "$$NOW", "unit": "second", "amount": CLAIM_SECONDS},
    }
    result = _tokens().update_one(
        {"_id": token_set_id, "version": version, "$expr": is_free},
        [{"$set": {"refreshing_by": claimant, "refreshing_until_at": until, "asked": True}}],
    )
    return bool(result.modified_count)


def end_claim(token_set_id: str, claimant: str) -> None:
    """A refresh failed for the moment; the next one may try at once."""
    _tokens().update_one(
        {"_id": token_set_id, "refreshing_by": claimant},
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


class TokenSet:
    """One token set as the keeper sees it."""

    def __init__(self, token_set_id: str, sealer: Sealer) -> None:
        self._id = token_set_id
        self._sealer = sealer

    def load(self) -> StoredTokens | None:
        return load(self._id, self._sealer)

    def claim(self, version: int, claimant: str) -> bool:
        return claim_refresh(self._id, version, claimant)

    def replace(self, version: int, fresh: FreshTokens) -> None:
        replace(self._id, version, fresh, self._sealer)

    def end_claim(self, claimant: str) -> None:
        end_claim(self._id, claimant)

    def mark_revoked(self, version: int) -> None:
        mark_revoked(self._id, version)
