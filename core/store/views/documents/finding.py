"""Finds what matches a filter, in the order of a list, behind a place in it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.store.views.cursors import Cursor
from core.store.views.documents.few import all_of
from core.store.views.documents.orders import Order
from core.store.views.documents.questions import MOST_SORTED, has_more_than, rows
from core.store.views.documents.sources import List, Source, meanings_of, sources_of
from core.store.views.documents.walk import SECONDS, Walked, walk
from core.store.views.ids import MOST_IDS, ids_of, keys_in
from core.store.views.search import condition_without_text
from core.store.views.ways import Index

_BY_ID: Index = (("_id", 1),)


def find(asked: List, start: Cursor | None, limit: int, seconds: float | None = None) -> Walked:
    """At most `limit` documents; the edge tells up to where was looked, if not to the end."""
    seconds = SECONDS if seconds is None else seconds
    meanings = meanings_of(asked)
    few = all_of(asked, meanings)
    if few is not None:
        return Walked(_sorted(asked.order, few, start)[:limit], None)
    base = condition_without_text(asked.kind, asked.connection, asked.wanted)
    merged: dict[int, Mapping[str, Any]] = {}
    rest: list[Mapping[str, Any]] = []
    for source in _with_ids(asked, sources_of(asked, meanings)):
        found = _directly(asked, base, source, start, limit)
        if found is None:
            rest += source.conditions
        else:
            merged |= {int(stored["autotask_id"]): stored for stored in found}
    edge = None
    if rest:
        walked = _walk(asked, base, rest, start, limit, seconds)
        merged |= {int(stored["autotask_id"]): stored for stored in walked.found}
        edge = walked.edge
    return _cut(asked.order, _sorted(asked.order, merged.values()), edge, limit)


def _sorted(
    order: Order, found: Iterable[Mapping[str, Any]], start: Cursor | None = None
) -> list[Mapping[str, Any]]:
    """What stands behind a place."""
    ordered = sorted(found, key=order.key, reverse=order.is_descending)
    if start is None:
        return ordered
    last = order.key({order.field: start.value, "autotask_id": start.tie})
    if order.is_descending:
        return [stored for stored in ordered if order.key(stored) < last]
    return [stored for stored in ordered if order.key(stored) > last]


def _with_ids(asked: List, sources: Sequence[Source]) -> list[Source]:
    """All whose ids are few become one that names them."""
    named: dict[int, None] = {}
    others: list[Source] = []
    for source in sources:
        if source.is_ordered or source.is_narrow or source.index is None:
            others.append(source)
            continue
        ids = ids_of(asked.kind, asked.connection, source.conditions, source.index)
        if len(ids) > MOST_IDS:
            others.append(Source(source.conditions, None, False))
        else:
            named |= dict.fromkeys(ids)
    if not named:
        return others
    return [*others, Source((keys_in(asked.connection, named),), _BY_ID, False, is_narrow=True)]


def _directly(
    asked: List, base: dict[str, Any], source: Source, start: Cursor | None, limit: int
) -> list[Mapping[str, Any]] | None:
    """None where only a walk finds them in time."""
    if source.is_ordered:
        conditions: Sequence[Mapping[str, Any]] = source.conditions
        index = None if "status" in base else source.index
    elif source.index is None:
        return None
    else:
        is_known = source.index == _BY_ID
        if not is_known and has_more_than(MOST_SORTED, asked, source.conditions[0], source.index):
            return None
        conditions, index = source.conditions, source.index
    behind = [asked.order.behind(start)] if start else []
    found: list[Mapping[str, Any]] = []
    for condition in conditions:
        query = {"$and": [base, condition, *behind]}
        found += rows(asked, query, limit, index)
    return found


def _walk(
    asked: List,
    base: dict[str, Any],
    rest: Sequence[Mapping[str, Any]],
    start: Cursor | None,
    limit: int,
    seconds: float,
) -> Walked:
    condition = rest[0] if len(rest) == 1 else {"$or": list(rest)}
    query = {**base, "$and": [condition]} if condition else base
    return walk(asked, query, start, limit, seconds)


def _cut(order: Order, found: list[Mapping[str, Any]], edge: Cursor | None, limit: int) -> Walked:
    """What was found behind the edge belongs to a later page."""
    if edge is not None:
        last = order.key({order.field: edge.value, "autotask_id": edge.tie})
        if order.is_descending:
            found = [stored for stored in found if order.key(stored) >= last]
        else:
            found = [stored for stored in found if order.key(stored) <= last]
    if len(found) >= limit:
        return Walked(found[:limit], None)
    return Walked(found, edge)
