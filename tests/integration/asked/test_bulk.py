"""Actions on many invoices: portion by portion, each record once, whoever dies or stops in between."""

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from core.domain.faults import make_fault
from core.store import bulk_actions, bulk_requests, connections
from core.store.views.bulk_actions import BulkView, bulk_action, latest
from services.xero_posting.people.bulk import BulkActions, BulkWish
from tests.factories.documents import NOON
from tests.integration.asked.conftest import Office
from tests.integration.conftest import EmptyLedger
from tests.integration.store.ledger import claim, complete, store

ARCHIVED = make_fault("ACCOUNT_ARCHIVED", account="204")
FAULTS = {"statuses": ["fault"]}


@pytest.fixture
def bulk(office: Office) -> BulkActions:
    return bulk_of(office)


def newest(connection: str) -> BulkView | None:
    return next(iter(latest(connection)), None)


def bulk_of(office: Office, breathe: Callable[[], None] = lambda: None) -> BulkActions:
    return BulkActions(office.journal_of, office.announce, office.now, breathe)


def wish(action: str = "resync", **more: Any) -> BulkWish:
    return BulkWish("kauri", "Omar", action, **more)


def start(bulk: BulkActions, action: str = "resync", **more: Any) -> str:
    answer = bulk.start(wish(action, **more))
    assert answer["ok"], answer
    return str(answer["bulk"])


def run(office: Office, bulk: BulkActions) -> None:
    office.pass_time(seconds=1)
    connection = connections.get("kauri")
    assert connection
    bulk.run_if_due(connection)


def statuses(office: Office) -> dict[int, str]:
    return {each["autotask_id"]: each["status"] for each in office.server.invoices.find()}


def test_what_is_off_the_list_is_not_counted_and_most_of_it_from_an_index(
    office: Office, bulk: BulkActions
) -> None:
    store(*range(1, 9))
    office.stop(ARCHIVED, 1, 2, 3)
    office.server.invoices.update_one({"_id": "kauri/3"}, {"$set": {"removed_at": NOON}})
    wishes = (
        wish("skip", wanted=FAULTS),
        wish(wanted={}),
        wish("remove", wanted={"removed": True}),
    )
    for asked, total in zip(wishes, (2, 7, 1), strict=True):
        assert bulk.start(asked)["total"] is None
        waiting = newest("kauri")
        assert (waiting and waiting.total) is None
        run(office, bulk)
        counted = newest("kauri")
        assert (counted and counted.total) == total


def test_a_press_is_written_down_before_anything_is_counted(
    office: Office, bulk: BulkActions
) -> None:
    """Whoever gets no answer finds it there; whoever dies while counting counts again."""
    store(1, 2)
    first = bulk.start(wish("skip", wanted={}, key="press-0002"))
    again = bulk.start(wish("skip", wanted={}, key="press-0002"))
    assert (first["message"], again["message"]) == ("It has begun.", "It has begun already.")
    taken = bulk_actions.take_open("kauri", office.now())
    assert (taken and taken.total) is None
    run(office, bulk)
    shown = newest("kauri")
    assert (shown and (shown.total, shown.moved)) == (2, 2)


def test_a_whole_filter_is_resynced_portion_by_portion(office: Office, bulk: BulkActions) -> None:
    store(*range(1, 902))
    office.stop(ARCHIVED, *range(1, 901))
    bulk_id = start(bulk, wanted=FAULTS, reason="mended")
    before = bulk_action("kauri", bulk_id)
    assert before
    assert (before.state, before.total, before.done) == ("waiting", None, 0)
    run(office, bulk)
    shown = newest("kauri")
    assert shown
    assert (shown.state, shown.moved, shown.refused) == ("done", 900, {})
    assert shown.message == "900 queued again."
    last = office.invoice(900)
    assert (last["status"], last["fault"], last["hold"]["code"]) == (
        "pending_sync",
        None,
        "REFRESHING",
    )
    assert last["history"][-1]["message"] == "Resync by Omar, one of 900. Reason: mended"
    assert (last["hold_until"] - office.clock).total_seconds() == 20
    assert len(office.bells("document_status_changed")) == 3
    assert {line["run_id"] for line in office.written} == {shown.run_id}
    (left,) = office.server.sync_runs.find({"_id": shown.run_id})
    assert (left["job"], left["counts"]) == ("bulk", {"moved": 900, "left": 0})


