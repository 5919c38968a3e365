"""Lists that become files: what is asked for, who writes it, how far it is, and the pieces of the file.

A writer is a process of its own that may be killed. It gives signs of life; who stays silent for
too long loses the claim, and the file is begun anew. All instants are the Mongo server's, so the
clocks of hosts don't matter.
"""

import re
from dataclasses import dataclass
from typing import Any

from core.store.documents import ExportDocument, ExportPartDocument
from core.store.views.reading import collection, read

SILENT_SECONDS = 15
PART_BYTES = 1_000_000
_KEPT_SECONDS = 3600
_MOST_TRIES = 3
_BROKEN_OFF = "Writing it was broken off several times. Start it again; a narrower filter helps."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list as somebody asked for it; `query` is the list's query string."""

    connection_id: str
    shelf: str
    query: str
    form: str
    zone: str
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A file in hand; `claim` ends with the next one who takes it."""

    id: str
    claim: str
    wanted: Wanted


@read
def create(export_id: str, wanted: Wanted) -> None:
    asked = {
        "connection": wanted.connection_id,
        "shelf": wanted.shelf,
        "query": wanted.query,
        "form": wanted.form,
        "zone": wanted.zone,
        "name": wanted.name,
        "by": wanted.by,
    }
    begun = {"state": "waiting", "total": 0, "done": 0, "tries": 0, "size": 0}
    # In a pipeline, because only there the server's clock can be written; there a text that begins
    # with a dollar would be a field's name.
    values = {name: {"$literal": value} for name, value in asked.items()}
    times = {"created_at": "$$NOW", "expires_at": _in_an_hour()}
    _exports().update_one({"_id": export_id}, [{"$set": {**values, **begun, **times}}], upsert=True)


@read
def claim_next(host: str, claim: str, most: int) -> Claimed | None:
    """The oldest file that nobody writes; none while `most` are being written on this host."""
    if _exports().count_documents({**_at_work(), "host": host}, limit=most) >= most:
        return None
    found = _exports().find_one_and_update(
        {"$or": [{"state": "waiting"}, {"state": "running", "$expr": _is_silent()}]},
        [
            {
                "$set": {
                    "state": "running",
                    "host": host,
                    "claim": claim,
                    "done": 0,
                    "tries": {"$add": ["$tries", 1]},
                    "beat_at": "$$NOW",
                    "claimed_at": "$$NOW",
                }
            }
        ],
        sort=[("created_at", 1)],
        return_document=True,
    )
    if found is None:
        return None
    if found["tries"] > _MOST_TRIES:
        fail(found["_id"], claim, _BROKEN_OFF)
        return None
    if _is_one_too_many(found, most):
        _give_back(found["_id"], claim)
        return None
    if found["tries"] > 1:
        # What an earlier writer has left is nobody's.
        _parts().delete_many({"export": found["_id"], "_id": _not_of(found["_id"], claim)})
    return Claimed(found["_id"], claim, _wanted(found))


@read
def beat(export_id: str, claim: str, done: int, total: int) -> bool:
    """A sign of life; False when somebody stopped it or another one has taken over."""
    changed = _exports().update_one(
        _held(export_id, claim),
        [
            {
                "$set": {
                    "beat_at": "$$NOW",
                    "done": done,
                    "total": total,
                    "expires_at": _in_an_hour(),
                }
            }
        ],
    )
    return bool(changed.matched_count)


@read
def add_part(export_id: str, claim: str, n: int, data: bytes) -> None:
    """The parts of a claim that was lost are in nobody's way: they carry another name."""
    _parts().update_one(
        {"_id": f"{export_id}/{claim}/{n}"},
        [{"$set": {"export": export_id, "n": n, "data": data, "expires_at": _in_an_hour(2)}}],
        upsert=True,
    )


@read
def finish(export_id: str, claim: str, done: int, size: int) -> bool:
    """The file is complete; False when it was no longer ours."""
    ready = {
        "state": "done",
        "done": done,
        "total": done,
        "size": size,
        "expires_at": _in_an_hour(),
    }
    return bool(_exports().update_one(_held(export_id, claim), [{"$set": ready}]).matched_count)


@read
def fail(export_id: str, claim: str, message: str) -> None:
    values = {"state": "failed", "message": message}
    if _exports().update_one(_held(export_id, claim), {"$set": values}).modified_count:
        _parts().delete_many({"export": export_id})


@read
def stop(connection_id: str, export_id: str) -> bool:
    """False for one that was over already."""
    changed = _exports().update_one(
        {
            "_id": export_id,
            "connection": connection_id,
            "state": {"$in": ["waiting", "running"]},
        },
        {"$set": {"state": "stopped"}},
    )
    if changed.modified_count:
        _parts().delete_many({"export": export_id})
    return bool(changed.modified_count)


@read
def drop_older(connection_id: str, by: str, kept: int) -> None:
    """Finished files of a person go, all but the latest."""
    finished = {"connection": connection_id, "by": by, "state": "done"}
    found = _exports().find(finished, {"_id": 1}).sort("created_at", -1).skip(kept)
    older = [each["_id"] for each in found]
    if older:
        _exports().delete_many({"_id": {"$in": older}})
        _parts().delete_many({"export": {"$in": older}})


def _not_of(export_id: str, claim: str) -> dict[str, Any]:
    return {"$not": {"$regex": f"^{re.escape(f'{export_id}/{claim}/')}"}}


def _is_one_too_many(found: dict[str, Any], most: int) -> bool:
    """Two workers may look at the same moment; of all that were claimed the first ones go on."""
    earlier = {
        **_at_work(),
        "host": found["host"],
        "_id": {"$ne": found["_id"]},
        "$or": [
            {"claimed_at": {"$lt": found["claimed_at"]}},
            {"claimed_at": found["claimed_at"], "_id": {"$lt": found["_id"]}},
        ],
    }
    return bool(_exports().count_documents(earlier, limit=most) >= most)


def _give_back(export_id: str, claim: str) -> None:
    _exports().update_one(
        _held(export_id, claim),
        [{"$set": {"state": "waiting", "tries": {"$subtract": ["$tries", 1]}}}],
    )


def _held(export_id: str, claim: str) -> dict[str, Any]:
    return {"_id": export_id, "claim": claim, "state": "running"}


def _at_work() -> dict[str, Any]:
    return {"state": "running", "$expr": {"$not": [_is_silent()]}}


def _is_silent() -> dict[str, Any]:
    silence = {"startDate": "$$NOW", "unit": "second", "amount": SILENT_SECONDS}
    return {"$lt": ["$beat_at", {"$dateSubtract": silence}]}


def _in_an_hour(hours: int = 1) -> dict[str, Any]:
    return {"$dateAdd": {"startDate": "$$NOW", "unit": "second", "amount": hours * _KEPT_SECONDS}}


def _wanted(stored: dict[str, Any]) -> Wanted:
    return Wanted(
        connection_id=stored["connection"],
        shelf=stored["shelf"],
        query=stored.get("query") or "",
        form=stored["form"],
        zone=stored.get("zone") or "UTC",
        name=stored.get("name") or "",
        by=stored["by"],
    )


def _exports() -> Any:
    return collection(ExportDocument)


def _parts() -> Any:
    return collection(ExportPartDocument)
