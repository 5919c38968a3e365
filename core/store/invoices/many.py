"""Many invoices changed by a person at once: chosen by cause or by id, portion by portion."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.domain.status import Status, check
from core.store.invoice_form import document_id
from core.store.invoices.changes import (
    NOT_ROUTED_ELSEWHERE,
    ROUTED_ELSEWHERE,
    Step,
    collection,
    move,
)

PORTION = 400
"""As many as ingestion looks at again in one go (`watched_in`)."""

_TO_KNOW = ("autotask_id", "status", "voided", "removed_at", "skip.code")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one of many stands, as far as it decides whether a person may change it."""

    status: Status
    is_voided: bool = False
    is_removed: bool = False
    is_elsewhere: bool = False


def ids_with_cause(connection_id: str, cause: str, before: datetime) -> Iterator[list[int]]:
    """Autotask ids of the faults of one cause in portions; those that fault again are left alone.

    So are those that people took off the list: no list shows them.

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
                    "removed_at": None,
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


def standings(connection_id: str, autotask_ids: Sequence[int]) -> dict[int, Standing]:
    """Where each of these stands; those that are not there are missing."""
    keys = [document_id(connection_id, autotask_id) for autotask_id in autotask_ids]
    found = collection().find({"_id": {"$in": keys}}, dict.fromkeys(_TO_KNOW, 1))
    return {int(each["autotask_id"]): _standing(each) for each in found}


def _standing(stored: dict[str, Any]) -> Standing:
    return Standing(
        status=Status(stored["status"]),
        is_voided=bool(stored.get("voided")),
        is_removed=stored.get("removed_at") is not None,
        is_elsewhere=(stored.get("skip") or {}).get("code") == ROUTED_ELSEWHERE,
    )


def move_many_by_hand(
    connection_id: str,
    autotask_ids: Sequence[int],
    source: Status,
    target: Status,
    step: Step,
    *,
    only: Mapping[str, Any] | None = None,
    **values: Any,
) -> list[int]:
    """Move those that still stand at `source`, and only those; returns which this step has moved.

    A step with a run moves each of them once, however often it is repeated and wherever what it
    moved has gone since.
    """
    check(source, target)
    change = move(source, target, step, **values)
    may_move = {**NOT_ROUTED_ELSEWHERE, **(only or {})}
    return change_many(connection_id, autotask_ids, source, step, change, may_move)


def change_many(
    connection_id: str,
    autotask_ids: Sequence[int],
    source: Status,
    step: Step,
    change: Mapping[str, Any],
    only: Mapping[str, Any] | None = None,
) -> list[int]:
    """The same for any change that has the step as its line of history."""
    keys = [document_id(connection_id, autotask_id) for autotask_id in autotask_ids]
    once = {} if step.run_id is None else {"history.run_id": {"$ne": step.run_id}}
    collection().update_many(
        {
            "_id": {"$in": keys},
            "status": source.value,
            **once,
            **(only or {}),
        },
        change,
    )
    return changed_by(connection_id, autotask_ids, step)


def changed_by(connection_id: str, autotask_ids: Sequence[int], step: Step) -> list[int]:
    """Which of these have this very step in their history."""
    keys = [document_id(connection_id, autotask_id) for autotask_id in autotask_ids]
    found = collection().find(
        {
            "_id": {"$in": keys},
            "history": {"$elemMatch": {"code": step.code, "by": step.by, "run_id": step.run_id}},
        },
        {"autotask_id": 1},
    )
    return sorted(int(document["autotask_id"]) for document in found)
