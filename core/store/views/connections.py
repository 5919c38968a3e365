"""Connections as screens need them: a row each, with what stands beside it in other collections."""

from typing import Any

from core.store.documents import (
    BudgetDocument,
    CheckpointDocument,
    ConnectionDocument,
    TokenSetDocument,
)
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
    found = list(collection(ConnectionDocument).find({}, _PROJECTION).sort("name", 1))
    return _with_neighbors(found)


@read
def connection(connection_id: str) -> ConnectionRow | None:
    found = collection(ConnectionDocument).find_one({"_id": connection_id}, _PROJECTION)
    return _with_neighbors([found])[0] if found else None


# Nothing sealed ever reaches a screen.
_PROJECTION = {"autotask_sealed": 0, "sealed": 0}


def _with_neighbors(found: list[dict[str, Any]]) -> tuple[ConnectionRow, ...]:
    """Owners of the Autotask tenants, budgets, token sets and checkpoints, a question each."""
    keys = [stored.get("autotask_of") or stored["_id"] for stored in found]
    owners = _by_id(ConnectionDocument, [stored.get("autotask_of") for stored in found])
    budgets = _by_id(
        BudgetDocument,
        [f"xero:{stored.get('xero_tenant_id')}" for stored in found]
        + [f"autotask:{key}" for key in keys],
    )
    tokens = _by_id(TokenSetDocument, [stored.get("token_set_id") for stored in found])
    runs = _by_id(CheckpointDocument, [f"{key}/ingest" for key in keys])
    pauses = _pauses(keys)
    return tuple(
        make_connection_row(
            stored,
            Neighbors(
                tenant=owners.get(key, stored),
                xero_budget=budgets.get(f"xero:{stored.get('xero_tenant_id')}", {}),
                autotask_budget=budgets.get(f"autotask:{key}", {}),
                token=tokens.get(stored.get("token_set_id"), {}),
                run=runs.get(f"{key}/ingest", {}),
                pauses=pauses.get(key, ()),
            ),
        )
        for stored, key in zip(found, keys, strict=True)
    )


def _pauses(keys: list[str]) -> dict[str, list[int]]:
    """By owner of a tenant: a look serves all of its active connections, so the shortest counts."""
    asked = {"autotask_of": {"$in": keys}, "state": "active"}
    found: dict[str, list[int]] = {}
    for stored in collection(ConnectionDocument).find(asked, {"autotask_of": 1, "settings": 1}):
        found.setdefault(stored["autotask_of"], []).append(pause_in(stored.get("settings") or {}))
    return found


def _by_id(document: Any, keys: list[Any]) -> dict[Any, dict[str, Any]]:
    wanted = [key for key in keys if key]
    if not wanted:
        return {}
    found = collection(document).find({"_id": {"$in": wanted}}, _PROJECTION)
    return {stored["_id"]: stored for stored in found}
