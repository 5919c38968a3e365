"""One document as it stood in a request to Xero, which is kept byte by byte."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.store.documents import BatchDocument
from core.store.views.reading import collection, read
from core.store.views.sent import element_of


@dataclass(frozen=True, slots=True)
class PostedPart:
    """`line` is the method and path, `document` its own part of the body, amounts exact."""

    at: datetime | None
    line: str
    document: Mapping[str, Any]


@read
def part_of(connection: str, batch_id: str, autotask_id: int) -> PostedPart | None:
    """None for a request that is not kept (any more), or without such a record."""
    stored = collection(BatchDocument).find_one({"_id": batch_id, "connection": connection})
    if stored is None or not stored.get("body"):
        return None
    document = element_of(stored, autotask_id)
    if document is None:
        return None
    return PostedPart(
        at=stored.get("last_sent_at"),
        line=f"{stored['method']} {stored['path']}",
        document=document,
    )
