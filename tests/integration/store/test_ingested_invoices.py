"""What a look brings in, met by an invoice in every status of its life."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.domain.admission import Admitted, Held, Skipped, Stopped, Verdict
from core.domain.faults import make_fault
from core.domain.invoice import Invoice
from core.domain.status import Status
from core.store import ingested_invoices, invoices
from core.store.ingested_invoices import Judged, Reading
from core.store.invoices import REFRESHING
from tests.factories.documents import NOON, make_ingested, make_invoice, make_line
from tests.integration.conftest import Server
from tests.integration.store.conftest import all_at_once
from tests.integration.store.ledger import (
    claim,
    complete,
    look_again,
    refresh,
    step,
    store,
    stored,
)

pytestmark = pytest.mark.usefixtures("server")
LATER = NOON + timedelta(minutes=1)
DEARER = make_invoice(1, make_line("120.00", "18.00"))
VOIDED = make_invoice(1, lines=(), is_voided=True, header_total=Decimal("115.00"))
VOID = Skipped("VOIDED", "Voided in Autotask.")


@pytest.mark.parametrize(
    ("verdict", "status", "field"),
    [
        (Admitted(), "pending_sync", None),
        (Held("NO_LINES", "Wait.", LATER), "pending_sync", "hold"),
        (Skipped("ZERO_VALUE", "Nothing."), "skipped", "skip"),
        (Stopped(make_fault("NUMBER_MISSING")), "fault", "fault"),
    ],
)
def test_a_new_invoice_stands_where_its_verdict_puts_it(
    server: Server, verdict: object, status: str, field: str | None
) -> None:
    store(1, verdict=verdict)  # type: ignore[arg-type]
    document = stored(server, 1)
    assert document["status"] == status
    set_fields = [name for name in ("hold", "skip", "fault") if document[name]]
    assert set_fields == ([field] if field else [])
    (entry,) = document["history"]
    assert (entry["from"], entry["to"], entry["run_id"]) == (None, status, "run")


def test_the_same_invoice_twice_is_stored_once(server: Server) -> None:
    assert store(1, 2) == 2
    claim("b1", 1)
    assert store(1, 2, 3) == 1
    assert stored(server, 1)["status"] == "processing"
    assert server.invoices.count_documents({}) == 3


def test_of_many_instances_that_store_the_same_page_each_invoice_is_stored_once(
    server: Server,
) -> None:
    assert sum(all_at_once(lambda _: store(*range(1, 101)))) == 100
    assert server.invoices.count_documents({}) == 100


def test_storing_nothing_is_no_call() -> None:
    assert ingested_invoices.insert("kauri", [], "test", NOON, "run") == 0


def test_what_is_known_tells_where_it_stands(server: Server) -> None:
    store(1)
    store(2, verdict=Held("NO_LINES", "Wait.", LATER))
    claim("b1", 1)
    complete("b1", 1)
    known = ingested_invoices.known("kauri", [1, 2, 3])
    assert set(known) == {1, 2}
    assert (known[1].status, known[1].is_in_xero) == (Status.COMPLETE, True)
    assert (known[2].hold_code, known[2].is_in_xero) == ("NO_LINES", False)
    assert known[1].ingested_at == NOON


def test_a_pending_invoice_takes_over_what_autotask_changed(server: Server) -> None:
    store(1)
    assert look_again(DEARER, content_hash="other", at=LATER)
    document = stored(server, 1)
    assert document["total"].to_decimal() == Decimal("138.00")
    entry = document["history"][-1]
    assert entry["code"] == "CHANGED_IN_AUTOTASK"
    assert entry["message"] == (
        "Autotask changed it; the new data are used. Invoice total: 115.00 → 138.00."
    )
    assert document["updated_at"] == LATER


def test_a_look_that_finds_nothing_new_leaves_no_trace(server: Server) -> None:
    store(1)
    assert not look_again(make_invoice(1), at=LATER)
    document = stored(server, 1)
    assert (document["updated_at"], len(document["history"])) == (NOON, 1)


def test_a_hold_that_ends_says_so_and_the_invoice_is_due(server: Server) -> None:
    store(1, verdict=Held("NO_LINES", "Wait.", LATER))
    assert look_again(DEARER, content_hash="other")
    document = stored(server, 1)
    assert (document["hold"], document["hold_until"]) == (None, None)
    assert [each.autotask_id for each in invoices.due("kauri", NOON, 10)] == [1]


def test_a_hold_that_goes_on_keeps_its_beginning(server: Server) -> None:
    hold = Held("NO_LINES", "Wait.", LATER)
    store(1, verdict=hold)
    assert not look_again(make_invoice(1), hold, at=LATER)
    assert stored(server, 1)["hold"]["since_at"] == NOON


def test_a_hold_that_becomes_another_says_so(server: Server) -> None:
    store(1, verdict=Held("NO_NUMBER", "Wait.", LATER))
    assert look_again(make_invoice(1), Held("NO_LINES", "Wait more.", LATER))
    assert stored(server, 1)["hold"]["code"] == "NO_LINES"


def test_a_pending_invoice_that_a_rule_or_guard_now_stops_leaves_the_queue(server: Server) -> None:
    store(1, 2)
    assert look_again(VOIDED, VOID, content_hash="other")
    assert look_again(make_invoice(2), Stopped(make_fault("AMOUNT_MISMATCH")))
    assert stored(server, 1)["status"] == "skipped"
    assert stored(server, 2)["status"] == "fault"


def test_fresh_data_end_the_wait_of_a_resync(server: Server) -> None:
    store(1)
    server.invoices.update_one(
        {"_id": "kauri/1"}, {"$set": {"hold": {"code": REFRESHING, "message": "Reading."}}}
    )
    assert look_again(make_invoice(1))
    document = stored(server, 1)
    assert document["hold"] is None
    assert "Read again" in document["history"][-1]["message"]


def test_what_is_on_its_way_does_not_change_and_is_wanted_again(server: Server) -> None:
    store(1)
    claim("b1", 1)
    assert not look_again(DEARER, content_hash="other")
    document = stored(server, 1)
    assert document["total"].to_decimal() == Decimal("115.00")
    assert document["status"] == "processing"
    assert invoices.watched_in(["kauri"]) == [1]


def test_what_changed_on_its_way_is_told_once_it_has_arrived(server: Server) -> None:
    store(1)
    claim("b1", 1)
    look_again(DEARER, content_hash="other")
    complete("b1", 1)
    assert look_again(DEARER, content_hash="other")
    document = stored(server, 1)
    assert (document["status"], document["notice"]["code"]) == ("complete", "CHANGED_IN_AUTOTASK")
    assert invoices.watched_in(["kauri"]) == []


def test_another_spelling_of_the_same_data_is_no_news(server: Server) -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1)
    respelled = {"invoice": {"id": 1, "invoiceTotal": "115.0000", "taxGroup": 3}, "lines": []}
    before = stored(server, 1)
    assert not look_again(make_invoice(1), content_hash="other", raw=respelled)
    document = stored(server, 1)
    assert document["raw"] == respelled
    assert (document["notice"], document["history"]) == (None, before["history"])


UNREADABLE = Stopped(
    make_fault("AUTOTASK_DATA", field="Invoices.dueDate", vendor_text="It is no date.")
)


def test_what_could_not_be_read_goes_on_by_itself_when_it_can(server: Server) -> None:
    store(1, verdict=UNREADABLE)
    assert ingested_invoices.unreadable_ids("kauri", 10) == [1]
    assert not look_again(make_invoice(1), UNREADABLE), "nothing is mended yet"
    assert len(stored(server, 1)["history"]) == 1
    assert look_again(DEARER, content_hash="other", at=LATER)
    document = stored(server, 1)
    assert (document["status"], document["fault"]) == ("pending_sync", None)
    assert document["total"].to_decimal() == Decimal("138.00")
    assert "can be read now" in document["history"][-1]["message"]
    assert ingested_invoices.unreadable_ids("kauri", 10) == []


def test_what_was_waited_for_by_a_list_goes_on_although_its_own_data_stay(server: Server) -> None:
    """The payment term that the list lacked was added to the list."""
    store(1, verdict=UNREADABLE)
    assert look_again(make_invoice(1))
    assert stored(server, 1)["status"] == "pending_sync"


def test_another_field_that_cannot_be_read_is_told(server: Server) -> None:
    store(1, verdict=UNREADABLE)
    other = Stopped(make_fault("AUTOTASK_DATA", field="Invoices.companyID", vendor_text="Nor it."))
    assert look_again(make_invoice(1), other, content_hash="other")
    assert "Invoices.companyID" in stored(server, 1)["fault"]["message"]


def test_data_that_cannot_be_read_any_more_leave_our_own_form_as_it_was(server: Server) -> None:
    store(1, 2)
    claim("b1", 1)
    complete("b1", 1)
    raw = {"invoice": {"id": 1, "invoiceTotal": "twelve dollars"}, "lines": []}
    nothing = make_invoice(1, lines=(), header_total=Decimal(0))
    assert look_again(nothing, UNREADABLE, content_hash="other", raw=raw)
    finished = stored(server, 1)
    assert (finished["status"], finished["raw"]) == ("complete", raw)
    assert finished["total"].to_decimal() == Decimal("115.00")
    assert "cannot be read" in finished["notice"]["message"]
    assert look_again(make_invoice(2, lines=()), UNREADABLE, content_hash="other")
    waiting = stored(server, 2)
    assert (waiting["status"], waiting["total"].to_decimal()) == ("fault", Decimal("115.00"))


def test_a_page_of_known_invoices_is_one_go_and_tells_who_was_faster(server: Server) -> None:
    store(1, 2, 3)
    known = ingested_invoices.known("kauri", [1, 2, 3])
    claim("b1", 2)
    pairs = [
        (
            Judged(
                make_ingested(
                    make_invoice(each, make_line("120.00", "18.00")),
                    content_hash="other",
                    raw={"invoice": {"id": each, "invoiceTotal": "138.00"}, "lines": []},
                ),
                Admitted(),
            ),
            known[each],
        )
        for each in (1, 2, 3)
    ]
    done = ingested_invoices.refresh_all("kauri", pairs, Reading("test", LATER, "run"))
    assert done.changed == {1, 3}
    assert stored(server, 2)["status"] == "processing"


def test_a_complete_invoice_keeps_its_status_and_shows_what_changed(server: Server) -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1)
    assert look_again(DEARER, content_hash="other")
    document = stored(server, 1)
    assert document["status"] == "complete"
    assert document["notice"]["code"] == "CHANGED_IN_AUTOTASK"
    assert document["xero_id"] == "xero-1"


def test_a_fault_stays_one_until_a_person_asks_unless_autotask_voids_it(server: Server) -> None:
    stopped = Stopped(make_fault("NUMBER_MISSING"))
    store(1, 2, verdict=stopped)
    assert look_again(make_invoice(2, make_line("1.00", "0.15")), content_hash="other")
    assert stored(server, 2)["status"] == "fault"
    assert stored(server, 2)["fault"]["code"] == "NUMBER_MISSING"
    assert look_again(VOIDED, VOID, content_hash="other")
    document = stored(server, 1)
    assert (document["status"], document["fault"], document["skip"]["code"]) == (
        "skipped",
        None,
        "VOIDED",
    )


@pytest.mark.parametrize("status", [Status.SKIPPED, Status.DIAGNOSTIC])
def test_what_a_person_put_aside_stays_aside_with_fresh_data(
    server: Server, status: Status
) -> None:
    store(1)
    invoices.move_by_hand("kauri", 1, [Status.PENDING_SYNC], status, step())
    assert look_again(DEARER, content_hash="other")
    document = stored(server, 1)
    assert (document["status"], document["total"].to_decimal()) == (status, Decimal("138.00"))


def test_a_look_that_is_overtaken_by_a_claim_changes_nothing(server: Server) -> None:
    store(1)
    before = ingested_invoices.known("kauri", [1])[1]
    claim("b1", 1)
    judged = Judged(make_ingested(DEARER, content_hash="other"), Admitted())
    assert not refresh(judged, before)
    document = stored(server, 1)
    assert (document["status"], document["batch_id"]) == ("processing", "b1")
    assert document["total"].to_decimal() == Decimal("115.00")


LINELESS = Stopped(make_fault("NO_LINES", header_total="115.00", likely="x", remedy="y"))


def test_one_that_autotask_does_not_show_any_more_stops_and_goes_on_when_it_does(
    server: Server,
) -> None:
    store(1, 2, verdict=Held("NO_LINES", "Wait.", LATER))
    claim("b1", 2)
    known = ingested_invoices.known("kauri", [1])
    reading = Reading("test", NOON, "hidden")
    assert ingested_invoices.stop_hidden("kauri", list(known.values()), reading) == {1}
    document = stored(server, 1)
    assert (document["status"], document["fault"]["code"]) == ("fault", "NOT_SHOWN")
    assert document["hold"] is None
    assert document["total"].to_decimal() == Decimal("115.00")
    assert ingested_invoices.unreadable_ids("kauri", 10) == [1]
    assert look_again(make_invoice(1))
    document = stored(server, 1)
    assert (document["status"], document["fault"]) == ("pending_sync", None)
    assert "shows it again" in document["history"][-1]["message"]


def test_one_that_moved_meanwhile_is_not_stopped_for_being_hidden(server: Server) -> None:
    store(1, verdict=Held("NO_LINES", "Wait.", LATER))
    known = ingested_invoices.known("kauri", [1])
    look_again(make_invoice(1))
    assert not ingested_invoices.stop_hidden(
        "kauri", list(known.values()), Reading("test", LATER, "hidden")
    )
    assert stored(server, 1)["status"] == "pending_sync"


def test_a_fault_for_want_of_lines_goes_on_when_they_come(server: Server) -> None:
    store(1, verdict=LINELESS)
    assert not look_again(make_invoice(1), LINELESS)
    assert stored(server, 1)["status"] == "fault"
    assert look_again(DEARER, content_hash="with lines")
    document = stored(server, 1)
    assert (document["status"], document["fault"]) == ("pending_sync", None)
    assert "sends its lines now" in document["history"][-1]["message"]
    assert document["total"].to_decimal() == Decimal("138.00")


MISMATCH = Stopped(make_fault("AMOUNT_MISMATCH", header_total="1.00", lines_total="115.00"))


@pytest.mark.parametrize("stopped", [LINELESS, MISMATCH], ids=["lines", "amounts"])
@pytest.mark.parametrize(
    ("verdict", "invoice"),
    [
        (VOID, VOIDED),
        (Skipped("COMPANY_TYPE", "Its company is a vendor."), make_invoice(1, lines=())),
    ],
    ids=["void", "skip"],
)
def test_what_ends_a_fault_without_mending_it_is_not_told_as_mended(
    server: Server, stopped: Stopped, verdict: Verdict, invoice: Invoice
) -> None:
    store(1, verdict=stopped)
    assert look_again(invoice, verdict)
    message = stored(server, 1)["history"][-1]["message"]
    assert "lines" not in message
    assert message.startswith(("Voided", "Its company"))


def test_a_payment_while_it_is_on_its_way_does_not_change_since_when_it_is(server: Server) -> None:
    """Whether a request that was lost arrived is looked for from that moment on."""
    store(1, 2)
    claim("b1", 1, at=NOON)
    known = ingested_invoices.known("kauri", [1, 2])
    found = [(known[each], {"paidDate": "2026-11-20"}) for each in (1, 2)]
    ingested_invoices.note_markers("kauri", found, Reading("test", LATER, "run"))
    (way, pending) = stored(server, 1), stored(server, 2)
    assert (way["updated_at"], pending["updated_at"]) == (NOON, LATER)
    assert {each["history"][-1]["code"] for each in (way, pending)} == {"PAID_IN_AUTOTASK"}
