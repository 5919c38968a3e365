"""Where each invoice of a shared Autotask tenant lives: the one truth, a document for each.

It is there before the invoice itself is, and leaves a connection only by compare-and-set, after
what stood there has been closed (`core.store.moves`). Tenants of one connection have none.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.errors import BulkWriteError

from core.store.documents import RouteDocument

_DUPLICATE_KEY = 11000


@dataclass(frozen=True, slots=True)
class Route:
    """The connection of an invoice; `version` grows with every change."""

    autotask_id: int
    connection_id: str
    version: int


def load(key: str, autotask_ids: Collection[int]) -> dict[int, Route]:
    """By Autotask id, as far as they have one."""
    ids = [_id(key, autotask_id) for autotask_id in autotask_ids]
    found = _routes().find({"_id": {"$in": ids}})
    return {
        document["autotask_id"]: Route(
            document["autotask_id"], document["connection"], document["version"]
        )
        for document in found
    }


def begin(key: str, wanted: Mapping[int, str], at: datetime) -> dict[int, Route]:
    """Give invoices a route that have none; returns where they are, whoever was first."""
    documents = [
        {
            "_id": _id(key, autotask_id),
            "autotask": key,
            "autotask_id": autotask_id,
            "connection": connection_id,
            "version": 1,
            "changed_at": at,
        }
        for autotask_id, connection_id in wanted.items()
    ]
    if not documents:
        return {}
    try:
        _routes().insert_many(documents, ordered=False)
    except BulkWriteError as error:
        problems = error.details["writeErrors"]
        if any(problem["code"] != _DUPLICATE_KEY for problem in problems):
            raise
    return load(key, wanted)


def change(key: str, route: Route, connection_id: str, at: datetime) -> Route | None:
    """Lead an invoice to another connection; None when somebody has changed the route since."""
    result = _routes().update_one(
        {
            "_id": _id(key, route.autotask_id),
            "connection": route.connection_id,
            "version": route.version,
        },
        {"$set": {"connection": connection_id, "changed_at": at}, "$inc": {"version": 1}},
    )
    if not result.matched_count:
        return None
    return Route(route.autotask_id, connection_id, route.version + 1)


def _id(key: str, autotask_id: int) -> str:
    return f"{key}/{autotask_id}"


def _routes() -> Any:
    return RouteDocument._get_collection()
