"""The bell of posting: it hands the work over and keeps no worker."""

from collections.abc import Iterable
from types import SimpleNamespace

import pytest

from core.domain.records import Connection
from core.runtime.crowd import Work
from core.store import log_entries
from services.xero_posting.service import XeroPosting
from tests.integration.posting.conftest import Books


class PatientCrowd:
    """Takes work and does it when told."""

    def __init__(self) -> None:
        self.taken: list[tuple[Work, Connection]] = []

    def each(self, work: Work, connections: Iterable[Connection]) -> None:
        self.taken += [(work, connection) for connection in connections]


@pytest.fixture
def crowd() -> PatientCrowd:
    return PatientCrowd()


@pytest.fixture
def posting(books: Books, crowd: PatientCrowd) -> XeroPosting:
    made = XeroPosting()
    for name, value in {
        "crowd": crowd,
        "xero": books.access,
        "sync_log": SimpleNamespace(write=log_entries.insert),
        "announce": lambda _event, _payload: None,
        "settings": SimpleNamespace(public_url="http://localhost:1"),
    }.items():
        setattr(made, name, value)
    return made


@pytest.mark.parametrize("bell", ["on_invoices_pending", "on_own_invoices_pending"])
def test_a_bell_leaves_the_round_to_the_crowd(
    books: Books, posting: XeroPosting, crowd: PatientCrowd, bell: str
) -> None:
    getattr(posting, bell)({"connection_id": "kauri"})
    assert books.tenant.standings() == {"pending_sync": 30}
    ((work, connection),) = crowd.taken
    work(connection)
    assert books.tenant.standings() == {"complete": 30}


def test_a_bell_of_nobody_rings_in_vain(posting: XeroPosting, crowd: PatientCrowd) -> None:
    posting.on_invoices_pending({"connection_id": "rimu"})
    assert crowd.taken == []
