"""What a text that was typed into a list's search may mean, each with the index that finds it.

One `$or` over all of it would be a scan of everything (docs/architecture.md); as questions of their
own they read little more than what they find.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bson.decimal128 import Decimal128

from core.domain.company import fold_name
from core.domain.search_amount import amounts
from core.domain.status import LABELS
from core.store.views import clients
from core.store.views.kinds import PARTY_FOLDED, PARTY_ID, Kind

Index = tuple[tuple[str, int], ...]

_ID_DIGITS = 12
_ID_BEGINS = re.compile(rf"[1-9][0-9]{{0,{_ID_DIGITS - 1}}}")
_SHORTEST_WORD = 3
_MERGED = 100
"""So many clients' documents are merged in order of their last change without sorting."""
BY_CHANGE: Index = (("updated_at", -1), ("autotask_id", -1))


@dataclass(frozen=True, slots=True)
class Way:
    """One meaning. `index` (without its connection) finds the ids of what fulfills a condition.

    None of what only reading everything finds. `is_merged`: the index gives them in the order of
    their last change as well.
    """

    conditions: tuple[dict[str, Any], ...]
    index: Index | None
    is_merged: bool = False


def ways(kind: Kind, connection: str, text: str, *, is_deep: bool = False) -> tuple[Way, ...]:
    party_ids = clients.matching(kind, connection, fold_name(text))
    return meanings(kind, text, party_ids, is_deep=is_deep)


def meanings(
    kind: Kind, text: str, party_ids: Sequence[int] | None, *, is_deep: bool = False
) -> tuple[Way, ...]:
    """`party_ids` are of those whose name has the text in it; None where names must be asked."""
    folded = fold_name(text)
    if not folded:
        return (Way(({"_id": None},), (("autotask_id", -1),)),)
    found = [_number(folded), *_parties(kind, folded, party_ids)]
    if _ID_BEGINS.fullmatch(text):
        found.append(Way(_ids_that_start_with(int(text)), (("autotask_id", -1),)))
    typed = amounts(text)
    if typed:
        found.append(_amount(*typed))
    found += _statuses(text)
    if is_deep:
        found.append(_inside(text))
    return tuple(found)


def any_of(meanings: Sequence[Way]) -> dict[str, Any]:
    """All of them as one condition, for whoever walks through documents anyway."""
    return {"$or": [condition for way in meanings for condition in way.conditions]}


def _number(folded: str) -> Way:
    begins = {"number_words": {"$regex": f"^{re.escape(folded)}"}}
    return Way((begins,), (("number_words", 1),))


def _parties(kind: Kind, folded: str, ids: Sequence[int] | None) -> list[Way]:
    if ids is None or len(ids) > clients.MOST:
        inside = {PARTY_FOLDED[kind]: {"$regex": re.escape(folded)}}
        return [Way((inside,), ((PARTY_FOLDED[kind], 1), ("autotask_id", 1)))]
    if not ids:
        return []
    index = ((PARTY_ID[kind], 1), *BY_CHANGE)
    return [Way(({PARTY_ID[kind]: {"$in": list(ids)}},), index, len(ids) <= _MERGED)]


def _amount(low: Decimal, high: Decimal) -> Way:
    """A search for 230 finds a credit note of -230 too."""
    spans = dict.fromkeys(((low, high), (-high, -low)))
    return Way(
        tuple({"total": {"$gte": Decimal128(a), "$lte": Decimal128(b)}} for a, b in spans),
        (("total", 1), ("autotask_id", 1)),
    )


def _statuses(text: str) -> list[Way]:
    typed = text.strip().casefold()
    return [
        Way(({"status": status.value},), (("status", 1), *BY_CHANGE), is_merged=True)
        for status, label in LABELS.items()
        if len(typed) >= _SHORTEST_WORD and label.casefold().startswith(typed)
    ]


def _inside(text: str) -> Way:
    inside = {"$regex": re.escape(text.strip()), "$options": "i"}
    return Way(({"number": inside}, {"xero_number": inside}), None)


def _ids_that_start_with(prefix: int) -> tuple[dict[str, Any], ...]:
    """Ranges of numbers, because an index on numbers knows no beginnings of a text."""
    found: list[dict[str, Any]] = [{"autotask_id": prefix}]
    low, high = prefix, prefix
    while prefix and len(str(low)) < _ID_DIGITS:
        low, high = low * 10, high * 10 + 9
        found.append({"autotask_id": {"$gte": low, "$lte": high}})
    return tuple(found)
