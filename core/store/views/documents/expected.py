"""How many rows a file will have, for telling how far it is."""

from collections.abc import Mapping
from typing import Any

from core.store.views.documents.counts import counts
from core.store.views.documents.matches import day_index, of_days
from core.store.views.documents.questions import REMOVED, grouped
from core.store.views.kinds import Kind
from core.store.views.reading import read_patiently
from core.store.views.search import DocumentFilter, condition_without_text
from core.store.views.ways import Index


@read_patiently
def expected(kind: Kind, connection: str, wanted: DocumentFilter) -> int:
    """0 where only reading them all would tell."""
    is_searched = bool(wanted.text.strip())
    if wanted.cause or (is_searched and wanted.is_deep):
        return 0
    if is_searched or wanted.removed:
        return _of_a_search(kind, connection, wanted)
    asked = condition_without_text(kind, connection, wanted)
    # The indexes that count do not know who was taken off the list: these are counted by their own.
    asked.pop("removed_at")
    index = day_index(kind, wanted) or (of_days(kind) if wanted.currency else None)
    return max(0, _count(kind, asked, index) - _count(kind, {**asked, **REMOVED}, None))


def _of_a_search(kind: Kind, connection: str, wanted: DocumentFilter) -> int:
    found = counts(kind, connection, wanted)
    chosen = [each for status, each in found.items() if status in (wanted.statuses or found)]
    return 0 if any(each.is_more for each in chosen) else sum(each.n for each in chosen)


def _count(kind: Kind, asked: Mapping[str, Any], index: Index | None) -> int:
    found = grouped(kind, [{"$match": asked}, {"$count": "n"}], index)
    return sum(each["n"] for each in found)
