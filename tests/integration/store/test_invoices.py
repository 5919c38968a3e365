from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from core.domain.admission import Held
from core.domain.doubt import Doubt
from core.domain.errors import IllegalTransitionError
from core.domain.faults import make_fault
from core.domain.records import Due
from core.domain.status import Status
from core.domain.write_back import Untold
from core.domain.xero_document import DocumentKind
from core.store import invoices
from core.store.documents import ConnectionDocument
from core.store.invoices import REFRESHING, XERO_LIMITED_DAY, Stop, Terms, lock_holds
from core.store.views.record import record
from tests.factories.documents import NOON, make_invoice, make_line
from tests.integration.conftest import Server
from tests.integration.store.conftest import all_at_once
from tests.integration.store.ledger import claim, complete, document_of, step, store, stored

pytestmark = pytest.mark.usefixtures("server")
FAULT = make_fault("XERO_REFUSED", vendor_text="No.")
LATER = NOON + timedelta(minutes=1)


def _due(at: Any = NOON, limit: int = 100) -> list[int]:
    return [each.autotask_id for each in invoices.due("kauri", at, limit)]


def test_an_invoice_reads_back_as_it_was_stored_to_the_last_decimal() -> None:
    line = make_line(
        "1234567.8901", "-0.0001", quantity=Decimal("2.50000"), rate=Decimal("0.1234567")
    )
    invoice = make_invoice(1, line, order_number="PO 7", payment_term_id=3, due_on=None)
    store(1, lines=(line,), order_number="PO 7", payment_term_id=3, due_on=None)
    record = invoices.get("kauri", 1)
    assert record
    assert record.invoice == invoice
    assert (record.company, record.currency, record.status) == (
        "Company 7",
        "NZD",
        Status.PENDING_SYNC,
    )
    assert invoices.get("kauri", 2) is None


def test_what_is_due_comes_lowest_id_first_and_only_from_its_connection() -> None:
    store(3, 1, 2)
    store(9, connection="rata")
    assert _due() == [1, 2, 3]
    assert _due(limit=2) == [1, 2]


def test_what_is_held_is_not_due_unless_it_waited_long_enough_for_fresh_data(
    server: Server,
) -> None:
    store(1, verdict=Held("NO_LINES", "Wait.", NOON))
    store(2)
    hold = {"code": REFRESHING, "message": "Reading.", "since_at": NOON}
    server.invoices.update_one(
        {"_id": "kauri/2"}, {"$set": {"hold": hold, "hold_until": NOON + timedelta(seconds=10)}}
    )
    assert _due() == []
    assert _due(NOON + timedelta(seconds=10)) == [2]


def test_companies_with_something_due_are_named_once_also_for_what_is_in_xero(
    server: Server,
) -> None:
    store(1, 2, company_id=7)
    store(3, company_id=8)
    store(4, company_id=9, verdict=Held("NO_LINES", "Wait.", NOON))
    server.invoices.update_one({"_id": "kauri/3"}, {"$set": {"xero_id": "x"}})
    assert invoices.due_companies("kauri", NOON) == {7: "Company 7", 8: "Company 8"}


def test_a_claim_moves_what_is_due_and_says_so_in_the_history(server: Server) -> None:
    store(1, 2)
    records = claim("b1", 1, 2)
    assert [(record.invoice.autotask_id, record.status) for record in records] == [
        (1, Status.PROCESSING),
        (2, Status.PROCESSING),
    ]
    document = stored(server, 1)
    assert (document["batch_id"], document["version"]) == ("b1", 2)
    assert document["history"][-1] == {
        "at": NOON,
        "from": "pending_sync",
        "to": "processing",
        "code": "CLAIMED",
        "message": "CLAIMED.",
        "by": "test",
        "run_id": None,
    }


def test_what_was_put_on_hold_after_it_was_chosen_is_not_claimed() -> None:
    store(1, verdict=Held("SUMS_DIFFER", "Wait.", NOON))
    store(2)
    assert [record.invoice.autotask_id for record in claim("b1", 1, 2)] == [2]


