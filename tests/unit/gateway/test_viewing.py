"""How a person likes to look: read from a cookie word by word, and never a reason to fail."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from gateway.viewing import USUAL, Viewing, from_cookie, make_viewing

AUCKLAND = ZoneInfo("Pacific/Auckland")


def test_what_was_chosen_comes_back_from_the_cookie() -> None:
    chosen = Viewing("browser", "Europe/Berlin", is_compact=True, page_size=100)
    assert from_cookie(chosen.as_cookie()) == chosen
    assert from_cookie(USUAL.as_cookie()) == USUAL


@pytest.mark.parametrize(
    "cookie",
    ["", "nonsense", "zone=mars&rows=&page=-1", "zone=browser", "zone=browser&browser=../etc/passwd",
     "zone=browser&browser=No/Where", "page=999999999999", "zone=browser&browser=" + "A" * 500,
     "zone=browser&browser=Europe%00"],
)  # fmt: skip
def test_a_cookie_that_makes_no_sense_is_as_usual(cookie: str) -> None:
    assert from_cookie(cookie) == USUAL


def test_times_are_in_the_chosen_zone() -> None:
    assert USUAL.zone(AUCKLAND) is AUCKLAND
    assert make_viewing("utc", "", "", "").zone(AUCKLAND) is UTC
    chosen = make_viewing("browser", "Europe/Berlin", "", "")
    assert str(chosen.zone(AUCKLAND)) == "Europe/Berlin"


def test_a_zone_that_is_not_chosen_is_not_kept() -> None:
    assert make_viewing("utc", "Europe/Berlin", "", "").browser_zone == ""
