"""What each fault does to a call, and to what the vendor keeps."""

from threading import Thread
from time import monotonic

import pytest

from sandbox.door.errors import DoorError, DroppedConnectionError
from sandbox.door.fault_kinds import FaultKind
from sandbox.door.faults import Fault, FaultBoard
from tests.unit.sandbox.door.conftest import ShopFront, until


def held(front: ShopFront, outcome: list[str]) -> None:
    try:
        front.order()
    except DroppedConnectionError:
        outcome.append("dropped")


def arm(front: ShopFront, name: str, **more: object) -> None:
    assert front.door("faults", {"name": name, **more}).status_code == 201


@pytest.mark.parametrize(
    ("fault", "kept"),
    [
        ("drop_before_commit", []),
        ("drop_after_commit", ["bread"]),
        ("timeout_before_commit", []),
        ("timeout_after_commit", ["bread"]),
        ("reset_mid_response", ["bread"]),
    ],
)
def test_a_call_without_an_answer_commits_or_not(
    front: ShopFront, fault: str, kept: list[str]
) -> None:
    arm(front, fault, **({"seconds": 0} if "timeout" in fault else {}))
    with pytest.raises(DroppedConnectionError):
        front.order()
    assert front.orders() == kept
    [entry] = front.logged()
    assert (entry["status"], entry["refused_by"]) == (None, fault)


@pytest.mark.parametrize(
    ("fault", "kept"), [("error_before_commit", []), ("error_after_commit", ["bread"])]
)
def test_an_error_has_the_vendors_shape_and_is_told_to_the_vendor(
    front: ShopFront, fault: str, kept: list[str]
) -> None:
    arm(front, fault)
    answer = front.order()
    assert (answer.status_code, answer.text) == (500, "the shop is on fire")
    assert front.orders() == kept
    assert front.shop.errors == [500]


def test_a_late_commit_happens_after_the_client_was_dropped(front: ShopFront) -> None:
    arm(front, "late_commit", seconds=0.2)
    with pytest.raises(DroppedConnectionError):
        front.order("late")
    assert front.orders() == []
    front.order("meanwhile")
    until(lambda: front.orders() == ["meanwhile", "late"])


def test_a_truncated_body_is_well_framed(front: ShopFront) -> None:
    arm(front, "truncated_body")
    answer = front.order()
    assert (answer.status_code, answer.text) == (200, '{"numb')
    assert answer.headers["Content-Length"] == "6"
    assert front.orders() == ["bread"]


def test_an_html_body_hides_a_commit(front: ShopFront) -> None:
    arm(front, "html_body")
    answer = front.order()
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert front.orders() == ["bread"]


def test_a_slow_answer_is_the_vendors_own(front: ShopFront) -> None:
    arm(front, "slow", seconds=0.05)
    started = monotonic()
    assert front.order().json == {"number": 1}
    assert monotonic() - started >= 0.05
    assert front.logged()[0]["refused_by"] is None


def test_a_fault_that_the_vendor_acts_out_reaches_its_handler(front: ShopFront) -> None:
    arm(front, "upside_down")
    assert front.order().json == {"number": -1}
    assert front.order().json == {"number": 2}


def test_faults_are_met_in_order_by_matching_calls_only(front: ShopFront) -> None:
    arm(front, "unavailable", endpoint="GET orders")
    arm(front, "error_before_commit", endpoint="post ORDERS", calls=2)
    arm(front, "unavailable", endpoint="orders")
    assert [front.order().status_code for _ in range(4)] == [500, 500, 503, 200]
    [left] = front.client.get("/_sandbox/faults").json["faults"]
    assert (left["endpoint"], left["calls"]) == ("GET orders", 1)


def test_faults_can_be_disarmed(front: ShopFront) -> None:
    arm(front, "unavailable", calls=9)
    front.client.delete("/_sandbox/faults")
    assert front.order().status_code == 200


