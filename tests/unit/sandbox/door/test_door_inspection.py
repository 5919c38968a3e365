"""The request log, limits, clock, latency and reset."""

import pytest

from tests.unit.sandbox.door.conftest import ShopFront


def test_calls_are_logged_in_order_and_only_those_after_n_are_shown(front: ShopFront) -> None:
    for text in ("one", "two", "three"):
        front.order(text)
    assert [(entry["n"], entry["body"]) for entry in front.logged(1)] == [
        (2, "two"),
        (3, "three"),
    ]
    [last] = front.logged(2)
    assert last.keys() == {
        "n", "at", "method", "path", "query", "headers", "body", "status", "duration_ms",
        "refused_by",
    }  # fmt: skip
    assert (last["method"], last["path"], last["status"]) == ("POST", "/orders", 200)
    assert last["at"].endswith("Z")


def test_calls_to_the_door_are_not_logged(front: ShopFront) -> None:
    front.client.get("/_sandbox/state")
    assert front.logged() == []


def test_secrets_are_shown_as_hashes_that_stay_comparable(front: ShopFront) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    front.order("refresh_token=s3cret&grant_type=refresh_token", Secret="s3cret", **form)
    front.order("{}", Authorization="Bearer s3cret", UserName="api@kauri.example")
    first, second = front.logged()
    assert "s3cret" not in str(first) + str(second)
    assert first["headers"]["Secret"].startswith("sha256:")
    assert len(first["headers"]["Secret"]) == 7 + 16
    assert first["headers"]["Secret"] in first["body"]
    assert "grant_type=refresh_token" in first["body"]
    assert second["headers"]["Username"] == "api@kauri.example"


def test_a_refusal_names_its_limit(front: ShopFront) -> None:
    front.door("limits", {"customers": 0})
    answer = front.order()
    assert (answer.status_code, answer.headers["X-Shop"]) == (429, "open")
    assert front.logged()[0]["refused_by"] == "customers"
    assert front.orders() == []


def test_limits_can_be_off_documented_or_a_number(front: ShopFront) -> None:
    for chosen, in_force in ((False, None), (True, 5), (2, 2)):
        assert front.door("limits", {"customers": chosen}).json == {"customers": in_force}


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("limits", {"sellers": 1}),
        ("limits", {"customers": -1}),
        ("limits", {"customers": "few"}),
        ("clock", {}),
        ("clock", {"offset_seconds": "soon"}),
        ("latency", {"ms": -1}),
        ("latency", {}),
        ("reset", {"seed": "one"}),
        ("reset", {"world": "flat"}),
        ("reset", {"world": {"planets": 1}}),
        ("reset", {"world": {"companies": -1}}),
        ("reset", {"today": "yesterday"}),
        ("faults", [1]),
    ],
)
def test_bad_input_is_answered_with_a_sentence(front: ShopFront, path: str, sent: object) -> None:
    answer = front.door(path, sent)
    assert answer.status_code == 400
    assert answer.json["error"].endswith(".")


def test_since_must_be_a_number(front: ShopFront) -> None:
    assert front.client.get("/_sandbox/requests?since=x").status_code == 400


def test_the_clock_moves_and_keeps_its_offset(front: ShopFront) -> None:
    before = front.inspection.clock.now()
    front.door("clock", {"offset_seconds": 3600})
    assert 3599 < (front.inspection.clock.now() - before).total_seconds() < 3700
    assert front.store.value("clock_offset") == 3600


def test_latency_holds_matching_calls(front: ShopFront) -> None:
    front.door("latency", {"ms": 60, "endpoint": "orders"})
    front.door("latency", {"ms": 10_000, "endpoint": "GET orders"})
    front.order()
    assert front.logged()[0]["duration_ms"] >= 60
    assert front.door("latency", {"ms": 0, "endpoint": "orders"}).json == {"GET orders": 10_000}


def test_a_reset_forgets_everything_and_builds_the_world_again(front: ShopFront) -> None:
    front.order()
    front.door("clock", {"offset_seconds": 60})
    front.door("limits", {"customers": 1})
    front.door("faults", {"name": "slow"})
    answer = front.door("reset", {"seed": 9, "world": "empty", "today": "2026-11-22"})
    assert answer.status_code == 200
    assert front.client.get("/_sandbox/state").json == {
        "Orders": [{"seed": 9, "today": "2026-11-22"}]
    }
    assert front.logged() == []
    assert front.client.get("/_sandbox/faults").json["faults"] == []
    assert front.client.get("/_sandbox/limits").json == {"customers": 5}
    assert front.client.get("/_sandbox/clock").json["offset_seconds"] == 0


def test_the_first_world_is_built_once(front: ShopFront) -> None:
    front.order()
    front.inspection.begin(8, "demo")
    assert front.orders() == ["bread"]


def test_the_door_is_closed_to_other_machines_and_proxies(front: ShopFront) -> None:
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    proxied = {"X-Forwarded-For": "192.0.2.7"}
    assert front.client.get("/_sandbox/state", environ_overrides=elsewhere).status_code == 403
    assert front.client.get("/_sandbox/state", headers=proxied).status_code == 403