def test_what_is_in_xero_is_left_out_unless_it_is_asked_for(
    office: Office, bulk: BulkActions
) -> None:
    store(1, 2, 3)
    claim("b1", 1, 2)
    complete("b1", 1, 2)
    office.stop(ARCHIVED, 3)
    start(bulk, wanted={})
    run(office, bulk)
    shown = newest("kauri")
    assert shown
    assert (shown.moved, shown.refused) == (1, {"in Xero already": 2})
    assert shown.refused_ids == ((1, "in Xero already"), (2, "in Xero already"))
    start(bulk, ids=[1, 2], include_complete=True)
    run(office, bulk)
    assert statuses(office) == dict.fromkeys((1, 2, 3), "pending_sync")
    assert office.invoice(1)["xero_id"] == "xero-1"


def test_skipping_taking_back_and_removing_each_keep_to_their_own(
    office: Office, bulk: BulkActions
) -> None:
    store(1, 2, 3, 4)
    office.stop(ARCHIVED, 2)
    claim("b3", 3)
    claim("b4", 4)
    complete("b4", 4)
    start(bulk, "skip", ids=[1, 2, 3, 4, 9])
    run(office, bulk)
    shown = newest("kauri")
    assert shown
    assert (shown.moved, shown.refused) == (
        2,
        {"being sent just now": 1, "in Xero already": 1, "not in this connection": 1},
    )
    assert office.invoice(1)["skip"]["by"] == "Omar"
    office.server.invoices.update_one({"_id": "kauri/2"}, {"$set": {"voided": True}})
    start(bulk, "unskip", ids=[1, 2, 4])
    run(office, bulk)
    shown = newest("kauri")
    assert shown
    assert (shown.moved, shown.refused) == (
        1,
        {"voided in Autotask": 1, "not skipped": 1},
    )
    assert office.invoice(1)["unskipped"] is True
    start(bulk, "remove", ids=[1, 2, 4], include_complete=True)
    run(office, bulk)
    shown = newest("kauri")
    assert shown
    assert (shown.moved, shown.refused) == (2, {"already on its way": 1})
    assert office.invoice(4)["removed_by"] == "Omar"
    assert office.invoice(4)["status"] == "complete"


def test_a_stop_keeps_what_is_done_and_leaves_the_rest(office: Office) -> None:
    store(*range(1, 902))
    office.stop(ARCHIVED, *range(1, 902))
    stopping = bulk_of(office)
    bulk_id = ""

    def stop_after_the_first() -> None:
        stopping.stop("kauri", bulk_id, "Mere")

    bulk = bulk_of(office, breathe=stop_after_the_first)
    bulk_id = start(bulk, wanted=FAULTS)
    run(office, bulk)
    shown = newest("kauri")
    assert shown
    assert (shown.state, shown.done, shown.moved) == ("stopped", 400, 400)
    assert shown.message == "Stopped by Mere after 400 of 901. 400 queued again."
    assert list(statuses(office).values()).count("fault") == 501
    assert bulk.stop("kauri", bulk_id, "Mere")["problem"]["code"] == "conflict"
    assert bulk.stop("kauri", "nothing-of-the-sort", "Mere")["problem"]["code"] == "not_found"


def test_what_changed_after_the_press_is_left_alone(office: Office, bulk: BulkActions) -> None:
    store(1, 2, 3)
    office.stop(ARCHIVED, 1, 2, 3)
    start(bulk, wanted=FAULTS)
    office.pass_time(seconds=5)
    office.stop(ARCHIVED, 2)
    run(office, bulk)
    shown = newest("kauri")
    assert shown
    assert (shown.moved, shown.refused) == (2, {"changed in the meantime": 1})
    assert office.invoice(2)["status"] == "fault"


def test_a_second_press_with_the_same_key_is_the_first_one(
    office: Office, bulk: BulkActions
) -> None:
    store(1)
    office.stop(ARCHIVED, 1)
    first = bulk.start(wish(wanted=FAULTS, key="press-0001"))
    again = bulk.start(wish(wanted=FAULTS, key="press-0001"))
    assert first["bulk"] == again["bulk"] == "press-0001"
    assert office.server.bulk_actions.count_documents({}) == 1
    other = bulk.start(wish("skip", wanted=FAULTS, key="press-0001"))
    assert other["problem"]["code"] == "conflict"


