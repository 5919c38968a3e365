"""Mistakes in freezing, sending and sending again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from core.clients.xero import door as xero_door
from core.clients.xero.client import XeroClient
from core.domain import batch as batches
from core.domain import doubt, remedy
from core.domain.batch import Batch
from core.domain.errors import OutcomeUnknownError
from core.domain.remedy import Remedy
from services.xero_posting import deliver as delivery
from services.xero_posting import freeze as freezing
from services.xero_posting import look_up, look_up_update, prove, resolve
from tests.simulation.mutants.kinds import Mutant, Patch
from tests.simulation.plan import SALES
from tests.simulation.stores.batches import BatchBook
from tests.simulation.stores.leases import Leases

# As any other code sees them, names that these modules only import are not theirs.
deliver: Any = delivery
freeze: Any = freezing
door: Any = xero_door

_LOSSES = frozenset({"lost_after", "timeout_after", "late_commit", "error_after"})
_OWN_NUMBERS = {"kinds": SALES, "numbering": "xero", "faults": _LOSSES, "fault_rate": 0.5}
_SLEEPS = {"freeze_rate": 0.05, "instances": 3, "crash_rate": 0.0}
_CRASHES = {"kinds": SALES, "numbering": "xero", "crash_rate": 0.06}


def _key_is_enough(patch: Patch) -> None:
    def send_on(batch: Batch, now: datetime) -> tuple[Remedy, datetime]:
        found, at = remedy.choose_remedy(batch, now)
        is_open = found in (Remedy.ADOPT, Remedy.LOOK_UP, Remedy.WAIT)
        is_due = batch.last_sent_at is not None and now - batch.last_sent_at > timedelta(minutes=7)
        return (Remedy.SEND, now) if is_open and is_due else (found, at)

    patch.set(resolve, "choose_remedy", send_on)


def _own_numbers_count_as_unique(patch: Patch) -> None:
    for module in (batches, doubt, freeze):
        patch.set(module, "is_unique", lambda kind, number: True)


def _released_early(patch: Patch) -> None:
    for module in (remedy, doubt, look_up, look_up_update):
        patch.set(module, "LATEST_COMMIT", timedelta(minutes=2))


def _no_look_up(patch: Patch) -> None:
    patch.set(look_up, "_find", lambda desk, batch, questions: [])


def _hidden_retry(patch: Patch) -> None:
    spend = door.spend

    def spend_twice(budget: Any, http: Any, request: Any, leaving: Any = None) -> Any:
        try:
            return spend(budget, http, request, leaving)
        except OutcomeUnknownError:
            again = {**request.headers, "Idempotency-Key": f"{request.headers['Idempotency-Key']}2"}
            return spend(budget, http, replace(request, headers=again))

    patch.set(door, "spend", spend_twice)


def _sent_is_noted_late(patch: Patch) -> None:
    send = XeroClient.send

    def note_after(
        self: XeroClient, method: str, path: str, body: bytes, key: str, leaving: Callable[[], None]
    ) -> Any:
        answer = send(self, method, path, body, key, lambda: None)
        leaving()
        return answer

    patch.set(XeroClient, "send", note_after)


def _key_of_the_records(patch: Patch) -> None:
    prepare = freeze.prepare

    def keyed(batch_id: str, connection_id: str, tenant_id: str, write: Any, elements: Any) -> Any:
        frozen = prepare(batch_id, connection_id, tenant_id, write, elements)
        return replace(frozen, key=f"key of {[element.source_id for element in elements]}")

    patch.set(freeze, "prepare", keyed)


def _key_of_each_process(patch: Patch) -> None:
    serial, send = count(1), XeroClient.send

    def keyed(
        self: XeroClient, method: str, path: str, body: bytes, key: str, leaving: Callable[[], None]
    ) -> Any:
        return send(self, method, path, body, f"key {next(serial) % 3}", leaving)

    patch.set(XeroClient, "send", keyed)


def _no_fence(patch: Patch) -> None:
    mark_sent, withdraw = BatchBook.mark_sent, BatchBook.withdraw

    def sent(self: BatchBook, batch: Batch, fence: int, now: datetime) -> Batch:
        self._open.setdefault(batch.id, None)
        known = self._batches[batch.id]
        self._batches[batch.id] = replace(known, state=batches.BatchState.PREPARED)
        return mark_sent(self, batch, 10**9, now)

    patch.set(Leases, "renew", lambda self, lease: None)
    patch.set(BatchBook, "mark_sent", sent)
    patch.set(BatchBook, "withdraw", withdraw)


def _released_without_withdrawal(patch: Patch) -> None:
    patch.set(Leases, "renew", lambda self, lease: None)
    patch.set(BatchBook, "withdraw", lambda self, batch_id, fence, now: True)


def _doubts_are_forgotten(patch: Patch) -> None:
    patch.set(prove, "needs_proof", lambda doubt, draft: False)


def _unanswered_counts_as_unsent(patch: Patch) -> None:
    def put_back(desk: Any, batch: Batch, error: Any) -> None:
        deliver.put_back(desk, replace(batch, sends=1), error, has_left=True)

    patch.set(deliver, "keep_unknown", put_back)


SENDING = {
    "key_is_enough": Mutant(
        "sends the same bytes again although Xero has forgotten the key",
        _key_is_enough, _OWN_NUMBERS,
    ),
    "own_numbers_count_as_unique": Mutant(
        "treats documents whose number Xero does not keep unique like the others",
        _own_numbers_count_as_unique, _OWN_NUMBERS,
    ),
    "released_early": Mutant(
        "gives up what has no unique number after two minutes", _released_early, _OWN_NUMBERS
    ),
    "no_look_up": Mutant("does not ask Xero what it has", _no_look_up, _OWN_NUMBERS),
    "hidden_retry": Mutant(
        "a layer below sends again by itself", _hidden_retry, _OWN_NUMBERS
    ),
    "sent_is_noted_late": Mutant(
        "commits `sent` after the call instead of before", _sent_is_noted_late, _CRASHES
    ),
    "key_of_the_records": Mutant(
        "makes the key of the records instead of the batch", _key_of_the_records
    ),
    "keys_come_round": Mutant("uses three keys over and over", _key_of_each_process),
    "no_fence": Mutant(
        "sends under a lost lease whatever others did to the batch",
        _no_fence, {**_SLEEPS, "kinds": SALES, "numbering": "xero"},
    ),
    "released_without_withdrawal": Mutant(
        "frees what a sleeper has frozen without taking his batch away",
        _released_without_withdrawal, {**_SLEEPS, "kinds": SALES, "numbering": "xero"},
    ),
    "doubts_are_forgotten": Mutant(
        "sends under another number or kind what may still arrive under the former",
        _doubts_are_forgotten,
        {"kinds": SALES, "numbering": "number", "faults": frozenset({"late_commit"}),
         "fault_rate": 0.8, "autotask_ms": 4_000, "day_ms": 1_200_000, "bookkeeper_ms": 0,
         "people_ms": 0, "renumbered": 1.0, "voided": 0.0, "crash_rate": 0.0, "freeze_rate": 0.0,
         "documents": 7},
    ),
    "unanswered_counts_as_unsent": Mutant(
        "puts a batch without an answer back into the queue",
        _unanswered_counts_as_unsent, _OWN_NUMBERS,
    ),
}  # fmt: skip
