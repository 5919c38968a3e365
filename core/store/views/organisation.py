"""What the Xero organisation has to choose from, as its lists were last read."""

from core.domain.organisation_lists import ListKind, OrganisationLists
from core.store import organisation_lists, reference_data
from core.store.views.reading import read


@read
def organisation(connection: str) -> OrganisationLists:
    """Every list that was ever read; None stands for one that never was."""
    return organisation_lists.load(reference_data, connection, frozenset(ListKind))
