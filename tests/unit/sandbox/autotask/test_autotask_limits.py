from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import pytest
from werkzeug.datastructures import Headers

from sandbox.autotask.limits import Limits, RollingHour
from sandbox.door.call import Call
from sandbox.door.clock import Clock
from sandbox.door.limits import LimitBoard
from sandbox.door.storage import Store


class Fixture:
    """Limits with a clock that the test moves."""

    def __init__(self, hourly: float) -> None:
        store = Store(":memory:")
        self.clock = Clock()
        board = LimitBoard({"hourly": hourly, "threads": 3, "delay_scale": 1.0}, store)
        self.limits = Limits(board, RollingHour(store, self.clock))
        self.waited: list[float] = []
        self.limits.wait = self.waited.append

    def refused(self) -> str | None:
        with self.limits.admitted(call("Invoices")) as refusal:
            return refusal.limit if refusal else None


def call(endpoint: str, code: str = "") -> Call:
    headers = Headers({"ApiIntegrationCode": code})
    return Call("POST", "/", "", headers, b"", f"POST {endpoint}")


def test_the_hour_refuses_when_it_is_used_up_and_forgets_after_sixty_minutes() -> None:
    fixture = Fixture(hourly=4)
    assert [fixture.refused() for _ in range(6)] == [None] * 4 + ["hourly"] * 2
    fixture.clock.offset_seconds = 61 * 60
    assert fixture.refused() is None
    assert fixture.limits.hour.used() == 1


def test_delays_start_at_half_of_the_budget_and_grow_at_three_quarters() -> None:
    fixture = Fixture(hourly=8)
    for _ in range(8):
        fixture.refused()
    assert fixture.waited == [0.5, 0.5, 1.0, 1.0, 1.0]


def test_delays_can_be_scaled_down_to_nothing() -> None:
    fixture = Fixture(hourly=2)
    fixture.limits.board.change({"delay_scale": 0.1})
    fixture.refused()
    fixture.limits.board.change({"delay_scale": False})
    fixture.refused()
    assert fixture.waited == [0.05]


def test_a_fourth_call_to_one_endpoint_is_refused_and_other_endpoints_are_free() -> None:
    fixture = Fixture(hourly=100)
    contexts = [fixture.limits.admitted(call("Invoices")) for _ in range(3)]
    assert [context.__enter__() for context in contexts] == [None] * 3
    assert fixture.refused() == "threads"
    with fixture.limits.admitted(call("BillingItems")) as refusal:
        assert refusal is None
    contexts[0].__exit__(None, None, None)
    assert fixture.refused() is None


@pytest.fixture
def held(api: Any) -> Iterator[list[Any]]:
    """Three calls to Invoices that are held by a latency until the test ends."""
    api.door("POST", "latency", {"ms": 60_000, "endpoint": "Invoices"})
    done = Event()
    answers: list[Any] = []

    def ask() -> None:
        answers.append(api.call("GET", "Invoices/1"))
        done.set()

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    running = api.gate.door.vendor._limits._running._running
    while running["Invoices CODE"] < 3:
        done.wait(0.005)
    yield answers
    api.gate.door.stopping.set()
    for thread in threads:
        thread.join()


def test_the_fourth_concurrent_call_gets_the_vendors_text_over_http(
    api: Any, held: list[Any]
) -> None:
    answer = api.call("GET", "invoices/2")
    assert answer.status_code == 429
    assert answer.json == {
        "errors": ["The Autotask API thread threshold of 3 threads has been exceeded."]
    }
    assert api.call("GET", "Companies/0").status_code == 200
    refused = [entry["refused_by"] for entry in api.door("GET", "requests")["requests"]]
    assert refused == [None, None, None, "threads", None]
    assert held == []


def test_zone_lookups_are_free_and_everything_else_counts(api: Any) -> None:
    used = api.get("ThresholdInformation")["currentTimeframeRequestCount"]
    api.client.get("/atservicesrest/v1.0/zoneInformation?user=api@kauri.example")
    api.get("Companies/0")
    threshold = api.get("ThresholdInformation")
    assert threshold == {
        "externalRequestThreshold": 10_000,
        "requestThresholdTimeframe": 60,
        "currentTimeframeRequestCount": used + 2,
    }


def test_the_budget_survives_a_restart_and_can_be_switched_off(api: Any, sandbox: Any) -> None:
    api.door("POST", "limits", {"hourly": 3})
    assert [api.call("GET", "Companies/0").status_code for _ in range(4)] == [200, 200, 200, 429]
    restarted = sandbox()
    assert restarted.call("GET", "Companies/0").status_code == 429
    restarted.door("POST", "limits", {"hourly": False})
    assert restarted.call("GET", "Companies/0").status_code == 200


def test_three_at_a_time_are_counted_for_each_tracking_identifier() -> None:
    fixture = Fixture(hourly=100)
    contexts = [fixture.limits.admitted(call("Invoices", "OURS")) for _ in range(3)]
    for context in contexts:
        context.__enter__()
    with fixture.limits.admitted(call("Invoices", "OURS")) as refusal:
        assert refusal is not None
    with fixture.limits.admitted(call("Invoices", "THEIRS")) as refusal:
        assert refusal is None


def test_other_integrations_use_the_same_hour(api: Any) -> None:
    api.door("POST", "limits", {"hourly": 1_000})
    before = api.get("ThresholdInformation")["currentTimeframeRequestCount"]
    assert api.door("POST", "hour", {"calls": 900})["used"] == before + 900
    assert api.get("ThresholdInformation")["currentTimeframeRequestCount"] == before + 901
    api.door("POST", "hour", {"calls": 200})
    assert api.call("GET", "Companies/0").status_code == 429
    api.door("POST", "clock", {"offset_seconds": 3_700})
    assert api.call("GET", "Companies/0").status_code == 200


def test_their_calls_slow_ours_down() -> None:
    fixture = Fixture(hourly=100)
    fixture.limits.hour.count(50)
    fixture.refused()
    fixture.limits.hour.count(30)
    fixture.refused()
    assert fixture.waited == [0.5, 1.0]


@pytest.mark.parametrize("status", [429, 500])
def test_the_status_of_a_used_up_hour_is_a_switch(api: Any, status: int) -> None:
    api.door("POST", "switches", {"hourly_refusal": str(status)})
    api.door("POST", "faults", {"name": "rate_limited_hour"})
    api.door("POST", "limits", {"hourly": 2})
    answers = [api.call("GET", "Companies/0") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [status, 200, status]
    for answer in (answers[0], answers[2]):
        assert "per hour has been exceeded" in answer.json["errors"][0]


@pytest.mark.parametrize("body", [{}, {"calls": -1}, {"calls": "many"}])
def test_calls_of_others_are_a_whole_number(api: Any, body: dict[str, Any]) -> None:
    answer = api.client.post("/_sandbox/hour", json=body)
    assert answer.status_code == 400
    assert answer.json["error"].endswith(".")
