"""How many documents each status filter would show."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.domain.status import Status
from core.store.views.documents.matches import day_index, narrowed
from core.store.views.documents.questions import (
    REMOVED,
    REMOVED_INDEX,
    count_by,
    count_listed,
    counting_listed,
    grouped,
    read_listed,
    union,
)
from core.store.views.ids import MOST_IDS, ids_by
from core.store.views.kinds import PARTY_ID, Kind
from core.store.views.marks import Marks, marks_of
from core.store.views.reading import read
from core.store.views.search import DocumentFilter, condition_without_text
from core.store.views.ways import BY_CHANGE, Index, ways

KNOWN_BETTER = 10_000
"""More than so many are not counted at every look where the figures' job has counted them."""
STATUS_INDEX: Index = (("connection", 1), ("status", 1), *BY_CHANGE)
_MOST = 50_000
_PARTY_INDEX: Index = (("connection", 1), ("status", 1), (PARTY_ID["invoices"], 1))


@dataclass(frozen=True, slots=True)
class Counted:
    """`is_more`: there are more than `n`, and counting them all would take too long."""

    n: int
    is_more: bool = False

    def __bool__(self) -> bool:
        return self.n > 0


@read
def counts(kind: Kind, connection: str, wanted: DocumentFilter) -> dict[Status, Counted]:
    """They follow the search, not each other."""
    if wanted.text.strip():
        return _of_a_search(kind, connection, wanted)
    if wanted.removed:
        asked = condition_without_text(kind, connection, wanted, any_status=True)
        return _counted(count_by("status", kind, asked, _MOST), _MOST)
    if wanted.first_on or wanted.last_on or wanted.currency:
        return _of_a_span(kind, connection, wanted)
    return _of_all(kind, connection)


def _of_all(kind: Kind, connection: str) -> dict[Status, Counted]:
    many = many_of(marks_of(connection)) if kind == "invoices" else {}
    return counts_of(many, union(kind, count_questions(connection, many), STATUS_INDEX))


def many_of(marks: Marks) -> dict[str, int]:
    """What the figures know to be many is taken from them; the rest is counted now."""
    return {status: n for status, n in marks.counts.items() if n > KNOWN_BETTER}


def count_questions(connection: str, known: Container[str]) -> dict[str, list[Mapping[str, Any]]]:
    rest = [each.value for each in Status if each not in known]
    return counting_listed("status", {"connection": connection, "status": {"$in": rest}}, _MOST)


def counts_of(
    many: Mapping[str, int], answers: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[Status, Counted]:
    """The answers to those questions as counts."""
    found, removed = read_listed("status", answers)
    return {
        status: (
            Counted(many[status])
            if status in many
            else Counted(found[status] - removed[status], found.total() >= _MOST)
        )
        for status in Status
    }


def _of_a_span(kind: Kind, connection: str, wanted: DocumentFilter) -> dict[Status, Counted]:
    asked = condition_without_text(kind, connection, wanted, any_status=True)
    # The index of the days does not know who was removed: these are taken off afterwards.
    asked.pop("removed_at")
    found, removed = count_listed("status", kind, asked, _MOST, day_index(kind, wanted))
    return _counted(found, _MOST, removed)


def _of_a_search(kind: Kind, connection: str, wanted: DocumentFilter) -> dict[Status, Counted]:
    if kind == "invoices" and (of_parties := _of_parties(connection, wanted)):
        return of_parties
    asked = narrowed(kind, connection, wanted, any_status=True)
    found = count_by("status", kind, asked.query, MOST_IDS, asked.index)
    counted = _counted(found, MOST_IDS + 1)
    return {status: Counted(each.n, asked.is_more) for status, each in counted.items()}


def _of_parties(connection: str, wanted: DocumentFilter) -> dict[Status, Counted] | None:
    """Of a text that means clients and nothing else: their index of statuses knows them all."""
    others = replace(wanted, statuses=(), cause="", is_deep=False)
    if others != DocumentFilter(wanted.text):
        return None
    meanings = ways("invoices", connection, wanted.text.strip())
    parties = [way for way in meanings if PARTY_ID["invoices"] in way.conditions[0]]
    rest = [way for way in meanings if way not in parties]
    if not parties or ids_by("invoices", connection, rest):
        return None
    of_them = parties[0].conditions[0]
    asked = {
        "connection": connection,
        "status": {"$in": [each.value for each in Status]},
        **of_them,
    }
    found = count_by("status", "invoices", asked, MOST_IDS + 1, _PARTY_INDEX)
    if found.total() > MOST_IDS:
        return None
    removed = _removed_of(connection, of_them[PARTY_ID["invoices"]]["$in"])
    return _counted(found, MOST_IDS + 1, removed)


def _removed_of(connection: str, party_ids: Container[int]) -> Counter[str]:
    """Those that people took off the list are few: whose they are is seen here."""
    field = PARTY_ID["invoices"]
    gone = {"connection": connection, **REMOVED}
    each = {"status": "$status", field: f"${field}"}
    groups = grouped(
        "invoices", [{"$match": gone}, {"$group": {"_id": each, "n": {"$sum": 1}}}], REMOVED_INDEX
    )
    found: Counter[str] = Counter()
    for group in groups:
        if group["_id"][field] in party_ids:
            found[group["_id"]["status"]] += group["n"]
    return found


def _counted(
    found: Counter[str], most: int, removed: Mapping[str, int] | None = None
) -> dict[Status, Counted]:
    taken: Mapping[str, Any] = removed or {}
    is_more = found.total() >= most
    return {
        status: Counted(found[status.value] - taken.get(status.value, 0), is_more)
        for status in Status
    }
