"""Connections as screens need them: a row each, with what stands beside it in other collections."""

from collections.abc import Mapping
from typing import Any

from core.store.documents import (
    BudgetDocument,
    CheckpointDocument,
    ConnectionDocument,
    TokenSetDocument,
)
from core.store.views.beside import Beside
from core.store.views.connection_rows import (
    ConnectionRow,
    Neighbors,
    make_connection_row,
    pause_in,
)
from core.store.views.reading import collection, read


@read
def connections() -> tuple[ConnectionRow, ...]:
    """All of them, by name."""
    found = collection(ConnectionDocument).aggregate([{"$sort": {"name": 1}}, *_BESIDE])
    return tuple(_row(stored) for stored in found)


@read
def connection(connection_id: str) -> ConnectionRow | None:
    asked = question(connection_id)
    return asked.read(list(collection(ConnectionDocument).aggregate([*asked.steps])))


def question(connection_id: str) -> Beside[ConnectionRow | None]:
    """For whoever has more to ask at once."""
    steps = [{"$match": {"_id": connection_id}}, *_BESIDE]
    return Beside(ConnectionDocument, steps, lambda found: _row(found[0]) if found else None)


def _looked_up(document: Any, name: str, field: str = "_id") -> dict[str, Any]:
    """What stands in another collection, found by a key that is made of the connection."""
    looked_up = {
        "from": document._get_collection_name(),
        "localField": f"key_of.{name}",
        "foreignField": field,
        "as": name,
    }
    return {"$lookup": looked_up}


_OWNER: dict[str, Any] = {"$ifNull": ["$autotask_of", "$_id"]}
_KEYS: dict[str, Any] = {
    "owner": "$autotask_of",
    "xero_budget": {"$concat": ["xero:", "$xero_tenant_id"]},
    "autotask_budget": {"$concat": ["autotask:", _OWNER]},
    "token": "$token_set_id",
    "run": {"$concat": [_OWNER, "/ingest"]},
    "sharers": _OWNER,
}
_SEALED = ("autotask_sealed", "owner.autotask_sealed", "sharers.autotask_sealed", "token.sealed")
# One question for all of it: a page asks it first, and so does every look for changes.
_BESIDE: list[dict[str, Any]] = [
    {"$set": {"key_of": _KEYS}},
    _looked_up(ConnectionDocument, "owner"),
    _looked_up(BudgetDocument, "xero_budget"),
    _looked_up(BudgetDocument, "autotask_budget"),
    _looked_up(TokenSetDocument, "token"),
    _looked_up(CheckpointDocument, "run"),
    _looked_up(ConnectionDocument, "sharers", "autotask_of"),
    # Nothing sealed ever reaches a screen.
    {"$project": dict.fromkeys(_SEALED, 0)},
]


def _row(stored: Mapping[str, Any]) -> ConnectionRow:
    active = [each for each in stored["sharers"] if each.get("state") == "active"]
    beside = Neighbors(
        tenant=_first(stored, "owner") or stored,
        xero_budget=_first(stored, "xero_budget"),
        autotask_budget=_first(stored, "autotask_budget"),
        token=_first(stored, "token"),
        run=_first(stored, "run"),
        # A look serves all active connections of the tenant, so the shortest pause counts.
        pauses=[pause_in(each.get("settings") or {}) for each in active],
    )
    return make_connection_row(stored, beside)


def _first(stored: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next(iter(stored[name]), {})
