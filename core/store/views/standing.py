"""What the frame of every page says of a connection's invoices, in two questions."""

from dataclasses import dataclass

from core.domain.status import Status
from core.store.documents import BulkActionDocument, FigureMarksDocument
from core.store.views import documents
from core.store.views.bulk_actions import BulkView, bulk_view, newest_steps
from core.store.views.documents import CauseGroup, Counted
from core.store.views.marks import Marks, make_marks
from core.store.views.reading import collection, read


@dataclass(frozen=True, slots=True)
class Standing:
    """How many stand where, why those at a fault do, and what was started last over many."""

    counts: dict[Status, Counted]
    causes: tuple[CauseGroup, ...]
    newest_action: BulkView | None


@read
def standing(connection: str) -> Standing:
    marks, action = _known(connection)
    counts, causes = documents.standing(connection, marks)
    return Standing(counts, causes, action)


def _known(connection: str) -> tuple[Marks, BulkView | None]:
    actions = {
        "coll": BulkActionDocument._get_collection_name(),
        "pipeline": newest_steps(connection),
    }
    found = collection(FigureMarksDocument).aggregate(
        [{"$match": {"_id": connection}}, {"$unionWith": actions}]
    )
    # Only an action is of a connection; marks have its name as their own.
    by_kind = {"connection" in each: each for each in found}
    action = by_kind.get(True)
    return make_marks(by_kind.get(False)), bulk_view(action) if action else None
