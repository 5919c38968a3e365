"""Where the matches of a filter come from: a few bounded questions, each on its own index."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.domain.status import Status
from core.store.views.documents.orders import Order
from core.store.views.kinds import DATED, Kind
from core.store.views.raw_documents import decoded
from core.store.views.search import DocumentFilter, statuses_of
from core.store.views.ways import BY_CHANGE, Index, Way, ways

_FIGURES: Index = (
    ("autotask_id", 1), ("status", 1), ("currency", 1), ("subtotal", 1), ("total", 1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class List:
    """A filtered list in an order, what is read of each of its documents, and how its bytes are."""

    kind: Kind
    connection: str
    wanted: DocumentFilter
    order: Order
    projection: Mapping[str, int]
    decode: Callable[[bytes], Mapping[str, Any]] = decoded


@dataclass(frozen=True, slots=True)
class Source:
    """Documents that fulfill one of the conditions.

    `index` finds their ids; where it is None they are come across in the order of the list:
    quickly if `is_ordered`, and by walking through everything otherwise. `is_narrow`: the index
    finds the documents near each other, so that many of them are sorted in time.
    """

    conditions: tuple[dict[str, Any], ...]
    index: Index | None
    is_ordered: bool
    is_narrow: bool = False


def meanings_of(asked: List) -> tuple[Way, ...]:
    """What the text of its filter may mean; nothing where there is none."""
    wanted = asked.wanted
    text = wanted.text.strip()
    return ways(asked.kind, asked.connection, text, is_deep=wanted.is_deep) if text else ()


def sources_of(asked: List, meanings: Sequence[Way]) -> tuple[Source, ...]:
    if not asked.wanted.text.strip():
        return (_without_text(asked.kind, asked.wanted, asked.order),)
    return tuple(
        Source(way.conditions, _of(way.index), way.is_merged and asked.order.is_by_change)
        for way in meanings
    )


def _without_text(kind: Kind, wanted: DocumentFilter, order: Order) -> Source:
    if wanted.removed:
        return Source(({"removed_at": {"$type": "date"}},), _of((("removed_at", 1),)), False)
    days = _days(kind, wanted)
    if days and order.field != DATED[kind]:
        index = _of(((DATED[kind], 1), *behind_day(kind)))
        return Source((days | _told_by_figures(kind, wanted),), index, False, is_narrow=True)
    statuses = [status.value for status in statuses_of(wanted)]
    if statuses and order.field not in ("updated_at", "autotask_id"):
        status = {"status": {"$in": statuses}}
        return Source((status,), _of((("status", 1), *BY_CHANGE)), False)
    return Source(({},), None, not _is_sparse(wanted))


def _is_sparse(wanted: DocumentFilter) -> bool:
    """Tell whether a filter has no index, so that its matches may lie far from each other."""
    is_told = wanted.cause and statuses_of(wanted) != (Status.FAULT,)
    return bool(wanted.currency or is_told)


def _days(kind: Kind, wanted: DocumentFilter) -> dict[str, Any]:
    bounds = {"$gte": wanted.first_on, "$lte": wanted.last_on}
    found = {operator: day for operator, day in bounds.items() if day}
    return {DATED[kind]: found} if found else {}


def _told_by_figures(kind: Kind, wanted: DocumentFilter) -> dict[str, Any]:
    """What the index of the days tells without reading the documents."""
    if kind != "invoices":
        return {}
    told: dict[str, Any] = {}
    if statuses := statuses_of(wanted):
        told["status"] = {"$in": [status.value for status in statuses]}
    if wanted.currency:
        told["currency"] = wanted.currency
    return told


def behind_day(kind: Kind) -> Index:
    """What the index of the days has besides."""
    return _FIGURES if kind == "invoices" else _FIGURES[:1]


def _of(index: Index | None) -> Index | None:
    return (("connection", 1), *index) if index else None