def test_claims_of_many_workers_never_overlap() -> None:
    ids = list(range(1, 121))
    store(*ids)

    def grab(worker: int) -> list[list[int]]:
        random, got = Random(worker), []
        for turn in range(10):
            wanted = random.sample(ids, 40)
            records = claim(f"worker {worker} batch {turn}", *wanted)
            got.append([record.invoice.autotask_id for record in records])
        return got

    claimed = [each for worker in all_at_once(grab) for batch in worker for each in batch]
    assert sorted(claimed) == ids


def test_completing_stores_the_counterpart_with_the_status(server: Server) -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1, notice={"code": "N", "message": "Look."})
    document = stored(server, 1)
    assert document["status"] == "complete"
    assert (document["xero_id"], document["xero_number"], document["xero_kind"]) == (
        "xero-1",
        "INV-1",
        "invoice",
    )
    assert document["xero_total"].to_decimal() == Decimal("115.00")
    assert (document["batch_id"], document["notice"]["code"]) == (None, "N")
    assert document["posted_hash"] == "hash of 1"
    assert [entry["code"] for entry in document["history"]] == ["INGESTED", "CLAIMED", "POSTED"]


def test_another_batch_cannot_settle_what_this_one_holds(server: Server) -> None:
    store(1)
    claim("b1", 1)
    complete("b2", 1)
    invoices.stop("kauri", "b2", [Stop(1, FAULT)], step())
    assert invoices.give_back("b2", step()) == 0
    assert stored(server, 1)["status"] == "processing"


def test_what_was_settled_once_is_not_settled_again(server: Server) -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1)
    version = stored(server, 1)["version"]
    complete("b1", 1, at=LATER)
    invoices.stop("kauri", "b1", [Stop(1, FAULT)], step())
    assert invoices.give_back("b1", step()) == 0
    assert stored(server, 1)["version"] == version


def test_a_resync_does_not_move_the_day_on_which_xero_first_had_it(server: Server) -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1)
    invoices.move_by_hand("kauri", 1, [Status.COMPLETE], Status.PENDING_SYNC, step("RESYNC"))
    claim("b2", 1, at=LATER)
    complete("b2", 1, at=LATER)
    assert stored(server, 1)["completed_at"] == NOON


def test_a_fault_keeps_its_words_counts_the_attempt_and_frees_the_batch(server: Server) -> None:
    store(1)
    claim("b1", 1)
    invoices.stop("kauri", "b1", [Stop(1, FAULT)], step())
    document = stored(server, 1)
    assert (document["status"], document["batch_id"], document["attempts"]) == ("fault", None, 1)
    assert document["fault"]["code"] == "XERO_REFUSED"
    assert document["fault"]["side"] == "xero"
    assert document["fault"]["vendor_text"] == "No."
    assert "xero_id" not in document
    assert (document["history"][-1]["code"], document["history"][-1]["message"]) == (
        FAULT.code,
        FAULT.message,
    )


def test_a_fault_of_what_xero_has_all_the_same_knows_its_counterpart(server: Server) -> None:
    store(1)
    claim("b1", 1)
    invoices.stop("kauri", "b1", [Stop(1, FAULT, document_of(1))], step())
    assert stored(server, 1)["xero_id"] == "xero-1"


def test_what_a_company_has_due_can_be_stopped_before_it_is_claimed(server: Server) -> None:
    store(1, 2, company_id=7)
    store(3, company_id=8)
    store(4, company_id=7, verdict=Held("NO_LINES", "Wait.", NOON))
    assert sorted(invoices.stop_pending("kauri", 7, FAULT, step())) == [1, 2]
    assert [stored(server, each)["status"] for each in (1, 2, 3, 4)] == [
        "fault",
        "fault",
        "pending_sync",
        "pending_sync",
    ]


