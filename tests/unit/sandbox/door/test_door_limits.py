"""Windows and places."""

import pytest

from sandbox.door.clock import Clock
from sandbox.door.labels import matches
from sandbox.door.limits import FixedWindows, InFlight, RollingWindow
from sandbox.door.storage import Store


def test_a_window_starts_with_its_first_call_and_ends_on_time() -> None:
    clock = Clock()
    windows = FixedWindows("minute", 60, clock, Store(":memory:"))
    assert windows.used("a") == 0
    windows.count("a")
    clock.offset_seconds = 30
    windows.count("a")
    assert windows.used("a") == 2
    assert windows.used("b") == 0
    assert 29 < windows.seconds_left("a") <= 30
    clock.offset_seconds = 60.5
    assert windows.used("a") == 0


def test_a_clock_set_back_begins_a_new_window() -> None:
    clock = Clock()
    clock.offset_seconds = 1000
    windows = FixedWindows("minute", 60, clock, Store(":memory:"))
    windows.count("a")
    clock.offset_seconds = 0
    assert windows.used("a") == 0


def test_a_rolling_window_forgets_one_call_after_another() -> None:
    clock = Clock()
    window = RollingWindow("minute", 60, clock, Store(":memory:"))
    assert window.seconds_left("a") == 0
    window.count("a")
    clock.offset_seconds = 40
    window.count("a")
    assert (window.used("a"), window.used("b")) == (2, 0)
    assert 19 < window.seconds_left("a") <= 20
    clock.offset_seconds = 60.5
    assert window.used("a") == 1


def test_places_are_taken_and_given_back() -> None:
    places = InFlight()
    assert [places.enter("a", 2) for _ in range(3)] == [True, True, False]
    places.leave("a")
    assert places.enter("a", 2)
    assert places.enter("b", 2)
    assert places.enter("a", None)


@pytest.mark.parametrize(
    ("endpoint", "matched"),
    [
        ("*", True),
        ("Invoices", True),
        ("invoices", True),
        ("PUT Invoices", True),
        ("put *", True),
        ("POST Invoices", False),
        ("Contacts", False),
        ("Invoice", False),
    ],
)
def test_endpoints_are_matched_by_name_or_method_and_name(endpoint: str, matched: bool) -> None:
    assert matches(endpoint, "PUT Invoices") is matched
