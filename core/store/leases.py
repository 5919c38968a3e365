"""Leases: one instance at a time does a job of a connection.

All instants are the Mongo server's (`$$NOW`), so clocks of instances don't matter. Every take-over
raises the fence; a holder that sleeps too long finds its fence passed and must not send.
"""

import contextlib
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from core.domain.errors import LeaseLostError
from core.store.documents import LeaseDocument

OWNER = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Lease:
    """A job in hand. `fence` grows with every take-over."""

    job: str
    fence: int
    seconds: int


def acquire(job: str, seconds: int) -> Lease | None:
    """Take the job, or None while somebody else has it."""
    leases = LeaseDocument._get_collection()
    if leases.find_one({"_id": job}, {"_id": 1}) is None:
        with contextlib.suppress(DuplicateKeyError):
            leases.insert_one({"_id": job, "owner": None, "fence": 0, "until_at": _NEVER})
    taken = leases.find_one_and_update(
        {"_id": job, "$expr": {"$lt": ["$until_at", "$$NOW"]}},
        [
            {
                "$set": {
                    "owner": OWNER,
                    "fence": {"$add": ["$fence", 1]},
                    "until_at": _in_seconds(seconds),
                }
            }
        ],
        return_document=ReturnDocument.AFTER,
    )
    return Lease(job, taken["fence"], seconds) if taken else None


def renew(lease: Lease) -> None:
    """Prolong; raises `LeaseLostError` when the fence has moved or the lease ran out.

    Called right before every send: what passes may send for `seconds` more.
    """
    result = LeaseDocument._get_collection().update_one(
        {
            "_id": lease.job,
            "owner": OWNER,
            "fence": lease.fence,
            "$expr": {"$gte": ["$until_at", "$$NOW"]},
        },
        [{"$set": {"until_at": _in_seconds(lease.seconds)}}],
    )
    if not result.matched_count:
        raise LeaseLostError(f"Another instance took over {lease.job}.")


def release(lease: Lease) -> None:
    """Let it go at once; harmless when it is lost already."""
    LeaseDocument._get_collection().update_one(
        {"_id": lease.job, "owner": OWNER, "fence": lease.fence},
        [{"$set": {"until_at": "$$NOW"}}],
    )


def _in_seconds(seconds: int) -> dict[str, object]:
    return {"$dateAdd": {"startDate": "$$NOW", "unit": "millisecond", "amount": seconds * 1000}}
