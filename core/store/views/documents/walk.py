"""A walk through a list in its own order, for filters that no index knows; it ends in time."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from core.store.views.cursors import Cursor
from core.store.views.documents.questions import rows
from core.store.views.documents.sources import List
from core.store.views.kinds import of

SECONDS = 1.0
# The first portion is small, because what is frequent is found in it.
_FIRST, _MOST = 2_000, 20_000


@dataclass(frozen=True, slots=True)
class Walked:
    """What was found, and up to where; None means that it was looked through to the end."""

    found: list[Mapping[str, Any]]
    edge: Cursor | None


def walk(
    asked: List, query: Mapping[str, Any], start: Cursor | None, limit: int, seconds: float
) -> Walked:
    """Portion by portion, until enough is found or the time is over; it goes on at the edge."""
    order = asked.order
    ends_at = monotonic() + seconds
    found: list[Mapping[str, Any]] = []
    here, size = start, _FIRST
    while True:
        edge = _edge(asked, here, size)
        bounds = ([order.behind(here)] if here else []) + ([order.up_to(edge)] if edge else [])
        portion = {"$and": [query, *bounds]}
        index = None if "status" in query else order.index
        found += rows(asked, portion, limit - len(found), index)
        if edge is None or len(found) >= limit:
            return Walked(found, None)
        here, size = edge, min(2 * size, _MOST)
        if monotonic() > ends_at:
            return Walked(found, edge)


def _edge(asked: List, here: Cursor | None, size: int) -> Cursor | None:
    """The place so many documents further; None where the list ends before."""
    order = asked.order
    query: dict[str, Any] = {"connection": asked.connection}
    if here:
        query = {"$and": [query, order.behind(here)]}
    wanted = dict.fromkeys(("autotask_id", order.field), 1) | {"_id": 0}
    found = of(asked.kind).find(query, wanted).sort(order.keys).hint(list(order.index))
    stored = next(iter(found.skip(size).limit(1)), None)
    return order.place(stored) if stored else None
