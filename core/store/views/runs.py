"""Runs as the log groups its lines by them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.store.documents import SyncRunDocument
from core.store.views.reading import collection, read


@dataclass(frozen=True, slots=True)
class RunHead:
    """`finished_at` is None while it is on; `counts` are the job's own figures."""

    id: str
    job: str
    started_at: datetime
    finished_at: datetime | None
    outcome: str
    message: str
    counts: Mapping[str, int] = field(default_factory=dict)


@read
def heads(connection: str, run_ids: Iterable[str]) -> dict[str, RunHead]:
    """By id; a run that left none (a look that found nothing, a press of a person) is missing."""
    wanted = sorted(set(run_ids))
    if not wanted:
        return {}
    found = collection(SyncRunDocument).find({"_id": {"$in": wanted}, "connection": connection})
    return {
        stored["_id"]: RunHead(
            id=stored["_id"],
            job=stored["job"],
            started_at=stored["started_at"],
            finished_at=stored.get("finished_at"),
            outcome=stored.get("outcome") or "",
            message=stored.get("message") or "",
            counts=stored.get("counts") or {},
        )
        for stored in found
    }
