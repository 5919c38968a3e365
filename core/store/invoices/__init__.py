"""Invoices of the ledger: claimed, settled and moved by people, always by compare-and-set.

Every change names the status it starts from; when another worker was faster nothing matches and
nothing happens. History grows in the same update.
"""

from core.store.invoices.changes import (
    Step,
    fault_form,
    history_entry,
)
from core.store.invoices.contact_holds import hold_pending
from core.store.invoices.ended import Skip, skip
from core.store.invoices.late import Arrival, doubtful, end_doubts, link_arrival
from core.store.invoices.queue import (
    CONTACT_WANTED,
    PERIOD_LOCKED,
    REFRESHING,
    XERO_LIMITED_DAY,
    XERO_MAINTENANCE,
    claim,
    claims_without_batch,
    due,
    due_companies,
    has_claims,
    has_waiting,
    in_batch,
    is_linked,
    note_looked,
    postpone_holds,
    watched_in,
)
from core.store.invoices.records import (
    get,
    latest,
    move_by_hand,
    note,
    record_decisions,
    status_of,
)
from core.store.invoices.settle import (
    ANY_TIME,
    Completion,
    Stop,
    Terms,
    clear_doubt,
    complete,
    give_back,
    mark_checking,
    stop,
    stop_pending,
)
from core.store.invoices.unposted import unposted_ids
from core.store.invoices.written_back import (
    give_up_write_back,
    mark_write_back_refused,
    mark_written_back,
    note_written_number,
    tell_again,
    unwritten_back,
)

__all__ = [
    "ANY_TIME",
    "CONTACT_WANTED",
    "PERIOD_LOCKED",
    "REFRESHING",
    "XERO_LIMITED_DAY",
    "XERO_MAINTENANCE",
    "Arrival",
    "Completion",
    "Skip",
    "Step",
    "Stop",
    "Terms",
    "claim",
    "claims_without_batch",
    "clear_doubt",
    "complete",
    "doubtful",
    "due",
    "due_companies",
    "end_doubts",
    "fault_form",
    "get",
    "give_back",
    "give_up_write_back",
    "has_claims",
    "has_waiting",
    "history_entry",
    "hold_pending",
    "in_batch",
    "is_linked",
    "latest",
    "link_arrival",
    "mark_checking",
    "mark_write_back_refused",
    "mark_written_back",
    "move_by_hand",
    "note",
    "note_looked",
    "note_written_number",
    "postpone_holds",
    "record_decisions",
    "skip",
    "status_of",
    "stop",
    "stop_pending",
    "tell_again",
    "unposted_ids",
    "unwritten_back",
    "watched_in",
]