def test_what_was_not_carried_out_goes_back_without_an_attempt(server: Server) -> None:
    store(1, 2)
    claim("b1", 1, 2)
    assert invoices.give_back("b1", step("NOT_SENT"), Terms(not_before=LATER)) == 2
    document = stored(server, 1)
    assert (document["status"], document["attempts"], document["not_before"]) == (
        "pending_sync",
        0,
        LATER,
    )
    assert _due() == []
    assert _due(LATER) == [1, 2]


def test_some_of_a_batch_can_go_back_each_on_its_terms(server: Server) -> None:
    store(1, 2, 3)
    claim("b1", 1, 2, 3)
    assert invoices.give_back("b1", step("ALONE"), Terms(is_solo=True), autotask_ids=[1]) == 1
    held = Terms(hold_until=LATER)
    assert invoices.give_back("b1", step("SUMS_DIFFER"), held, autotask_ids=[2]) == 1
    assert [record.invoice.autotask_id for record in invoices.in_batch("b1")] == [3]
    alone = invoices.get("kauri", 1)
    assert alone
    assert alone.is_solo
    assert stored(server, 2)["hold"] == {
        "code": "SUMS_DIFFER",
        "message": "SUMS_DIFFER.",
        "since_at": NOON,
    }


def test_what_was_deleted_in_xero_forgets_its_counterpart(server: Server) -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1)
    invoices.move_by_hand("kauri", 1, [Status.COMPLETE], Status.PENDING_SYNC, step("RESYNC"))
    claim("b2", 1)
    invoices.give_back("b2", step(), Terms(forgets_counterpart=True))
    record = invoices.get("kauri", 1)
    assert record
    assert (record.xero_id, record.xero_kind) == (None, None)
    assert stored(server, 1)["xero_number"] is None


def test_a_document_that_is_being_checked_says_so_once(server: Server) -> None:
    store(1)
    claim("b1", 1)
    invoices.mark_checking("b1", step("CHECKING"))
    invoices.mark_checking("b1", step("CHECKING", LATER))
    document = stored(server, 1)
    assert (document["status"], document["checking_since"]) == ("processing", NOON)
    assert [entry["code"] for entry in document["history"]].count("CHECKING") == 1


def test_claims_of_batches_that_are_not_open_are_found() -> None:
    store(1, 2, 3)
    assert not invoices.has_claims("kauri")
    claim("b1", 1)
    claim("b2", 2)
    assert invoices.has_claims("kauri")
    assert not invoices.has_claims("rata")
    assert invoices.claims_without_batch("kauri", {"b1"}) == ["b2"]
    assert invoices.claims_without_batch("kauri", {"b1", "b2"}) == []


def test_every_choice_is_kept_with_its_reason_and_replaces_those_before(server: Server) -> None:
    store(1, 2, lines=(make_line(autotask_id=11), make_line("5.00", "0.75", autotask_id=12)))
    first = {"subject": "account", "value": "200", "reason": "By the table.", "line": 11}
    tax = {"subject": "tax", "value": "OUTPUT2", "reason": "By the region.", "line": 11}
    invoices.record_decisions("kauri", {1: (first,), 2: ()})
    invoices.record_decisions("kauri", {1: ({**first, "value": "260"}, tax)})
    assert [each["value"] for each in stored(server, 1)["decisions"]] == ["260", "OUTPUT2"]
    assert stored(server, 2)["decisions"] == []
    seen = record("invoices", "kauri", 1)
    assert seen
    assert [(each.subject, each.line) for each in seen.decisions] == [("account", 11), ("tax", 11)]
    lines = [(line.account_code, line.account_reason, line.tax_type) for line in seen.lines]
    assert lines == [("260", "By the table.", "OUTPUT2"), ("", "", "")]


def test_facts_that_only_a_mapping_needs_survive_storage() -> None:
    line = make_line(line_of_business_id=3, tax_category_id=5)
    store(1, lines=(line,), template_id=102)
    found = invoices.get("kauri", 1)
    assert found
    assert (found.invoice.template_id, found.invoice.lines) == (102, (line,))


