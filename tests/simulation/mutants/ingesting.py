"""Mistakes of ingestion: what looks ask for, what the checkpoint says, what becomes of the records."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from core.clients.autotask import client as autotask_client
from core.clients.autotask.entities import InvoicePage
from core.domain import poll_window
from core.domain.admission import Admitted, Skipped, order
from core.domain.poll_window import Seen
from core.domain.status import Status
from core.store import refresh_plans
from core.store.ingested_invoices import Judged
from services.autotask_ingestion import ingest, judge, storing, sweep
from tests.simulation.mutants.kinds import Mutant, Patch
from tests.simulation.plan import SALES
from tests.simulation.stores import ingested
from tests.simulation.stores.ingested import MemoryIngested
from tests.simulation.stores.rows import Row

# As any other code sees it, names that these modules only import are not their own.
looking: Any = ingest
judging: Any = judge
sweeping: Any = sweep
rules: Any = order
memory: Any = ingested

CALM: dict[str, Any] = {
    "kinds": SALES, "ingesters": 2, "page_size": 3, "part": 350, "overlap_minutes": 15,
    "poll_seconds": 5, "late_share": 0.0, "damaged_share": 0.0, "autotask_fault_rate": 0.0,
    "is_by_day": False, "skew_seconds": 0, "fault_rate": 0.0, "outage_ms": 0, "people_ms": 0,
    "bookkeeper_ms": 0, "later_documents": 8, "autotask_ms": 0,
}  # fmt: skip
_VOIDING: dict[str, Any] = {
    **CALM, "autotask_ms": 4_000, "voided_in_autotask": 0.9, "day_ms": 240_000,
}  # fmt: skip


def _checkpoint_before_storing(patch: Patch) -> None:
    def read(desk: Any, asked: Any, tally: Any, ring: Any) -> list[Seen]:
        found = list(looking.pages(desk.autotask, asked))
        waiting.append(lambda: looking.store_pages(desk, desk.lists(), found, tally))
        return [
            Seen(each.autotask_id, looking.created_at(each.raw))
            for page in found
            for each in page.invoices
        ]

    def keep(*about: Any) -> None:
        before(*about)
        while waiting:
            waiting.pop()()

    waiting: list[Any] = []
    before = looking._keep
    patch.set(looking, "_read", read)
    patch.set(looking, "_keep", keep)


def _overlap_is_nothing(patch: Patch) -> None:
    def window_of(progress: Any, now: Any, overlap: Any, reach: Any) -> Any:
        return before(progress, now, timedelta(), reach)

    before = poll_window.window_of
    patch.set(looking, "window_of", window_of)


def _asks_not_above_the_highest(patch: Patch) -> None:
    before = looking._asked
    patch.set(looking, "_asked", lambda *about: replace(before(*about), above_id=None))


def _reads_one_page(patch: Patch) -> None:
    def first(autotask: Any, window: Any, after_id: int = 0) -> Any:
        yield autotask.invoices_since(window, after_id)

    patch.set(looking, "pages", first)


def _highest_id_is_counted(patch: Patch) -> None:
    """As if ids had no gaps, and each page that many: what came between two pages is passed over."""

    def counted(autotask: Any, window: Any, after_id: int = 0) -> Any:
        is_last = False
        while not is_last:
            page: InvoicePage = autotask.invoices_since(window, after_id)
            after_id, is_last = page.last_id + 1, page.is_last
            yield page

    patch.set(looking, "pages", counted)


def _asks_not_for_voids(patch: Patch) -> None:
    def conditions(window: Any) -> Any:
        created, _, *others = before(window)
        return [created, *others]

    client: Any = autotask_client
    before = client._conditions
    patch.set(client, "_conditions", conditions)


def _waits_for_no_lines(patch: Patch) -> None:
    patch.set(rules, "_wait_for_data", lambda *about: None)
    patch.set(rules, "_guard", lambda *about: None)
    patch.set(rules, "skip_empty", lambda *about: None)
    patch.set(rules, "skip_by_value", lambda *about: None)


def _inserts_over_what_is_known(patch: Patch) -> None:
    def put(self: MemoryIngested, form: dict[str, Any], judged: Judged) -> bool:
        known = self._rows.get(form["autotask_id"])
        if known is not None and known.status is not Status.PROCESSING:
            del self._rows[form["autotask_id"]]
        return before(self, form, judged)

    before = MemoryIngested._put
    patch.set(MemoryIngested, "_put", put)
    patch.set(MemoryIngested, "known", lambda self, connection_id, ids: {})


def _sweep_finds_nothing(patch: Patch) -> None:
    def pass_over(desk: Any, lists: Any, page: InvoicePage, run: Any, tally: Any) -> None:
        run.after_id = page.last_id

    patch.set(sweeping, "_store", pass_over)


def _forgets_what_is_on_its_way(patch: Patch) -> None:
    """A void that meets a claimed record is not wanted again, nor when the record was faster.

    That each look asks for the voids of a whole day would hide it for as long.
    """
    patch.set(poll_window, "_VOIDS_OVERLAP", timedelta())
    patch.set(memory, "WANT_AGAIN", {"$set": {}})
    patch.set(refresh_plans, "WANT_AGAIN", {"$set": {}})


def _writes_whatever_has_happened(patch: Patch) -> None:
    patch.set(MemoryIngested, "is_meant", lambda self, row, plan: True)


def _void_leaves_xero_alone(patch: Patch) -> None:
    def by_hand(invoice: Any, *about: Any, is_in_xero: bool, **more: Any) -> Any:
        verdict = before(invoice, *about, is_in_xero=is_in_xero, **more)
        if isinstance(verdict, Admitted) and verdict.void is not None:
            return Skipped("VOIDED", "Voided in Autotask.")
        return verdict

    def unchecked(source: Any, target: Any) -> None:
        """Any change of status goes."""

    before = judging.admit_by_hand
    patch.set(judging, "admit_by_hand", by_hand)
    plans: Any = refresh_plans
    patch.set(plans, "check", unchecked)


def _holds_are_not_watched(patch: Patch) -> None:
    def watched(self: MemoryIngested, ids: Any, limit: int = 400) -> list[int]:
        return [each for each in before(self, ids, limit) if not _is_held(self._rows[each])]

    before = MemoryIngested.watched_in
    patch.set(MemoryIngested, "watched_in", watched)


def _is_held(row: Row) -> bool:
    return row.hold_code is not None


def _bad_row_stops_all(patch: Patch) -> None:
    def bring(desk: Any, lists: Any, wanted: Sequence[Any], *about: Any) -> None:
        if not any(isinstance(each.raw.get("invoiceTotal"), str) for each in wanted):
            before(desk, lists, wanted, *about)

    before = storing.bring
    patch.set(storing, "bring", bring)


INGESTING = {
    "checkpoint_before_storing": Mutant(
        "moves the checkpoint before what was found is stored", _checkpoint_before_storing,
        CALM,
    ),
    "overlap_is_nothing": Mutant(
        "reads nothing again that was made before the checkpoint", _overlap_is_nothing,
        {**CALM, "late_share": 0.7, "day_ms": 240_000},
    ),
    "asks_not_above_the_highest": Mutant(
        "asks by time alone and not above the highest id", _asks_not_above_the_highest,
        {**CALM, "overlap_minutes": 1},
    ),
    "reads_one_page": Mutant(
        "reads the first page and moves on", _reads_one_page, {**CALM, "page_size": 2}
    ),
    "highest_id_is_counted": Mutant(
        "pages by counting instead of by the last id", _highest_id_is_counted,
        {**CALM, "page_size": 2},
    ),
    "asks_not_for_voids": Mutant(
        "does not ask for what was voided", _asks_not_for_voids,
        {**_VOIDING, "overlap_minutes": 1},
    ),
    "waits_for_no_lines": Mutant(
        "lets go what has no lines yet", _waits_for_no_lines, {**CALM, "late_share": 0.7}
    ),
    "inserts_over_what_is_known": Mutant(
        "stores what it has already as if it were new", _inserts_over_what_is_known,
        {**CALM, "numbering": "xero"},
    ),
    "sweep_finds_nothing": Mutant(
        "sweeps and stores nothing", _sweep_finds_nothing,
        {**CALM, "overlap_minutes": 1, "late_share": 0.7, "day_ms": 240_000},
    ),
    "forgets_what_is_on_its_way": Mutant(
        "does not look again at what changed while it was on its way", _forgets_what_is_on_its_way,
        {**_VOIDING, "overlap_minutes": 1, "is_slow": True, "numbering": "number",
         "faults": frozenset({"late_commit"}), "fault_rate": 0.8},
    ),
    "writes_whatever_has_happened": Mutant(
        "brings news into a record that has moved on meanwhile", _writes_whatever_has_happened,
        {**_VOIDING, "freeze_rate": 0.02, "numbering": "xero"},
    ),
    "void_leaves_xero_alone": Mutant(
        "skips what was voided and leaves its document", _void_leaves_xero_alone, _VOIDING
    ),
    "holds_are_not_watched": Mutant(
        "does not ask again for what waits for its lines", _holds_are_not_watched,
        {**CALM, "overlap_minutes": 1, "late_share": 0.7, "day_ms": 240_000},
    ),
    "bad_row_stops_all": Mutant(
        "stores nothing of a page with a bad row", _bad_row_stops_all,
        {**CALM, "damaged_share": 0.4},
    ),
}  # fmt: skip
