"""Single invoices: read, moved by a person, noted upon."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pymongo import UpdateOne

from core.domain.records import InvoiceRecord
from core.domain.status import Status, check
from core.store.invoice_form import document_id, to_record
from core.store.invoices.changes import (
    NOT_ROUTED_ELSEWHERE,
    ROUTED_ELSEWHERE,
    Step,
    collection,
    move,
    unchanged_since,
)

_READ_AT_ONCE = 50


def get(connection_id: str, autotask_id: int) -> InvoiceRecord | None:
    found = collection().find_one({"_id": document_id(connection_id, autotask_id)})
    return to_record(found) if found else None


def latest(connection_id: str, count: int, most_lines: int) -> list[InvoiceRecord]:
    """The last ones by Autotask id, whatever their status; fewer when they have so many lines.

    What lives in another connection is none of this one's.
    """
    wanted = {"connection": connection_id, **NOT_ROUTED_ELSEWHERE}
    not_read = {"raw": 0, "history": 0, "trace": 0, "decisions": 0}
    found = collection().find(wanted, not_read).sort("autotask_id", -1).limit(count)
    records: list[InvoiceRecord] = []
    with found.batch_size(_READ_AT_ONCE) as documents:
        for document in documents:
            records.append(to_record(document))
            most_lines -= len(records[-1].invoice.lines)
            if most_lines <= 0:
                break
    return records


def status_of(connection_id: str, autotask_id: int) -> Status | None:
    found = collection().find_one({"_id": document_id(connection_id, autotask_id)}, {"status": 1})
    return Status(found["status"]) if found else None


def routed_elsewhere(connection_id: str, autotask_ids: Collection[int]) -> dict[int, str]:
    """Those that live in another connection of the same Autotask, with the sentence that says so."""
    keys = [document_id(connection_id, autotask_id) for autotask_id in autotask_ids]
    found = collection().find(
        {"_id": {"$in": keys}, "skip.code": ROUTED_ELSEWHERE}, {"autotask_id": 1, "skip.message": 1}
    )
    return {int(each["autotask_id"]): str(each["skip"]["message"]) for each in found}


def move_by_hand(
    connection_id: str,
    autotask_id: int,
    sources: Sequence[Status],
    target: Status,
    step: Step,
    expected: int | None = None,
    **values: Any,
) -> bool:
    """A person's change; False when the document stands elsewhere by now, or lives elsewhere.

    Or when it has another number of steps than the person saw.
    """
    wanted = {
        "_id": document_id(connection_id, autotask_id),
        **NOT_ROUTED_ELSEWHERE,
        **unchanged_since(expected),
    }
    for source in sources:
        check(source, target)
        result = collection().update_one(
            {**wanted, "status": source.value}, move(source, target, step, **values)
        )
        if result.modified_count:
            return True
    return False


def steps(connection_id: str, autotask_id: int) -> tuple[Step, ...]:
    """What was done to a document, the earliest first."""
    names = ("code", "message", "by", "at", "run_id")
    found = collection().find_one(
        {"_id": document_id(connection_id, autotask_id)}, {f"history.{name}": 1 for name in names}
    )
    entries = (found or {}).get("history") or ()
    return tuple(Step(**{name: entry.get(name) for name in names}) for entry in entries)


def note(connection_id: str, autotask_id: int, code: str, message: str) -> None:
    """Put something to know on a record without moving it."""
    collection().update_one(
        {"_id": document_id(connection_id, autotask_id)},
        {"$set": {"notice": {"code": code, "message": message}}},
    )


def record_decisions(
    connection_id: str, decisions: Mapping[int, Sequence[Mapping[str, Any]]]
) -> None:
    """Keep what was decided for Xero and why (`core.domain.decision`), instead of what was before."""
    writes = [
        UpdateOne(
            {"_id": document_id(connection_id, autotask_id)},
            {"$set": {"decisions": [dict(each) for each in taken]}},
        )
        for autotask_id, taken in decisions.items()
    ]
    if writes:
        collection().bulk_write(writes, ordered=False)