def test_what_waits_for_a_lock_date_is_let_go_when_the_dates_were_read(server: Server) -> None:
    store(1, 2)
    claim("b1", 1)
    invoices.give_back("b1", step("PERIOD_LOCKED"), Terms(hold_until=LATER))
    assert stored(server, 1)["hold"]["code"] == "PERIOD_LOCKED"
    assert lock_holds.release("kauri", LATER) == 1
    document = stored(server, 1)
    assert (document["hold"], document["hold_until"]) == (None, None)
    assert document["history"][-1]["code"] == "LOCK_DATES_READ"
    assert lock_holds.release("kauri", LATER) == 0


def test_of_two_persons_at_once_one_finds_the_document_elsewhere(server: Server) -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1)

    def press(_: int) -> bool:
        sources = [Status.FAULT, Status.SKIPPED, Status.COMPLETE]
        return invoices.move_by_hand("kauri", 1, sources, Status.PENDING_SYNC, step("RESYNC"))

    assert sorted(all_at_once(press)) == [False] * 7 + [True]
    assert [entry["code"] for entry in stored(server, 1)["history"]].count("RESYNC") == 1


def test_a_person_cannot_take_what_is_on_its_way() -> None:
    store(1)
    claim("b1", 1)
    moved = invoices.move_by_hand("kauri", 1, [Status.PENDING_SYNC], Status.SKIPPED, step())
    assert not moved
    assert invoices.status_of("kauri", 1) is Status.PROCESSING
    assert invoices.status_of("kauri", 2) is None


def test_a_change_that_the_table_does_not_list_is_a_bug() -> None:
    store(1)
    with pytest.raises(IllegalTransitionError):
        invoices.move_by_hand("kauri", 1, [Status.PENDING_SYNC], Status.COMPLETE, step())


def test_what_autotask_was_not_told_yet_is_listed_until_it_was() -> None:
    store(1, 2)
    claim("b1", 1, 2)
    complete("b1", 1, 2, tells_autotask=True)
    assert _untold(NOON) == [1, 2]
    assert len(invoices.unwritten_back("kauri", NOON, 1)) == 1
    invoices.mark_written_back("kauri", Untold(1, NOON, "INV-1"), NOON)
    assert _untold(NOON) == [2]


def test_one_that_got_another_number_while_it_was_told_is_told_once_more(server: Server) -> None:
    store(1, 2)
    claim("b1", 1, 2)
    complete("b1", 1, 2, tells_autotask=True)
    told = invoices.unwritten_back("kauri", NOON, 2)
    server.invoices.update_one({"_id": "kauri/1"}, {"$set": {"xero_number": "INV-1a"}})
    for each in told:
        invoices.mark_written_back("kauri", each, NOON)
    assert _untold(NOON) == [1]


def _untold(now: datetime) -> list[int]:
    return sorted(each.autotask_id for each in invoices.unwritten_back("kauri", now, 10))


def test_what_xero_got_first_is_told_first() -> None:
    store(1, 2, 3)
    for minute, autotask_id in enumerate((3, 1, 2)):
        at = NOON + timedelta(minutes=minute)
        claim(f"b{autotask_id}", autotask_id, at=at)
        complete(f"b{autotask_id}", autotask_id, at=at, tells_autotask=True)
    found = invoices.unwritten_back("kauri", NOON + timedelta(hours=1), 2)
    assert [(each.autotask_id, each.xero_number) for each in found] == [(3, "INV-3"), (1, "INV-1")]
    assert found[1].completed_at == NOON + timedelta(minutes=1)


