"""Autotask's printed forms of invoices: the last of each, for two weeks, within bounds.

The ingestion actor keeps them, the gateway shows them, the posting actor attaches PDFs: a file does
not travel through RabbitMQ.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.domain.papers import Form
from core.store.documents import PaperDocument

# For each connection; with 40 kB a file, some five thousand invoices.
MOST_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed form, and the hash of the content that the invoice had when it was fetched."""

    content: bytes = field(repr=False)
    hash: str
    fetched_at: datetime


def keep(
    connection_id: str, autotask_id: int, form: Form, paper: Paper, most_bytes: int = MOST_BYTES
) -> None:
    """Keep it instead of an earlier one; what is too much for the connection goes, oldest first."""
    _papers().replace_one(
        {"_id": paper_id(connection_id, autotask_id, form)},
        {
            "connection": connection_id,
            "autotask_id": autotask_id,
            "form": form.value,
            "hash": paper.hash,
            "content": paper.content,
            "size": len(paper.content),
            "fetched_at": paper.fetched_at,
        },
        upsert=True,
    )
    _forget_beyond(connection_id, most_bytes)


def forget(connection_id: str, autotask_id: int, form: Form) -> None:
    _papers().delete_one({"_id": paper_id(connection_id, autotask_id, form)})


def find(connection_id: str, autotask_id: int, form: Form) -> Paper | None:
    stored = _papers().find_one({"_id": paper_id(connection_id, autotask_id, form)})
    return to_paper(stored) if stored else None


def paper_id(connection_id: str, autotask_id: int, form: Form) -> str:
    return f"{connection_id}/{autotask_id}/{form.value}"


def to_paper(stored: dict[str, Any]) -> Paper:
    return Paper(bytes(stored["content"]), stored["hash"], stored["fetched_at"])


def _forget_beyond(connection_id: str, most_bytes: int) -> None:
    """The newest stays, however large: somebody is about to look at it."""
    covered = {"size": 1, "fetched_at": 1, "_id": 0}
    newest_first = _papers().find({"connection": connection_id}, covered)
    kept, oldest_kept = 0, None
    for stored in newest_first.sort("fetched_at", -1):
        kept += stored["size"]
        if kept > most_bytes and oldest_kept is not None:
            older = {"connection": connection_id, "fetched_at": {"$lt": oldest_kept}}
            _papers().delete_many(older)
            return
        oldest_kept = stored["fetched_at"]


def _papers() -> Any:
    return PaperDocument._get_collection()
