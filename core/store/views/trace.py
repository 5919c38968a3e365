"""What Diagnostic Mode recorded of a document."""

from dataclasses import dataclass
from datetime import datetime

from core.store.views.documents import of
from core.store.views.reading import read
from core.store.views.search import Kind


@dataclass(frozen=True, slots=True)
class TraceRow:
    """`kind` is decision, call or answer."""

    at: datetime
    kind: str
    title: str
    body: str


@read
def trace(kind: Kind, connection: str, autotask_id: int) -> tuple[TraceRow, ...]:
    """Every entry, the oldest first; empty for a record that was never traced."""
    stored = of(kind).find_one({"_id": f"{connection}/{autotask_id}"}, {"trace": 1}) or {}
    return tuple(
        TraceRow(each["at"], each["kind"], each["title"], each["body"])
        for each in stored.get("trace") or ()
    )
