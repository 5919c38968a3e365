"""On which day an organisation's financial year ends, as Xero told it last."""

from dataclasses import dataclass

from core.domain.organisation_lists import ListKind
from core.store import organisation_lists, reference_data
from core.store.views.reading import read


@dataclass(frozen=True, slots=True)
class YearEnd:
    """A day and a month, of every year."""

    day: int
    month: int


@read
def year_end(connection: str) -> YearEnd | None:
    """None while Xero has not told."""
    kinds = frozenset({ListKind.ORGANISATION})
    found = organisation_lists.load(reference_data, connection, kinds).organisation
    if found is None or not found.year_end_day or not found.year_end_month:
        return None
    return YearEnd(found.year_end_day, found.year_end_month)
