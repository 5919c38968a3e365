"""The orders of a list: where a page begins and ends, as conditions and in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import UnionType
from typing import Any

from bson.decimal128 import Decimal128

from core.store.views import cursors
from core.store.views.kinds import DATED, PARTY_FOLDED, Kind
from core.store.views.ways import Index

DEFAULT_ORDER = "-updated"
_TIE = "autotask_id"
_FIGURES = (("status", 1), ("currency", 1), ("subtotal", 1), ("total", 1))
# These may be missing; MongoDB sorts what is missing before everything else.
_MAY_BE_MISSING = frozenset({"total", "ordered_on"})
_VALUES: Mapping[str, type | UnionType] = {
    "updated": datetime,
    "id": int,
    "party": str,
    "date": str | None,
    "total": Decimal128 | None,
}


@dataclass(frozen=True, slots=True)
class Order:
    """A sort by one field, then by the Autotask id in the same direction."""

    name: str
    field: str
    is_descending: bool
    index: Index

    @property
    def is_by_change(self) -> bool:
        return self.field == "updated_at"

    @property
    def keys(self) -> list[tuple[str, int]]:
        return list(dict.fromkeys((self.field, _TIE), -1 if self.is_descending else 1).items())

    def reversed(self) -> "Order":
        return Order(self.name, self.field, not self.is_descending, self.index)

    def key(self, stored: Mapping[str, Any]) -> tuple[bool, Any, int]:
        """Sorts in memory as MongoDB does."""
        value = stored.get(self.field)
        plain = value.to_decimal() if isinstance(value, Decimal128) else value
        return plain is not None, plain if plain is not None else 0, int(stored[_TIE])

    def behind(self, place: cursors.Cursor) -> dict[str, Any]:
        """What comes behind a row."""
        return _beyond(self.field, place, is_descending=self.is_descending)

    def up_to(self, place: cursors.Cursor) -> dict[str, Any]:
        """What comes before a row, and the row itself."""
        return _beyond(self.field, place, is_descending=not self.is_descending, is_included=True)

    def begins_at(self, cursor: str) -> cursors.Cursor:
        return cursors.decode(cursor, self.name, _VALUES[self.name.removeprefix("-")], int)

    def place(self, stored: Mapping[str, Any]) -> cursors.Cursor:
        return cursors.Cursor(self.name, stored.get(self.field), stored[_TIE])


def order_of(kind: Kind, name: str) -> Order:
    field, index = _fields(kind)[name.removeprefix("-")]
    return Order(name, field, name.startswith("-"), (("connection", 1), *index))


ORDERS = frozenset(
    sign + name for sign in ("", "-") for name in ("updated", "id", "party", "date", "total")
)


def _fields(kind: Kind) -> dict[str, tuple[str, Index]]:
    behind_day = _FIGURES if kind == "invoices" else ()
    party, day = PARTY_FOLDED[kind], DATED[kind]
    return {
        "updated": ("updated_at", (("updated_at", -1), (_TIE, -1))),
        "id": (_TIE, ((_TIE, -1),)),
        "party": (party, ((party, 1), (_TIE, 1))),
        "date": (day, ((day, 1), (_TIE, 1), *behind_day)),
        "total": ("total", (("total", 1), (_TIE, 1))),
    }


def _beyond(
    field: str, place: cursors.Cursor, *, is_descending: bool, is_included: bool = False
) -> dict[str, Any]:
    """The bound stands outside the `$or` too, so that an index begins to be read there.

    Without that MongoDB sorts all matches in memory where a condition names several statuses.
    """
    value, tie = place.value, place.tie
    further, least = ("$lt", "$lte") if is_descending else ("$gt", "$gte")
    by_tie = {_TIE: {least if is_included else further: tie}}
    if field == _TIE:
        return by_tie
    here = {field: value, **by_tie}
    if value is None:
        return here if is_descending else {"$or": [{field: {"$ne": None}}, here]}
    ways: list[dict[str, Any]] = [{field: {further: value}}, here]
    if is_descending and field in _MAY_BE_MISSING:
        # Comparisons leave out what is missing, which sorts last here.
        return {field: {"$not": {"$gt": value}}, "$or": [*ways, {field: None}]}
    return {field: {least: value}, "$or": ways}
