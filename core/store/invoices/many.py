"""Many invoices moved by a person at once: chosen by cause or by id, portion by portion."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from core.domain.status import Status, check
from core.store.invoice_form import document_id
from core.store.invoices.changes import NOT_ROUTED_ELSEWHERE, Step, collection, move

PORTION = 400
"""As many as ingestion looks at again in one go (`watched_in`)."""


def ids_with_cause(connection_id: str, cause: str, before: datetime) -> Iterator[list[int]]:
    """Autotask ids of the faults of one cause in portions; those that fault again are left alone.

    Each portion is asked for anew, behind the one before, so that any number needs little memory.
    """
    last = -1
    while True:
        found = (
            collection()
            .find(
                {
                    "connection": connection_id,
                    "status": Status.FAULT.value,
                    "fault.code": cause,
                    "autotask_id": {"$gt": last},
                    "updated_at": {"$lte": before},
                },
                {"autotask_id": 1},
            )
            .sort("autotask_id", 1)
            .limit(PORTION)
        )
        portion = [int(document["autotask_id"]) for document in found]
        if not portion:
            return
        yield portion
        last = portion[-1]


def statuses_of(connection_id: str, autotask_ids: Sequence[int]) -> dict[int, Status]:
    """Where each of these stands; those that are not there are missing."""
    keys = [document_id(connection_id, autotask_id) for autotask_id in autotask_ids]
    found = collection().find({"_id": {"$in": keys}}, {"autotask_id": 1, "status": 1})
    return {int(each["autotask_id"]): Status(each["status"]) for each in found}


def move_many_by_hand(
    connection_id: str,
    autotask_ids: Sequence[int],
    source: Status,
    target: Status,
    step: Step,
    **values: Any,
) -> list[int]:
    """Move those that still stand at `source`, and only those; returns which."""
    check(source, target)
    keys = [document_id(connection_id, autotask_id) for autotask_id in autotask_ids]
    collection().update_many(
        {"_id": {"$in": keys}, "status": source.value, **NOT_ROUTED_ELSEWHERE},
        move(source, target, step, **values),
    )
    # Who was moved by this very step has its line last in the history.
    moved = collection().find(
        {
            "_id": {"$in": keys},
            "history": {"$elemMatch": {"code": step.code, "by": step.by, "run_id": step.run_id}},
        },
        {"autotask_id": 1},
    )
    return sorted(int(document["autotask_id"]) for document in moved)
