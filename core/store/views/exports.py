"""Files of whole lists: how far each is, and its content once it is ready."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.store.documents import ExportDocument, ExportPartDocument
from core.store.views.beside import Beside
from core.store.views.reading import collection, read

_OPEN = ("waiting", "running")
_MOST = 10


@dataclass(frozen=True, slots=True)
class ExportView:
    """`total` is 0 while nobody has counted; `message` says why it failed."""

    id: str
    shelf: str
    by: str
    query: str
    form: str
    name: str
    state: str
    done: int
    total: int
    size: int
    created_at: datetime
    message: str
    claim: str

    @property
    def is_open(self) -> bool:
        return self.state in _OPEN

    @property
    def is_wanted(self) -> bool:
        """Whether its owner may come back for it."""
        return self.is_open or self.state == "done"


@read
def export(connection: str, export_id: str) -> ExportView | None:
    found = collection(ExportDocument).find_one({"_id": export_id, "connection": connection})
    return _view(found) if found else None


@read
def of_person(connection: str, by: str) -> tuple[ExportView, ...]:
    """What somebody asked for within the last hour, the latest first."""
    asked = question(connection, by)
    return asked.read(list(collection(ExportDocument).aggregate([*asked.steps])))


def question(connection: str, by: str) -> Beside[tuple[ExportView, ...]]:
    """The same for whoever has more to ask at once."""
    steps: list[dict[str, Any]] = [
        {"$match": {"connection": connection, "by": by}},
        {"$sort": {"created_at": -1}},
        {"$limit": _MOST},
    ]
    return Beside(ExportDocument, steps, lambda found: tuple(map(_view, found)))


def content(ready: ExportView) -> Iterator[bytes]:
    """The file, piece by piece."""
    n = 0
    sent = 0
    while sent < ready.size:
        data = _part(f"{ready.id}/{ready.claim}/{n}")
        if data is None:
            return
        yield data
        sent += len(data)
        n += 1


@read
def _part(part_id: str) -> bytes | None:
    found = collection(ExportPartDocument).find_one({"_id": part_id}, {"data": 1})
    return bytes(found["data"]) if found else None


def _view(stored: dict[str, Any]) -> ExportView:
    return ExportView(
        id=stored["_id"],
        shelf=stored["shelf"],
        by=stored["by"],
        query=stored.get("query") or "",
        form=stored["form"],
        name=stored.get("name") or "",
        state=stored["state"],
        done=int(stored.get("done") or 0),
        total=int(stored.get("total") or 0),
        size=int(stored.get("size") or 0),
        created_at=stored["created_at"],
        message=stored.get("message") or "",
        claim=stored.get("claim") or "",
    )