def test_what_autotask_refused_waits_for_its_next_try_and_then_for_a_resync(
    server: Server,
) -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1, tells_autotask=True)
    later = NOON + timedelta(hours=1)
    invoices.mark_write_back_refused("kauri", 1, "No.", NOON, later)
    assert (_untold(NOON), _untold(later)) == ([], [1])
    assert invoices.unwritten_back("kauri", later, 1)[0].refusals == 1
    invoices.mark_write_back_refused("kauri", 1, "Never.", later, None)
    document = stored(server, 1)
    assert (document["write_back_refusal"], document["write_back_refused_at"]) == ("Never.", later)
    assert _untold(later + timedelta(days=99)) == []
    invoices.move_by_hand("kauri", 1, [Status.COMPLETE], Status.PENDING_SYNC, step("RESYNC"))
    claim("b2", 1)
    complete("b2", 1, tells_autotask=True)
    assert _untold(NOON) == [1]
    assert stored(server, 1)["write_back_refusal"] is None


def test_what_xero_got_while_the_option_was_off_is_told_when_it_is_resynced() -> None:
    """Switching it on is no word of the whole history."""
    store(1, 2)
    claim("b1", 1, 2)
    complete("b1", 1, 2)
    assert _untold(NOON) == []
    invoices.move_by_hand("kauri", 1, [Status.COMPLETE], Status.PENDING_SYNC, step("RESYNC"))
    claim("b2", 1)
    complete("b2", 1, tells_autotask=True)
    assert _untold(NOON) == [1]


def test_what_was_given_up_is_no_refusal_and_is_told_again_when_somebody_wants_it(
    server: Server,
) -> None:
    store(1, 2, 3, 4)
    claim("b1", 1, 2, 3, 4)
    complete("b1", 1, 2, 3, 4, tells_autotask=True)
    invoices.give_up_write_back("kauri", 1, "Not shown.", NOON)
    invoices.give_up_write_back("kauri", 2, "Voided.", NOON)
    invoices.mark_write_back_refused("kauri", 3, "No.", NOON, None)
    invoices.mark_written_back("kauri", Untold(4, NOON, "INV-4"), NOON)
    server.invoices.update_one({"_id": "kauri/2"}, {"$set": {"voided": True}})
    given_up = stored(server, 1)
    assert (given_up["write_back_refused_at"], given_up["write_back_refusal"]) == (
        None,
        "Not shown.",
    )
    assert stored(server, 3)["write_back_refused_at"] == NOON
    assert _untold(NOON) == []
    assert invoices.tell_again("kauri", NOON) == 2
    assert _untold(NOON) == [1, 3]
    assert stored(server, 3)["write_back_refused_at"] is None


def test_a_note_is_put_on_a_record_without_moving_it(server: Server) -> None:
    store(1)
    invoices.note("kauri", 1, "N", "Look.")
    document = stored(server, 1)
    assert (document["status"], document["version"]) == ("pending_sync", 1)
    assert document["notice"] == {"code": "N", "message": "Look."}


def test_held_invoices_are_watched_longest_unseen_first(server: Server) -> None:
    store(1, 2, 3, 4, verdict=Held("NO_LINES", "Wait.", NOON))
    store(5)
    server.invoices.update_one({"_id": "kauri/4"}, {"$set": {"look_again": True}})
    for autotask_id, minutes in ((1, 3), (2, 1), (3, 2)):
        invoices.note_looked(["kauri", "rata"], [autotask_id], NOON + timedelta(minutes=minutes))
    assert invoices.watched_in(["kauri"]) == [4, 2, 3, 1]
    invoices.note_looked(["kauri"], [2, 3, 4], NOON + timedelta(hours=1))
    assert invoices.watched_in(["kauri"], limit=1) == [1]
    assert invoices.watched_in(["rata"]) == []


def test_a_hold_that_is_watched_is_put_off(server: Server) -> None:
    store(1, verdict=Held("NO_LINES", "Wait.", NOON))
    invoices.postpone_holds("kauri", [1], LATER)
    assert stored(server, 1)["hold_until"] == LATER


DOUBT = Doubt(NOON, LATER, DocumentKind.INVOICE, "INV-1")


