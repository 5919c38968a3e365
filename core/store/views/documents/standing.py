"""What the frame of every page says of a connection's invoices, asked in one question."""

from collections.abc import Mapping

from core.domain.status import Status
from core.store.views.documents.causes import CauseGroup, cause_questions, causes_of, faults_of
from core.store.views.documents.counts import STATUS_INDEX, Counted, count_questions, counts_of
from core.store.views.documents.questions import union
from core.store.views.reading import read


@read
def standing(
    connection: str, many: Mapping[str, int]
) -> tuple[dict[Status, Counted], tuple[CauseGroup, ...]]:
    """How many stand where, and why those at a fault do; who counts causes has counted faults.

    `many` is what the figures know.
    """
    asked = count_questions(connection, {Status.FAULT, *many}) | cause_questions(connection)
    found = union("invoices", asked, STATUS_INDEX)
    counts = counts_of(many, found)
    if Status.FAULT not in many:
        counts[Status.FAULT] = faults_of(found)
    return counts, causes_of("invoices", connection, found)
