"""Actions on many invoices, as their page, the bar at the bottom and the JSON API show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.store.documents import BulkActionDocument
from core.store.views.beside import Beside
from core.store.views.reading import collection, read

_MOST = 20
# The ids that were chosen may be ten thousand; nobody shows them.
_SHOWN = {"ids": 0, "portion": 0}


@dataclass(frozen=True, slots=True)
class BulkView:
    """`done` were looked at so far; `refused` counts what was left, by reason.

    `refused_ids` are the first of those, each with its reason. `wanted` is the filter, None when
    ids were chosen. `total` is None while it is counted.
    """

    id: str
    shelf: str
    action: str
    by: str
    reason: str
    wanted: dict[str, Any] | None
    include_complete: bool
    state: str
    stop_asked: bool
    total: int | None
    done: int
    position: int
    moved: int
    refused: dict[str, int]
    refused_ids: tuple[tuple[int, str], ...]
    message: str
    run_id: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in ("waiting", "running")


@read
def bulk_action(connection: str, bulk_id: str) -> BulkView | None:
    found = collection(BulkActionDocument).find_one(
        {"_id": bulk_id, "connection": connection}, _SHOWN
    )
    return bulk_view(found) if found else None


def newest(connection: str) -> Beside[BulkView | None]:
    """The one that was started last, open or not."""
    steps: list[dict[str, Any]] = [
        {"$match": {"connection": connection}},
        {"$sort": {"created_at": -1}},
        {"$limit": 1},
        {"$project": _SHOWN},
    ]
    return Beside(BulkActionDocument, steps, lambda found: bulk_view(found[0]) if found else None)


@read
def latest(connection: str) -> tuple[BulkView, ...]:
    """The latest first."""
    found = collection(BulkActionDocument).find({"connection": connection}, _SHOWN)
    return tuple(bulk_view(each) for each in found.sort("created_at", -1).limit(_MOST))


def bulk_view(stored: dict[str, Any]) -> BulkView:
    return BulkView(
        id=stored["_id"],
        shelf=stored["shelf"],
        action=stored["action"],
        by=stored["by"],
        reason=stored.get("reason") or "",
        wanted=stored.get("wanted"),
        include_complete=bool(stored.get("include_complete")),
        state=stored["state"],
        stop_asked=bool(stored.get("stop_asked")),
        total=stored.get("total"),
        done=int(stored.get("done") or 0),
        position=int(stored.get("position") or 0),
        moved=int(stored.get("moved") or 0),
        refused={str(why): int(n) for why, n in (stored.get("refused") or {}).items()},
        refused_ids=tuple(
            (int(each["id"]), str(each["reason"])) for each in stored.get("refused_ids") or ()
        ),
        message=stored.get("message") or "",
        run_id=stored.get("run_id") or "",
        created_at=stored["created_at"],
        started_at=stored.get("started_at"),
        finished_at=stored.get("finished_at"),
    )
