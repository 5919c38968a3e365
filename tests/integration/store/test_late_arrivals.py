"""What the ledger keeps of a document that came into Xero after its record had stopped."""

from datetime import timedelta

import pytest

from core.domain.doubt import Doubt
from core.domain.status import Status
from core.domain.xero_document import DocumentKind
from core.store import invoices
from core.store.invoices import Arrival, Terms
from tests.factories.documents import NOON
from tests.integration.conftest import Server
from tests.integration.store.ledger import claim, complete, document_of, step, store, stored

pytestmark = pytest.mark.usefixtures("server")

DOUBT = Doubt(NOON, NOON + timedelta(minutes=1), DocumentKind.INVOICE, "INV-1")
NOTICE = {"code": "LATE_ARRIVAL", "message": "It arrived."}


def _doubt(*ids: int) -> None:
    store(*ids)
    claim("b1", *ids)
    doubts = dict.fromkeys(ids, DOUBT)
    invoices.give_back("b1", step("NOT_IN_XERO"), Terms(doubts=doubts))


def _skip(*ids: int) -> None:
    for each in ids:
        sources = [Status.PENDING_SYNC]
        assert invoices.move_by_hand("kauri", each, sources, Status.SKIPPED, step("BY_HAND"))


def _ids(sent_before: timedelta) -> list[int]:
    found = invoices.doubtful("kauri", NOON + sent_before, 50)
    return [each.autotask_id for each in found]


def test_only_what_rests_without_a_document_is_doubtful_once_its_time_has_come() -> None:
    _doubt(1, 2, 3)
    store(4)
    _skip(1, 2, 4)
    assert _ids(timedelta(seconds=59)) == []
    assert _ids(timedelta(minutes=1)) == [1, 2]
    claim("b2", 3)
    complete("b2", 3)
    assert _ids(timedelta(hours=1)) == [1, 2]
    assert len(invoices.doubtful("kauri", NOON + timedelta(hours=1), 1)) == 1


def test_an_arrival_is_linked_once_and_leaves_the_record_where_it_rests(server: Server) -> None:
    _doubt(1)
    _skip(1)
    arrival = Arrival(1, DOUBT, document_of(1), NOTICE)
    assert invoices.link_arrival("kauri", arrival, step("LATE_ARRIVAL")) is Status.SKIPPED
    found = stored(server, 1)
    assert (found["status"], found["xero_id"], found["doubt"]) == ("skipped", "xero-1", None)
    assert found["notice"] == NOTICE
    assert found["history"][-1]["code"] == "LATE_ARRIVAL"
    assert invoices.link_arrival("kauri", arrival, step("LATE_ARRIVAL")) is None
    assert _ids(timedelta(hours=1)) == []


def test_a_record_that_has_moved_on_is_let_be(server: Server) -> None:
    _doubt(1)
    arrival = Arrival(1, DOUBT, document_of(1), NOTICE)
    assert invoices.link_arrival("kauri", arrival, step("LATE_ARRIVAL")) is None
    invoices.end_doubts("kauri", {1: DOUBT})
    found = stored(server, 1)
    assert (found["status"], found.get("xero_id")) == ("pending_sync", None)
    assert found["doubt"]


def test_an_ended_doubt_leaves_no_trace_but_its_absence(server: Server) -> None:
    _doubt(1, 2)
    _skip(1, 2)
    before = stored(server, 1)
    invoices.end_doubts("kauri", {1: DOUBT})
    assert stored(server, 1) == {**before, "doubt": None}
    assert _ids(timedelta(hours=1)) == [2]
