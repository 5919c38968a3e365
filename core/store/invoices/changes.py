"""How a status changes: compare-and-set, with the step in the record's history."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from core.domain.faults import Fault
from core.domain.status import Status
from core.store.documents import InvoiceDocument

# The skip of an invoice that lives in another connection of the same Autotask. No person takes it
# back: the invoice goes on there.
ROUTED_ELSEWHERE = "ROUTED_ELSEWHERE"
NOT_ROUTED_ELSEWHERE: dict[str, Any] = {"skip.code": {"$ne": ROUTED_ELSEWHERE}}

# What people took off the list is on it again as soon as something happens to it.
SHOWN_AGAIN = {"removed_at": "", "removed_by": ""}


@dataclass(frozen=True, slots=True)
class Step:
    """Why a status changes, as it will stand in the record's history."""

    code: str
    message: str
    by: str
    at: datetime
    run_id: str | None = None


def move(source: Status, target: Status, step: Step, **values: Any) -> dict[str, Any]:
    return {
        "$set": {"status": target.value, "updated_at": step.at, **values},
        "$unset": SHOWN_AGAIN,
        "$inc": {"version": 1},
        "$push": {"history": history_entry(source, target, step)},
    }


def unchanged_since(expected: int | None) -> dict[str, Any]:
    """The condition that nothing has happened since a person saw so many steps of the history.

    `version` counts looks of ingestion that change nothing a person sees, so it cannot serve.
    """
    return {} if expected is None else {"history": {"$size": expected}}


def history_entry(source: Status | None, target: Status, step: Step) -> dict[str, Any]:
    """One line of a document's life."""
    return {
        "at": step.at,
        "from": source.value if source else None,
        "to": target.value,
        "code": step.code,
        "message": step.message,
        "by": step.by,
        "run_id": step.run_id,
    }


def fault_form(fault: Fault, at: datetime) -> dict[str, Any]:
    """A fault as it is stored."""
    return {**asdict(fault), "side": fault.side.value, "at": at}


def collection() -> Any:
    return InvoiceDocument._get_collection()
