"""What is known of a connection's figures: up to when they are counted, and how many stand where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.store.documents import FigureMarksDocument
from core.store.views.reading import collection


@dataclass(frozen=True, slots=True)
class Marks:
    """`counts` are by status."""

    counted_to: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    is_filled: bool = False


_FIELDS = {"counted_to": 1, "counts": 1, "is_filled": 1}


def marks_of(connection: str) -> Marks:
    return make_marks(collection(FigureMarksDocument).find_one({"_id": connection}, _FIELDS))


def make_marks(found: Mapping[str, Any] | None) -> Marks:
    known = found or {}
    return Marks(known.get("counted_to"), known.get("counts") or {}, bool(known.get("is_filled")))
