"""What Diagnostic Mode records of an invoice: every decision, every call and every answer.

Each entry is {at, kind, title, body}. The latest fifty are kept, each cut at 20 kB, and what looks
like a secret never gets in.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from core.domain.secret_texts import remove_secrets
from core.domain.status import Status
from core.store.invoice_form import document_id
from core.store.invoices.changes import collection

KINDS = ("decision", "call", "answer")
MOST_ENTRIES = 50
LONGEST_BODY = 20_000
PORTION = 200
_BETWEEN = " "

_CUT = "\n… cut; the whole is {length:,} characters long."


def trace_entry(at: datetime, kind: str, title: str, body: str) -> dict[str, Any]:
    """An entry as it is stored: without secrets and bounded."""
    if kind not in KINDS:
        raise ValueError(f"{kind} is none of {', '.join(KINDS)}")
    return {"at": at, "kind": kind, "title": title[:300], "body": bound(remove_secrets(body))}


def add_trace(connection_id: str, autotask_id: int, entries: Iterable[Mapping[str, Any]]) -> None:
    """Add entries to a record that is traced; to any other nothing is added.

    `entries` are mappings with at, kind, title and body; they are bounded here once more.
    """
    kept = [trace_entry(each["at"], each["kind"], each["title"], each["body"]) for each in entries]
    if kept:
        collection().update_one(
            {"_id": document_id(connection_id, autotask_id), "traced": True},
            {"$push": {"trace": {"$each": kept, "$slice": -MOST_ENTRIES}}},
        )


def stale_diagnoses(connection_id: str, basis: str) -> list[int]:
    """Records in Diagnostic Mode that were computed of other data, or on another basis.

    A portion of them, lowest Autotask id first.
    """
    key = {"$concat": ["$content_hash", _BETWEEN, basis]}
    found = collection().find(
        {
            "connection": connection_id,
            "status": Status.DIAGNOSTIC.value,
            "$expr": {"$ne": ["$diagnosed_hash", key]},
        },
        {"autotask_id": 1},
    )
    return [int(each["autotask_id"]) for each in found.sort("autotask_id", 1).limit(PORTION)]


def says_already(
    connection_id: str, autotask_id: int, entries: Sequence[Mapping[str, Any]]
) -> bool:
    """Tell whether the trace ends with just these entries, whenever they were written."""
    stored = collection().find_one(
        {"_id": document_id(connection_id, autotask_id)}, {"trace": {"$slice": -len(entries)}}
    )
    latest = [(each["title"], each["body"]) for each in (stored or {}).get("trace") or ()]
    kept = [trace_entry(each["at"], each["kind"], each["title"], each["body"]) for each in entries]
    return latest == [(each["title"], each["body"]) for each in kept]


def end_traces(connection_id: str) -> None:
    """A record that Xero has, or that a fault has stopped, is traced no longer."""
    settled = [Status.COMPLETE.value, Status.FAULT.value]
    collection().update_many(
        {"connection": connection_id, "traced": True, "status": {"$in": settled}},
        {"$set": {"traced": False}},
    )


def diagnosis_key(content_hash: str, basis: str) -> str:
    """`basis` stands for everything else that decides: options, and the organisation's lists."""
    return f"{content_hash}{_BETWEEN}{basis}"


def keep_diagnosis(
    connection_id: str,
    autotask_id: int,
    key: str,
    decisions: Iterable[Mapping[str, Any]],
    notice: Mapping[str, str] | None,
) -> None:
    """What was decided about a record in Diagnostic Mode, and of which data and options."""
    collection().update_one(
        {"_id": document_id(connection_id, autotask_id), "status": Status.DIAGNOSTIC.value},
        {
            "$set": {
                "diagnosed_hash": key,
                "decisions": [dict(each) for each in decisions],
                "notice": dict(notice) if notice else None,
            }
        },
    )


def bound(text: str) -> str:
    if len(text) <= LONGEST_BODY:
        return text
    note = _CUT.format(length=len(text))
    return text[: LONGEST_BODY - len(note)] + note