def test_a_doubt_is_kept_until_xero_has_it_or_a_look_up_has_proved_that_it_has_not() -> None:
    store(1, 2)
    claim("b1", 1, 2)
    assert invoices.give_back("b1", step("NOT_IN_XERO"), Terms(doubts={1: DOUBT})) == 2
    first, second = invoices.get("kauri", 1), invoices.get("kauri", 2)
    assert first
    assert second
    assert (first.doubt, second.doubt) == (DOUBT, None)
    claim("b2", 1)
    invoices.clear_doubt("b1", [1])
    assert invoices.in_batch("b2")[0].doubt == DOUBT
    invoices.clear_doubt("b2", [1])
    assert invoices.in_batch("b2")[0].doubt is None


def test_a_fault_keeps_a_doubt_and_a_completion_ends_it() -> None:
    store(1)
    claim("b1", 1)
    invoices.stop("kauri", "b1", [Stop(1, FAULT, doubt=DOUBT)], step())
    invoices.move_by_hand("kauri", 1, [Status.FAULT], Status.PENDING_SYNC, step("RESYNC"))
    (claimed,) = claim("b2", 1)
    assert claimed.doubt == DOUBT
    complete("b2", 1)
    record = invoices.get("kauri", 1)
    assert record
    assert record.doubt is None


def test_what_a_look_up_found_goes_back_with_its_counterpart_and_alone(server: Server) -> None:
    store(1, 2, 3)
    claim("b1", 1, 2, 3)
    terms = Terms(counterparts={1: document_of(1)})
    assert invoices.give_back("b1", step("FOUND"), terms, autotask_ids=[1, 2]) == 2
    assert [stored(server, each)["status"] for each in (1, 2, 3)] == [
        "pending_sync",
        "pending_sync",
        "processing",
    ]
    assert (stored(server, 1)["xero_id"], stored(server, 2).get("xero_id")) == ("xero-1", None)
    assert [each.xero_id for each in invoices.due("kauri", NOON, 10)] == ["xero-1", None]


def test_some_faults_of_a_batch_are_one_change_each_and_leave_the_others(server: Server) -> None:
    store(1, 2, 3)
    claim("b1", 1, 2, 3)
    invoices.stop("kauri", "b1", [Stop(1, FAULT), Stop(3, make_fault("NO_LINES"))], step())
    assert [stored(server, each)["status"] for each in (1, 2, 3)] == [
        "fault",
        "processing",
        "fault",
    ]
    assert stored(server, 3)["fault"]["code"] == "NO_LINES"


def test_a_hold_of_xeros_own_ends_by_the_clock_and_ingestion_leaves_it_alone() -> None:
    store(1)
    claim("b1", 1)
    terms = Terms(not_before=LATER, hold_until=LATER)
    invoices.give_back("b1", step(XERO_LIMITED_DAY), terms)
    assert invoices.watched_in(["kauri"]) == []
    invoices.postpone_holds("kauri", [1], NOON + timedelta(days=9))
    assert (_due(), _due(LATER)) == ([], [1])


def test_a_document_is_linked_to_whoever_stands_for_it() -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1)
    assert invoices.is_linked("kauri", "xero-1")
    assert not invoices.is_linked("kauri", "xero-2")
    assert not invoices.is_linked("rata", "xero-1")


def test_a_document_is_linked_too_if_a_connection_of_the_same_organisation_has_it(
    server: Server,
) -> None:
    store(1)
    claim("b1", 1)
    complete("b1", 1)
    rows = [("kauri", "t1"), ("rata", "t1"), ("totara", "t2")]
    connections = ConnectionDocument._get_collection()
    connections.insert_many([{"_id": key, "xero_tenant_id": tenant} for key, tenant in rows])
    assert invoices.is_linked("rata", "xero-1")
    assert not invoices.is_linked("totara", "xero-1")


def test_what_is_chosen_by_is_read_without_the_lines() -> None:
    store(1, lines=(make_line("-10.00", "-1.50"),))
    (due,) = invoices.due("kauri", NOON, 10)
    assert due == Due(1, 7, DocumentKind.CREDIT_NOTE, ingested_at=NOON)
