"""Mistakes about what others change meanwhile: another tool's marks, and companies with their contacts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from services.xero_posting.contacts import updates
from services.xero_posting.contacts.batches import Changed
from services.xero_posting.desk import Desk
from tests.simulation.mutants.ingesting import CALM, looking, rules
from tests.simulation.mutants.kinds import Mutant, Patch

# As any other code sees it, names that these modules only import are not their own.
updating: Any = updates

# Xero is away for a while, so that invoices wait.
_MARKED: dict[str, Any] = {
    **CALM, "exports_ms": 4_000, "overlap_minutes": 1, "day_ms": 240_000,
    "outage_ms": 240_000,
}  # fmt: skip
_CHANGING: dict[str, Any] = {
    "companies_ms": 5_000, "companies": 3, "later_documents": 8, "day_ms": 240_000,
    "bookkeeper_ms": 0, "people_ms": 5_000, "fault_rate": 0.3, "faults": frozenset({"error_before"}),
    "a_minute": 60, "outage_ms": 0, "ingesters": 0,
}  # fmt: skip


def _asks_not_for_what_waits(patch: Patch) -> None:
    patch.set(looking, "unposted", lambda *about: [])


def _sends_what_another_tool_has(patch: Patch) -> None:
    patch.set(rules, "skip_exported", lambda *about: None)


def _gives_data_to_another_company(patch: Patch) -> None:
    """As if changes were matched with contacts by their place."""

    def change(desk: Desk, changes: Sequence[Changed]) -> None:
        ids = [each.xero_id for _, each, _ in changes]
        turned = zip(changes, [*ids[1:], *ids[:1]], strict=True)
        before(desk, [(company, replace(each, xero_id=other), mark)
                      for (company, each, mark), other in turned])  # fmt: skip

    before = updating.change_contacts
    patch.set(updating, "change_contacts", change)


def _notes_a_change_before_xero_has_it(patch: Patch) -> None:
    def change(desk: Desk, changes: Sequence[Changed]) -> None:
        for company, _, fingerprint in changes:
            desk.links.note_update(desk.connection.id, company.autotask_id, fingerprint)
        before(desk, changes)

    before = updating.change_contacts
    patch.set(updating, "change_contacts", change)


OTHERS = {
    "asks_not_for_what_waits": Mutant(
        "does not ask again for what waits, which another tool may take meanwhile",
        _asks_not_for_what_waits, _MARKED,
    ),
    "sends_what_another_tool_has": Mutant(
        "sends what another tool has marked as exported", _sends_what_another_tool_has, _MARKED
    ),
    "gives_data_to_another_company": Mutant(
        "writes one company's changes to another's contact", _gives_data_to_another_company,
        _CHANGING,
    ),
    "notes_a_change_before_xero_has_it": Mutant(
        "notes a contact's change as made before Xero has it", _notes_a_change_before_xero_has_it,
        _CHANGING,
    ),
}  # fmt: skip
