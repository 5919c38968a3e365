"""How far the history of a record is, which tells a look from the one before it."""

from typing import Any

from core.store.views.documents import of
from core.store.views.reading import read
from core.store.views.search import Kind


@read
def steps_of(kind: Kind, connection: str, autotask_id: int) -> int | None:
    """None where there is no such record."""
    counted = {"steps": {"$size": {"$ifNull": ["$history", []]}}}
    found: dict[str, Any] | None = of(kind).find_one(
        {"_id": f"{connection}/{autotask_id}"}, counted
    )
    return int(found["steps"]) if found else None