@pytest.mark.parametrize(
    "asked",
    [
        wish(),
        wish(ids=[], wanted=None),
        wish(ids=[1], wanted={}),
        wish(ids=list(range(10_001))),
        wish("explode", ids=[1]),
        wish(wanted={"nonsense": 1}),
        wish(ids=[1], key="short"),
        wish(ids=[1], shelf="purchase-orders"),
        wish(ids=["1"]),
        wish(wanted="everything"),
        wish(ids=[1], key=12345678),
        wish(ids=[1], reason=["because"]),
        wish(wanted={"cause": {"$ne": ""}}),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(bulk: BulkActions, asked: BulkWish) -> None:
    assert bulk.start(asked)["problem"]["code"] == "invalid"


def test_a_wish_with_a_name_that_nobody_knows_is_refused(bulk: BulkActions) -> None:
    answer = bulk.start_told("kauri", "Omar", "skip", {"ids": [1], "why": "typo"})
    assert answer["problem"] == {"code": "invalid", "message": "A wish has no why."}
    assert bulk.start_told("kauri", "Omar", "skip", {"ids": [1], "reason": "told"})["ok"]


def test_a_portion_that_was_broken_off_moves_nothing_twice(office: Office) -> None:
    """What it had moved has gone on to Xero by the time that somebody takes it up again."""
    store(*range(1, 6))
    office.stop(ARCHIVED, *range(1, 6))
    bulk = bulk_of(office)
    bulk_id = start(bulk, ids=[1, 2, 3, 4, 5], include_complete=True)
    taken = bulk_actions.take_open("kauri", office.now())
    assert taken
    assert bulk_actions.begin(taken, -1, [1, 2, 3, 4, 5])
    step = {"code": "RESYNC", "by": "Omar", "run_id": taken.run_id, "message": "", "at": NOON}
    office.server.invoices.update_one(
        {"_id": "kauri/1"},
        {"$set": {"status": "complete", "fault": None}, "$push": {"history": step}},
    )
    run(office, bulk)
    shown = bulk_action("kauri", bulk_id)
    assert shown
    assert (shown.state, shown.moved, shown.refused) == ("done", 5, {})
    assert office.invoice(1)["status"] == "complete"
    assert [each["run_id"] for each in office.invoice(2)["history"]].count(taken.run_id) == 1


# Carries out what is open as the actor does, and dies as it is told: without a last word.
_DYING = """
import os, signal, sys
from datetime import datetime, timedelta

from core.runtime.journal import Journal
from core.store import connect, connections
from core.store.views.bulk_actions import latest
from services.xero_posting.people.bulk import BulkActions

now = lambda: datetime.fromisoformat(sys.argv[2])

def die_after_two_portions():
    if latest("kauri")[0].done >= 800:
        os.kill(os.getpid(), signal.SIGKILL)

connect.connect(sys.argv[1])
journal_for = lambda *about: Journal(lambda lines: None, about[0], "xero_posting", about[1], now)
bulk = BulkActions(journal_for, lambda *told: None, now, die_after_two_portions)
bulk.run_if_due(connections.get("kauri"))
"""


def test_a_process_killed_between_portions_is_followed_without_a_second_move(
    office: Office, empty_ledger: EmptyLedger
) -> None:
    store(*range(1, 1202))
    office.stop(ARCHIVED, *range(1, 1202))
    bulk_id = start(bulk_of(office), wanted=FAULTS)
    later = office.now() + timedelta(seconds=1)
    dying = [sys.executable, "-W", "ignore", "-c", _DYING, empty_ledger.uri, later.isoformat()]
    assert subprocess.run(dying, timeout=60, check=False).returncode == -signal.SIGKILL
    broken = bulk_action("kauri", bulk_id)
    assert broken
    assert (broken.state, broken.done, broken.moved) == ("running", 800, 800)
    # The lease of the dead ends by itself a few seconds later.
    office.server.leases.delete_many({})
    office.pass_time(seconds=20)
    run(office, bulk_of(office))
    shown = bulk_action("kauri", bulk_id)
    assert shown
    assert (shown.state, shown.moved, shown.refused) == ("done", 1201, {})
    of_the_run = {"$match": {"history.run_id": shown.run_id}}
    counted = {"$group": {"_id": "$_id", "steps": {"$sum": 1}}}
    found = office.server.invoices.aggregate([{"$unwind": "$history"}, of_the_run, counted])
    assert [each["steps"] for each in found] == [1] * 1201


def test_a_portion_that_is_told_again_leaves_its_lines_once(office: Office) -> None:
    """Killed between its lines and its position, it is done and told again."""
    store(1, 2)
    office.stop(ARCHIVED, 1, 2)
    bulk = bulk_of(office)
    start(bulk, ids=[1, 2])
    run(office, bulk)
    first = [line["id"] for line in office.written]
    again = {"state": "running", "position": -1, "portion": [1, 2]}
    office.server.bulk_actions.update_one({}, {"$set": again})
    run(office, bulk)
    assert [line["id"] for line in office.written] == [*first, *first]
    assert len(set(first)) == 2


def test_only_the_latest_actions_are_kept(office: Office, bulk: BulkActions) -> None:
    store(1)
    for _ in range(bulk_requests.KEPT + 3):
        office.pass_time(seconds=1)
        start(bulk, "skip", ids=[1])
        run(office, bulk)
    assert office.server.bulk_actions.count_documents({}) == bulk_requests.KEPT + 1
