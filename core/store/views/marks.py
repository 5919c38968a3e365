"""What is known of a connection's figures: up to when they are counted, and how many stand where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.store.documents import FigureMarksDocument
from core.store.views.reading import collection


@dataclass(frozen=True, slots=True)
class Marks:
    """`counts` are by status."""

    counted_to: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    is_filled: bool = False


def marks_of(connection: str) -> Marks:
    fields = {"counted_to": 1, "counts": 1, "is_filled": 1}
    found = collection(FigureMarksDocument).find_one({"_id": connection}, fields) or {}
    return Marks(found.get("counted_to"), found.get("counts") or {}, bool(found.get("is_filled")))