@pytest.mark.parametrize(
    "wish",
    [
        {"name": "maintenance"},
        {"name": "error"},
        {},
        {"name": "slow", "calls": 0},
        {"name": "slow", "calls": "many"},
        {"name": "slow", "endpoint": ""},
        {"name": "slow", "seconds": -1},
        {"name": "slow", "size": 3},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused_with_a_sentence(
    front: ShopFront, wish: dict[str, object]
) -> None:
    answer = front.door("faults", wish)
    assert answer.status_code == 400
    assert answer.json["error"].endswith(".")
    assert front.client.get("/_sandbox/faults").json["faults"] == []


def test_a_stopping_server_lets_go_of_held_calls(front: ShopFront) -> None:
    arm(front, "timeout_after_commit")
    outcome: list[str] = []
    thread = Thread(target=held, args=(front, outcome))
    thread.start()
    until(front.orders)
    front.inspection.stopping.set()
    thread.join(5)
    assert outcome == ["dropped"]


def test_a_held_call_does_not_hold_up_others(front: ShopFront) -> None:
    arm(front, "timeout_before_commit")
    outcome: list[str] = []
    thread = Thread(target=held, args=(front, outcome))
    thread.start()
    until(front.logged)
    assert front.order("other").status_code == 200
    front.inspection.stopping.set()
    thread.join(5)
    assert outcome == ["dropped"]


def test_an_empty_body_hides_a_commit(front: ShopFront) -> None:
    arm(front, "empty_body")
    answer = front.order()
    assert (answer.status_code, answer.data) == (200, b"")
    assert front.orders() == ["bread"]


def test_a_broken_gzip_says_gzip_and_is_none(front: ShopFront) -> None:
    arm(front, "gzip_broken")
    answer = front.order()
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.data.startswith(b"{")


def test_an_answer_in_drops_takes_its_time_and_is_whole(front: ShopFront) -> None:
    arm(front, "slow_drip", seconds=0.3)
    started = monotonic()
    answer = front.order()
    assert answer.json == {"number": 1}
    assert monotonic() - started >= 0.2


def test_without_a_socket_a_duplicated_answer_comes_once(front: ShopFront) -> None:
    arm(front, "duplicated_answer")
    assert front.order().json == {"number": 1}


def test_the_door_tells_what_can_be_armed(front: ShopFront) -> None:
    known = {row["name"]: row for row in front.client.get("/_sandbox/faults").json["known"]}
    assert known["slow"]["needs"] == {"seconds": "how long, at most 3600"}
    assert known["unavailable"]["says"] == "The vendor's 503; nothing was done."
    assert known["upside_down"]["says"] == ""
    assert "error" not in known


def test_a_standing_fault_meets_every_call_and_counts_only_those_it_struck() -> None:
    kinds = (FaultKind("moldy", "The bread is old.", stands=True), FaultKind("gone", "No bread."))
    board = FaultBoard("bakery", kinds, ())
    board.arm({"name": "moldy", "endpoint": "Bread", "calls": 2})
    board.arm({"name": "gone"})
    [moldy] = board.standing("GET Bread")
    assert board.standing("GET Cakes") == []
    taken = board.take("GET Bread")
    assert (taken.name if taken else None, board.take("GET Bread")) == ("gone", None)
    board.struck([])
    board.struck([moldy])
    assert [fault["calls"] for fault in board.armed()] == [1]
    board.struck([moldy])
    assert board.standing("GET Bread") == []


def test_a_vendor_refuses_to_arm_what_could_never_strike() -> None:
    def check(fault: Fault) -> None:
        raise DoorError(f"{fault.name} cannot be.")

    board = FaultBoard("bakery", (FaultKind("moldy", "The bread is old."),), (), check)
    with pytest.raises(DoorError, match=r"moldy cannot be\."):
        board.arm({"name": "moldy"})
    assert board.armed() == []
