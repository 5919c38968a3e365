"""Mistakes in reading answers, looking up, adopting and settling."""

from collections.abc import Sequence
from typing import Any

from core.clients.xero import client as xero_client
from core.domain import settlement, status
from core.domain.settlement import Accepted, Refused, Unclear
from core.domain.status import Status
from services.xero_posting import deliver, look_up, resolve, settle_documents
from services.xero_posting.outcomes import Outcomes
from tests.simulation import people
from tests.simulation.mutants.kinds import Mutant, Patch
from tests.simulation.plan import SALES

# As any other code sees it, names that this module only imports are not its own.
client: Any = xero_client

_MIXED = frozenset({"reordered", "duplicated"})
_ANSWERS = {"batch_size": 50, "documents": 7, "faults": _MIXED, "fault_rate": 0.7}
_LOST = frozenset({"lost_after", "timeout_after", "error_after"})
_ADOPTIONS = {
    "kinds": SALES, "numbering": "number", "faults": _LOST, "fault_rate": 0.7,
    "bookkeeper_ms": 12_000,
}  # fmt: skip


def _mapped_by_position(patch: Patch) -> None:
    def by_position(elements: Any, answers: Any, *, by_mark: bool = False) -> list[Any]:
        outcomes: list[Any] = []
        for element, answer in zip(elements, answers, strict=False):
            is_good = answer.is_accepted
            outcomes.append(
                Accepted(element, answer) if is_good else Refused(element, answer.reasons)
            )
        return outcomes

    def as_they_come(resource: Any, answer: Any, sent: Any) -> Any:
        rows = answer[resource.name]
        return tuple(read(resource, {resource.name: [row]}, [each])[0]
                     for row, each in zip(rows, _said(resource, rows), strict=True))  # fmt: skip

    read = client.read_elements
    patch.set(client, "read_elements", as_they_come)
    patch.set(deliver, "settle", by_position)


def _said(resource: Any, rows: Sequence[Any]) -> list[Any]:
    said: list[Any] = client.read_sent(resource, {resource.name: rows})
    return said


def _closed_and_forgotten(patch: Patch) -> None:
    def only_close(desk: Any, batch: Any, *answer: Any) -> None:
        desk.batches.close(batch.id, "settled", desk.now())

    patch.set(deliver, "_settle", only_close)


def _adopts_without_total(patch: Patch) -> None:
    patch.set(look_up, "is_ours", settlement.carries_our_marker)
    patch.set(look_up, "total_differs", None)

    def judge(desk: Any, found: Any, question: Any, documents: Any) -> bool:
        element = question.element
        ours = [each for each in documents if settlement.carries_our_marker(element, each)]
        if not ours:
            return before(desk, found, question, documents)
        found.complete(element, ours[0], "adopted")
        return True

    before = look_up._judge
    patch.set(look_up, "_judge", judge)


def _adopts_foreign(patch: Patch) -> None:
    def take_it(desk: Any, found: Any, question: Any, others: Any) -> None:
        found.complete(question.element, others[0], "adopted")

    patch.set(look_up, "_judge_foreign", take_it)


def _taken_is_a_fault(patch: Patch) -> None:
    for module in (settlement, settle_documents):
        patch.set(module, "is_taken", lambda reasons: False)


def _claims_stay_after_a_crash(patch: Patch) -> None:
    patch.set(resolve, "_free_orphans", lambda desk, open_ids: None)


def _total_is_not_compared(patch: Patch) -> None:
    def accept(found: Any, batch: Any, element: Any, document: Any, warnings: Any) -> None:
        found.complete(element, document, "created")

    patch.set(settle_documents, "_accept", accept)


def _skipped_on_its_way(patch: Patch) -> None:
    """A person's request moves what is on its way."""
    wider = {
        name: ((*sources, Status.PROCESSING), target)
        for name, (sources, target) in people._REQUESTS.items()
    }
    moves = status._PERMITTED | {(Status.PROCESSING, target) for target in Status}
    moves |= {(source, Status.COMPLETE) for source in Status}
    patch.set(status, "_PERMITTED", moves)
    patch.set(people, "_REQUESTS", wider)


def _absent_is_a_fault(patch: Patch) -> None:
    def refuse(desk: Any, batch: Any, absent: Sequence[Unclear]) -> None:
        found = Outcomes(desk, batch, desk.records_of(batch))
        for each in absent:
            found.refuse(each.element, ("not found",))
        found.store()

    patch.set(look_up, "_release", refuse)


SETTLING = {
    "mapped_by_position": Mutant(
        "matches answers by their position", _mapped_by_position, _ANSWERS
    ),
    "closed_and_forgotten": Mutant("closes without settling", _closed_and_forgotten),
    "adopts_without_total": Mutant(
        "adopts by number and mark alone", _adopts_without_total,
        {**_ADOPTIONS, "faults": frozenset({"error_after"}), "fault_rate": 0.9, "documents": 7,
         "keeps_errors": True, "bookkeeper_ms": 0, "day_ms": 240_000},
    ),
    "adopts_foreign": Mutant(
        "takes any document with the number for its own", _adopts_foreign, _ADOPTIONS
    ),
    "taken_is_a_fault": Mutant(
        "takes `must be unique` for an error", _taken_is_a_fault,
        {**_ADOPTIONS, "bookkeeper_ms": 0, "keeps_errors": False},
    ),
    "claims_stay_after_a_crash": Mutant(
        "never frees what a dead process had claimed", _claims_stay_after_a_crash,
        {"crash_rate": 0.06},
    ),
    "total_is_not_compared": Mutant(
        "does not compare Xero's total with ours", _total_is_not_compared, {"documents": 7}
    ),
    "moved_on_its_way": Mutant(
        "lets a person move what is on its way", _skipped_on_its_way,
        {"people_ms": 2_000, "is_slow": True, "documents": 7},
    ),
    "absent_is_a_fault": Mutant(
        "makes a fault of what did not arrive", _absent_is_a_fault,
        {"faults": frozenset({"timeout_before", "lost_before"}), "fault_rate": 0.8,
         "numbering": "xero", "kinds": SALES},
    ),
}  # fmt: skip
