"""All connections in a line each, for going from one to another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.domain.status import Status
from core.store.documents import ConnectionDocument
from core.store.views.beside import Beside
from core.store.views.documents.questions import count_listed
from core.store.views.reading import read

_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Other:
    """`faults` is how many invoices need a person there."""

    id: str
    name: str
    is_active: bool
    faults: int = 0


def question() -> Beside[tuple[Other, ...]]:
    """All by name, with no faults counted yet."""
    steps: list[dict[str, Any]] = [{"$sort": {"name": 1}}, {"$project": {"name": 1, "state": 1}}]
    return Beside(ConnectionDocument, steps, lambda found: tuple(map(_line, found)))


@read
def with_faults(others: Sequence[Other]) -> tuple[Other, ...]:
    """Faults are counted on the index of statuses, and few by nature.

    Without those that people took off the list, whom the index of statuses does not know.
    """
    stopped = {
        "connection": {"$in": [each.id for each in others]},
        "status": Status.FAULT.value,
    }
    faults, removed = count_listed("connection", "invoices", stopped, _MOST)
    return tuple(replace(each, faults=faults[each.id] - removed[each.id]) for each in others)


def _line(stored: dict[str, str]) -> Other:
    return Other(stored["_id"], stored["name"], stored.get("state") == "active")
