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


def call(endpoint: str) -> Call:
    return Call("POST", "/", "", Headers(), b"", f"POST {endpoint}")


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
