"""What a void in Autotask makes of an invoice, wherever it stands, and how its end is stored."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core.domain.admission import Admitted, Skipped, Stopped, Verdict
from core.domain.doubt import Doubt
from core.domain.faults import make_fault
from core.domain.setting_choices import VoidRule
from core.domain.status import Status
from core.domain.xero_document import DocumentKind
from core.store import ingested_invoices, invoices
from core.store.ingested_invoices import Judged
from core.store.invoices import Arrival, Skip, Stop, Terms
from tests.factories.documents import NOON, make_ingested, make_invoice
from tests.integration.conftest import Server
from tests.integration.store.ledger import (
    claim,
    complete,
    document_of,
    look_again,
    refresh,
    step,
    store,
    stored,
)

pytestmark = pytest.mark.usefixtures("server")
LATER = NOON + timedelta(minutes=1)
VOIDED = make_invoice(1, lines=(), is_voided=True, header_total=Decimal("115.00"))
RAW = {"invoice": {"id": 1, "isVoided": True}, "lines": []}
OUT = Skipped("VOIDED", "Voided in Autotask.")
TO_XERO = Admitted(void=VoidRule.VOID)
KEPT = Admitted(void=VoidRule.KEEP)


def _in_xero() -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1)


def _see_void(verdict: Verdict) -> bool:
    return look_again(VOIDED, verdict, at=LATER, content_hash="void", raw=RAW)


def test_a_void_of_what_xero_has_goes_there_by_itself(server: Server) -> None:
    _in_xero()
    assert _see_void(TO_XERO)
    document = stored(server, 1)
    assert (document["status"], document["intent"], document["voided"]) == (
        "pending_sync",
        "void",
        True,
    )
    assert document["history"][-1]["code"] == "VOIDED_IN_AUTOTASK"
    (due,) = invoices.due("kauri", LATER, 5)
    assert due.xero_id == "xero-1"
    (record,) = claim("b2", 1, at=LATER)
    assert (record.is_voided, record.xero_kind) == (True, "invoice")


@pytest.mark.parametrize("verdict", [TO_XERO, KEPT])
def test_what_was_billed_stays_to_be_seen_although_autotask_has_its_lines_no_more(
    server: Server, verdict: Verdict
) -> None:
    lines = [{"id": 5, "totalAmount": "100.00"}]
    store(1)
    raw = {"invoice": {"id": 1, "isVoided": False}, "lines": lines}
    assert look_again(make_invoice(1), content_hash="billed", raw=raw)
    before = stored(server, 1)
    claim("b1", 1)
    complete("b1", 1)
    assert _see_void(verdict)
    document = stored(server, 1)
    assert document["lines"] == before["lines"] != []
    assert (document["subtotal"], document["total"]) == (before["subtotal"], before["total"])
    assert document["raw"] == {"invoice": RAW["invoice"], "lines": lines}
    assert (document["content_hash"], document["voided"]) == ("void", True)
    assert "removed" not in document["history"][-1]["message"]


def test_by_option_it_stays_complete_with_a_notice(server: Server) -> None:
    _in_xero()
    assert _see_void(KEPT)
    document = stored(server, 1)
    assert (document["status"], document["notice"]["code"]) == ("complete", "VOIDED_KEPT")
    assert document["history"][-1]["code"] == "VOIDED_IN_AUTOTASK"
    assert not _see_void(KEPT)


def test_a_fault_about_what_xero_has_makes_way_for_the_void(server: Server) -> None:
    store(1)
    claim("b1", 1)
    fault = make_fault("TOTAL_DIFFERS")
    invoices.stop("kauri", "b1", [Stop(1, fault, document_of(1))], step())
    assert _see_void(TO_XERO)
    document = stored(server, 1)
    assert (document["status"], document["fault"], document["intent"]) == (
        "pending_sync",
        None,
        "void",
    )


@pytest.mark.parametrize("verdict", [Admitted(), Stopped(make_fault("NUMBER_MISSING"))])
def test_what_xero_does_not_have_is_skipped(server: Server, verdict: Verdict) -> None:
    store(1, verdict=verdict)
    assert _see_void(OUT)
    document = stored(server, 1)
    assert (document["status"], document["skip"]["code"]) == ("skipped", "VOIDED")


@pytest.mark.parametrize("status", [Status.SKIPPED, Status.DIAGNOSTIC])
def test_what_a_person_took_out_of_the_queue_stays_there_and_says_that_xero_has_it(
    server: Server, status: Status
) -> None:
    _in_xero()
    invoices.move_by_hand("kauri", 1, [Status.COMPLETE], Status.PENDING_SYNC, step("RESYNC"))
    invoices.move_by_hand("kauri", 1, [Status.PENDING_SYNC], status, step())
    assert _see_void(TO_XERO)
    document = stored(server, 1)
    assert (document["status"], document["notice"]["code"]) == (status.value, "VOIDED_KEPT")
    assert status.label.lower() in document["notice"]["message"]


def test_a_resync_that_waits_for_fresh_data_becomes_the_void(server: Server) -> None:
    _in_xero()
    hold = {"code": invoices.REFRESHING, "message": "Reading.", "since_at": NOON}
    invoices.move_by_hand(
        "kauri", 1, [Status.COMPLETE], Status.PENDING_SYNC, step("RESYNC"), hold=hold
    )
    assert _see_void(TO_XERO)
    document = stored(server, 1)
    assert (document["hold"], document["intent"]) == (None, "void")


def test_a_void_seen_while_the_invoice_is_on_its_way_is_seen_again_when_it_has_arrived(
    server: Server,
) -> None:
    """The look that sees it need not be one whose window still reaches back to the void."""
    store(1)
    claim("b1", 1)
    assert not _see_void(OUT)
    assert invoices.watched_in(["kauri"]) == [1]
    invoices.mark_checking("b1", step("CHECKING"))
    assert not _see_void(OUT)
    complete("b1", 1)
    assert invoices.watched_in(["kauri"]) == [1]
    assert _see_void(TO_XERO)
    assert stored(server, 1)["status"] == "pending_sync"
    assert invoices.watched_in(["kauri"]) == []


@pytest.mark.parametrize("arrives", [False, True])
def test_a_look_that_is_overtaken_wants_the_invoice_again(server: Server, arrives: bool) -> None:
    store(1)
    if arrives:
        claim("b1", 1)
    before = ingested_invoices.known("kauri", [1])[1]
    if arrives:
        complete("b1", 1)
    else:
        claim("b1", 1)
    judged = Judged(make_ingested(VOIDED, content_hash="void", raw=RAW), OUT)
    assert not refresh(judged, before, LATER, "another run")
    assert invoices.watched_in(["kauri"]) == [1]


def test_a_later_change_of_what_is_voided_moves_nothing(server: Server) -> None:
    _in_xero()
    _see_void(TO_XERO)
    claim("b2", 1, at=LATER)
    invoices.skip("kauri", "b2", [Skip(1, "VOIDED", "Gone.", None)], step())
    raw = {"invoice": {"id": 1, "isVoided": True, "comments": "By mistake."}, "lines": []}
    assert look_again(VOIDED, TO_XERO, content_hash="void and told", raw=raw)
    document = stored(server, 1)
    assert (document["status"], document["notice"]) == ("skipped", None)


def test_the_end_of_a_document_is_stored_with_what_happened_in_xero(server: Server) -> None:
    _in_xero()
    _see_void(TO_XERO)
    claim("b2", 1, at=LATER)
    ended = replace(document_of(1), status="VOIDED")
    skips = [Skip(1, "VOIDED", "It was voided.", ended), Skip(2, "VOIDED", "Not in it.", None)]
    invoices.skip("kauri", "b2", skips, step("VOIDED", LATER))
    document = stored(server, 1)
    assert (document["status"], document["xero_status"], document["xero_id"]) == (
        "skipped",
        "VOIDED",
        "xero-1",
    )
    assert document["skip"] == {
        "code": "VOIDED",
        "message": "It was voided.",
        "by": "test",
        "at": LATER,
    }
    assert (document["intent"], document["batch_id"]) == (None, None)
    assert document["amount_due"].to_decimal() == 0
    assert document["history"][-1]["message"] == "It was voided."


def test_only_who_holds_it_can_end_it(server: Server) -> None:
    store(1)
    claim("b1", 1)
    invoices.skip("kauri", "another", [Skip(1, "VOIDED", "Gone.", None)], step())
    assert stored(server, 1)["status"] == "processing"


@pytest.mark.parametrize("is_voided", [True, False])
def test_what_arrives_late_goes_on_by_itself_if_it_is_voided(
    server: Server, is_voided: bool
) -> None:
    doubt = Doubt(NOON, NOON)
    store(1)
    claim("b1", 1)
    invoices.give_back("b1", step(), Terms(doubts={1: doubt}))
    if is_voided:
        _see_void(OUT)
    else:
        invoices.move_by_hand("kauri", 1, [Status.PENDING_SYNC], Status.SKIPPED, step())
    arrival = Arrival(1, doubt, document_of(1), {"code": "LATE_ARRIVAL", "message": "Late."})
    status = invoices.link_arrival("kauri", arrival, step("LATE_ARRIVAL"))
    document = stored(server, 1)
    assert status == document["status"] == ("pending_sync" if is_voided else "skipped")
    assert document["xero_id"] == "xero-1"
    assert document["skip"] is None or not is_voided


def test_a_lost_send_that_was_followed_by_another_stays_in_doubt_beside_the_document(
    server: Server,
) -> None:
    store(1)
    claim("b1", 1)
    doubt = Doubt(NOON, LATER, DocumentKind.INVOICE, "INV-1")
    complete("b1", 1, doubt=doubt)
    _see_void(TO_XERO)
    (record,) = claim("b2", 1, at=LATER)
    assert record.doubt == doubt
    assert invoices.doubtful("kauri", LATER + timedelta(hours=1), 5) == []
    invoices.skip("kauri", "b2", [Skip(1, "VOIDED", "Gone.", None)], step())
    assert stored(server, 1)["doubt"] is None
