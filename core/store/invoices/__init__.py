"""Invoices of the ledger: claimed, settled and moved by people, always by compare-and-set.

Every change names the status it starts from; when another worker was faster nothing matches and
nothing happens. History grows in the same update.
"""

from core.store.invoices.changes import (
    Step,
    fault_form,
    history_entry,
)
from core.store.invoices.queue import (
    REFRESHING,
    claim,
    claims_without_batch,
    due,
    due_companies,
    has_claims,
    has_waiting,
    in_batch,
    postpone_holds,
    watched_ids,
)
from core.store.invoices.records import (
    get,
    mark_write_back_refused,
    mark_written_back,
    move_by_hand,
    note,
    record_decisions,
    status_of,
    unwritten_back,
)
from core.store.invoices.settle import (
    ANY_TIME,
    Completion,
    Terms,
    complete,
    give_back,
    mark_checking,
    stop,
    stop_pending,
)

__all__ = [
    "ANY_TIME",
    "REFRESHING",
    "Completion",
    "Step",
    "Terms",
    "claim",
    "claims_without_batch",
    "complete",
    "due",
    "due_companies",
    "fault_form",
    "get",
    "give_back",
    "has_claims",
    "has_waiting",
    "history_entry",
    "in_batch",
    "mark_checking",
    "mark_write_back_refused",
    "mark_written_back",
    "move_by_hand",
    "note",
    "postpone_holds",
    "record_decisions",
    "status_of",
    "stop",
    "stop_pending",
    "unwritten_back",
    "watched_ids",
]
