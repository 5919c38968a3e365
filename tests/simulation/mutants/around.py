"""Mistakes around the protocol: limits, tokens, contacts, updates, secrets."""

from dataclasses import replace
from typing import Any

from core.clients.xero.client import XeroClient
from core.clients.xero.door import XeroDoor
from core.domain import limiter
from core.domain.batch import Write
from core.domain.call_account import Account, Limits
from core.domain.errors import OutcomeUnknownError, RateLimitedError, SyncError
from core.domain.faults import make_fault
from core.domain.remedy import Remedy
from core.store.invoices import Stop, Terms
from services.xero_posting import freeze, look_up_update, post, put_back, resolve
from services.xero_posting.contacts import matching
from tests.simulation import actor
from tests.simulation.mutants.kinds import Mutant, Patch
from tests.simulation.plan import SALES
from tests.simulation.stores.budget import AccountBook, MemoryBudget
from tests.simulation.stores.tokens import MemoryTokens

# As any other code sees it, names that this module only imports are not its own.
contact_matching: Any = matching

_TIGHT: dict[str, Any] = {
    "limits": Limits(in_flight=2, per_minute=6, per_day=4_990), "a_minute": 8, "at_once": 2,
    "batch_size": 1, "in_flight": 4, "documents": 7, "later_documents": 8, "instances": 3,
    "crash_rate": 0.02, "fault_rate": 0.0, "outage_ms": 0,
}  # fmt: skip
_RENEWALS: dict[str, Any] = {
    "faults": frozenset({"token_expired"}), "fault_rate": 0.3, "is_strict": True, "in_flight": 4,
    "batch_size": 1, "documents": 7, "outage_ms": 0, "limits": Limits(5, 58, 4_990),
    "a_minute": 60, "at_once": 5, "crash_rate": 0.02,
}  # fmt: skip
_UPDATES: dict[str, Any] = {
    "people_ms": 3_000, "bookkeeper_ms": 3_000, "autotask_ms": 5_000, "status": "AUTHORISED",
    "day_ms": 240_000,
}  # fmt: skip


def _limiter_per_process(patch: Patch) -> None:
    before = MemoryBudget.__init__

    def own(self: MemoryBudget, book: AccountBook, limits: Limits, process: Any) -> None:
        before(self, AccountBook(book.scheduler), limits, process)

    patch.set(MemoryBudget, "__init__", own)


def _minute_is_by_the_clock(patch: Patch) -> None:
    def trimmed(account: Account, now: Any) -> Account:
        fresh = refresh(account, now)
        kept = tuple(call for call in fresh.calls if call.minute == now.minute)
        return replace(fresh, calls=kept)

    refresh = limiter.refresh
    patch.set(limiter, "refresh", trimmed)
    patch.set(limiter, "_believe_minute", lambda account, limits, told, reserved_at, now: account)


def _no_place_in_flight(patch: Patch) -> None:
    patch.set(limiter, "_flight_refusal", lambda account, limits, now, endpoint: None)


def _limits_count_as_refusals(patch: Patch) -> None:
    def stop(desk: Any, batch_id: str, error: SyncError) -> None:
        if not isinstance(error, RateLimitedError):
            before(desk, batch_id, error)
            return
        fault = make_fault("XERO_REFUSED", vendor_text=str(error))
        held = desk.records.in_batch(batch_id)
        stops = [Stop(record.autotask_id, fault) for record in held]
        desk.records.stop("kauri", batch_id, stops, desk.step("XERO_REFUSED", "429"))

    before = put_back.give_back_after
    patch.set(put_back, "give_back_after", stop)


def _refresh_without_claim(patch: Patch) -> None:
    def put(self: MemoryTokens, version: int, fresh: Any) -> None:
        if self._book.stored is not None and self._book.stored.version == version:
            self._book.put(fresh)

    patch.set(MemoryTokens, "claim", lambda self, version, claimant: True)
    patch.set(MemoryTokens, "replace", put)


def _refresh_token_is_not_stored(patch: Patch) -> None:
    def keep_old(self: MemoryTokens, version: int, fresh: Any) -> None:
        stored = self._book.stored
        assert stored is not None
        before(self, version, replace(fresh, refresh_token=stored.refresh_token))

    before = MemoryTokens.replace
    patch.set(MemoryTokens, "replace", keep_old)


def _token_in_an_error(patch: Patch) -> None:
    def exchange(self: XeroDoor, request: Any, leaving: Any = None) -> Any:
        try:
            return before(self, request, leaving)
        except OutcomeUnknownError as error:
            raise OutcomeUnknownError(f"{error} {request.headers}") from error

    before = XeroDoor._exchange
    patch.set(XeroDoor, "_exchange", exchange)


def _resync_creates(patch: Patch) -> None:
    def anew(desk: Any, batch_id: str, record: Any) -> None:
        desk.give_back(batch_id, "ANEW", "Once more.", Terms(forgets_counterpart=True))

    patch.set(post, "update_document", anew)


