"""The frame of a page: counted once for a state of the ledger, and at once for another."""

from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

import pytest

from core.domain.status import Status
from core.store.documents import ConnectionDocument, FigureMarksDocument, InvoiceDocument
from core.store.views import documents, marks
from core.store.views import standing as frame
from core.store.views.saved_views import question
from core.store.views.search import DocumentFilter
from tests.integration.conftest import EmptyLedger
from tests.integration.store import many

DRAWN = many.draw(60)


@pytest.fixture(autouse=True)
def _drawn(_home: EmptyLedger) -> Iterator[None]:
    _home.clear()
    frame._kept.clear()
    many.store(DRAWN)
    ConnectionDocument._get_collection().insert_one(
        {"_id": "kauri", "name": "Kauri", "state": "active", "updated_at": many.BEGAN}
    )
    yield
    _home.clear()


def faults() -> int:
    found = frame.standing("kauri")
    assert found is not None
    return found.counts[Status.FAULT].n


def test_the_frame_says_what_counts_and_causes_say() -> None:
    found = frame.standing("kauri", {"views": question("kauri", "invoices", "ada")})
    assert found is not None
    assert found.counts == documents.counts("invoices", "kauri", DocumentFilter())
    assert found.causes == documents.causes("invoices", "kauri")
    assert (found.connection.name, found.newest_action) == ("Kauri", None)
    assert [each.id for each in found.others] == ["kauri"]
    assert found.beside == {"views": ()}


def test_of_a_connection_that_nobody_knows_there_is_none() -> None:
    assert frame.standing("nobody") is None


def test_a_change_shows_at_once_and_what_tells_nobody_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    invoices, before = InvoiceDocument._get_collection(), faults()
    done = [each["_id"] for each in DRAWN if each["status"] == Status.COMPLETE]
    stopped = {"status": Status.FAULT.value, "fault": {"code": "X", "title": "x"}}
    told = stopped | {"updated_at": many.BEGAN + timedelta(days=1)}
    invoices.update_one({"_id": done[0]}, {"$set": told})
    assert faults() == before + 1
    invoices.update_one({"_id": done[1]}, {"$set": told})
    assert faults() == before + 2, "another one of the same instant"
    moment = monotonic()
    monkeypatch.setattr(frame, "monotonic", lambda: moment)
    invoices.update_one({"_id": done[2]}, {"$set": stopped})
    assert faults() == before + 2, "nothing else says that the ledger is another"
    moment += 6
    assert faults() == before + 3


def test_what_was_written_late_shows_as_soon_as_the_figures_tell_of_it() -> None:
    before = faults()
    done = next(each["_id"] for each in DRAWN if each["status"] == Status.COMPLETE)
    late = {"status": Status.FAULT.value, "fault": {"code": "X", "title": "x"}}
    InvoiceDocument._get_collection().update_one({"_id": done}, {"$set": late})
    figures = {"changed_at": many.BEGAN + timedelta(hours=1)}
    FigureMarksDocument._get_collection().update_one(
        {"_id": "kauri"}, {"$set": figures}, upsert=True
    )
    assert faults() == before + 1


def test_names_that_somebody_types_are_not_remembered() -> None:
    for number in range(3):
        assert frame.standing(f"typed-{number}") is None
    assert not [name for name in (*frame._kept, *marks._lately) if name.startswith("typed-")]
