"""What is known of a connection's figures: up to when they are counted, and how many stand where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from core.store.documents import FigureMarksDocument
from core.store.views.beside import Beside
from core.store.views.reading import collection


@dataclass(frozen=True, slots=True)
class Marks:
    """`counts` are by status."""

    counted_to: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    is_filled: bool = False
    changed_at: datetime | None = None


_A_MOMENT = 1.0


@dataclass(frozen=True, slots=True)
class _Read:
    """Marks, when they were read, and from which database: tests have many."""

    client: Any
    at: float
    marks: Marks


_lately: dict[str, _Read] = {}
_FIELDS = {"counted_to": 1, "counts": 1, "is_filled": 1, "changed_at": 1}


def marks_of(connection: str) -> Marks:
    return _make_marks(collection(FigureMarksDocument).find_one({"_id": connection}, _FIELDS))


def question(connection: str) -> Beside[Marks]:
    """For whoever has more to ask at once."""
    steps: list[dict[str, Any]] = [{"$match": {"_id": connection}}, {"$project": _FIELDS}]

    def keep(found: list[dict[str, Any]]) -> Marks:
        marks = _make_marks(found[0] if found else None)
        # A name that nobody gave a connection is not remembered.
        if found:
            _lately[connection] = _Read(_client(), monotonic(), marks)
        return marks

    return Beside(FigureMarksDocument, steps, keep)


def lately(connection: str) -> Marks | None:
    """As whoever had more to ask read them a moment ago: what a page looks for comes right behind
    what its frame asked."""
    read = _lately.get(connection)
    if read is None or read.client is not _client() or monotonic() - read.at >= _A_MOMENT:
        return None
    return read.marks


def _client() -> Any:
    return collection(FigureMarksDocument).database.client


def _make_marks(found: Mapping[str, Any] | None) -> Marks:
    known = found or {}
    return Marks(
        known.get("counted_to"),
        known.get("counts") or {},
        bool(known.get("is_filled")),
        known.get("changed_at"),
    )