def _update_by_number(patch: Patch) -> None:
    def write(kind: Any, method: str, path: str, body: bytes) -> Write:
        plain = body.replace(b'"InvoiceID":', b'"Was":').replace(b'"CreditNoteID":', b'"Was":')
        plain = plain.replace(b'"PurchaseOrderID":', b'"Was":')
        return Write(kind, method, path.partition("/")[0], plain)

    patch.set(freeze, "Write", write)


def _voided_counts_as_gone(patch: Patch) -> None:
    def gone(self: XeroClient, kind: Any, xero_id: str) -> Any:
        found = before(self, kind, xero_id)
        return replace(found, status="DELETED") if found and found.status == "VOIDED" else found

    before = XeroClient.document
    patch.set(XeroClient, "document", gone)


def _overwrites_what_was_touched(patch: Patch) -> None:
    patch.set(look_up_update, "_is_untouched", lambda batch, document: True)


def _contacts_without_a_look(patch: Patch) -> None:
    patch.set(contact_matching, "read_contacts", lambda ledger: contact_matching.ContactBook(()))


def _contact_of_another(patch: Patch) -> None:
    patch.set(contact_matching.Others, "__contains__", lambda self, contact_id: False)


def _contact_batches_are_forgotten(patch: Patch) -> None:
    numbers: dict[str, int] = {}

    def numbered(connection_id: str, company_id: int) -> str:
        numbers[connection_id] = numbers.get(connection_id, 0) + 1
        return f"{connection_id}-{company_id}.{numbers[connection_id]}"

    patch.set(contact_matching, "contact_number", numbered)
    patch.set(contact_matching.ContactBook, "_with_name", lambda self, name: [])
    patch.set(resolve, "look_up_contacts", lambda desk, questions: None)
    patch.set(resolve, "choose_remedy", lambda batch, now: (Remedy.LOOK_UP, now))


def _paused_over_a_failure(patch: Patch) -> None:
    """The failure of a round is not remembered, so that nobody ever waits."""

    def forget(self: Any, error: SyncError) -> None:
        self._shared.checkpoint.failures = 0
        self._shared.checkpoint.next_run_at = 10**12

    patch.set(actor.Actor, "_failed", forget)


AROUND = {
    "limiter_per_process": Mutant("each process counts for itself", _limiter_per_process, _TIGHT),
    "minute_is_by_the_clock": Mutant(
        "begins to count anew with each minute of the clock", _minute_is_by_the_clock,
        {**_TIGHT, "is_rolling": True, "day_ms": 240_000},
    ),
    "no_place_in_flight": Mutant("does not count calls in flight", _no_place_in_flight, _TIGHT),
    "limits_count_as_refusals": Mutant(
        "makes a fault of a 429", _limits_count_as_refusals,
        {"faults": frozenset({"limited_minute", "limited_silently"}), "fault_rate": 0.5},
    ),
    "refresh_without_claim": Mutant(
        "several renew at once and the last answer is dropped", _refresh_without_claim, _RENEWALS
    ),
    "refresh_token_is_not_stored": Mutant(
        "goes on with the refresh token that was used", _refresh_token_is_not_stored,
        {**_RENEWALS, "day_ms": 45 * 60_000, "people_ms": 30_000, "bookkeeper_ms": 0},
    ),
    "token_in_an_error": Mutant(
        "writes the request's headers into an error", _token_in_an_error,
        {"faults": frozenset({"lost_after"}), "fault_rate": 0.5},
    ),
    "resync_creates": Mutant(
        "makes a second document on Resync", _resync_creates,
        {"people_ms": 3_000, "kinds": SALES, "numbering": "xero"},
    ),
    "update_by_number": Mutant(
        "updates by number instead of by id", _update_by_number,
        {**_UPDATES, "numbering": "number"},
    ),
    "voided_counts_as_gone": Mutant(
        "makes a new document for one that was voided", _voided_counts_as_gone,
        {**_UPDATES, "kinds": SALES, "numbering": "xero"},
    ),
    "overwrites_what_was_touched": Mutant(
        "sends an update again although a bookkeeper was at it", _overwrites_what_was_touched,
        {**_UPDATES, "faults": frozenset({"lost_before", "error_before", "timeout_before"}),
         "fault_rate": 0.5, "keeps_errors": False, "bookkeeper_deeds": ("edit",)},
    ),
    "contacts_without_a_look": Mutant(
        "creates contacts without looking for them", _contacts_without_a_look, {"companies": 4}
    ),
    "contact_of_another": Mutant(
        "takes a contact that stands for another company", _contact_of_another,
        {"are_namesakes": True, "companies": 4},
    ),
    "contact_batches_are_forgotten": Mutant(
        "gives a contact another number at each try", _contact_batches_are_forgotten,
        {"faults": frozenset({"lost_after", "timeout_after"}), "fault_rate": 0.6, "companies": 2},
    ),
    "failure_stops_for_ever": Mutant(
        "never comes round again after a failure", _paused_over_a_failure,
        {"faults": frozenset({"error_before", "limited_minute"}), "fault_rate": 0.7},
    ),
}  # fmt: skip
