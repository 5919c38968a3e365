"""What the page says of the invoice total and of the lists."""

from datetime import timedelta

import pytest

from core.runtime.autotask_reading import TITLES
from core.store.views.autotask import LISTS, JobRow, ListRow, Sharer
from core.store.views.connection_rows import RunRow, StandingWarning
from gateway.presenters.autotask.lists import NAMES
from gateway.presenters.autotask.page import autotask_view
from tests.unit.gateway.presenters.autotask.made import OWNER, make_side
from tests.unit.gateway.presenters.made import NOW, make_lens


@pytest.mark.parametrize(
    ("option", "seen", "word", "text"),
    [
        ("detect", None, "Not known yet", "both readings are accepted"),
        ("detect", "net", "Net of tax", "Detected"),
        ("detect", "gross", "With tax", "Detected"),
        ("net", "gross", "Net of tax", "By the option header_total."),
    ],
)
def test_the_reading_of_the_total_is_by_option_or_by_what_was_seen(
    option: str, seen: str | None, word: str, text: str
) -> None:
    side = make_side(options={"header_total": option}, look=JobRow(RunRow(), {"totals": seen}))
    totals = autotask_view(side, make_lens()).totals
    assert totals.word == word
    assert text in totals.text
    assert totals.alarm == ""


def test_a_reading_that_flipped_raises_an_alarm() -> None:
    flipped = StandingWarning("TOTALS_FLIPPED", "Invoice 7 reads the other way.", NOW)
    view = autotask_view(make_side(), make_lens(warnings=(flipped,)))
    assert view.totals.alarm == "Invoice 7 reads the other way."


def test_a_list_says_how_much_is_known_and_since_when() -> None:
    rows = (
        ListRow("billing_code", 1_204, NOW - timedelta(hours=3)),
        ListRow("territory", 0, None),
        ListRow("tax", 0, None),
        ListRow("department", 0, NOW),
        ListRow("company", 7, None),
    )
    view = autotask_view(make_side(lists=rows), make_lens())
    known, empty, old = view.lists
    assert (known.name, known.count) == ("Billing codes", "1,204")
    assert known.read is not None
    assert known.read.text == "3 h ago"
    assert (empty.name, empty.count) == ("Departments", "0")
    assert (old.name, old.count, old.read) == ("Companies", "7", None)
    assert view.unread == "Territories, Taxes"


def test_every_list_that_is_read_has_its_place_and_its_name_on_the_page() -> None:
    assert {*TITLES, "company"} == set(LISTS)
    assert {**NAMES, **TITLES} == NAMES


def test_a_shared_tenant_names_the_connection_that_has_the_sign_in() -> None:
    side = make_side(sharers=(OWNER, Sharer("tui", "Tui")))
    assert autotask_view(side, make_lens(id="tui", autotask_of="kauri")).owner == OWNER
    assert autotask_view(side, make_lens()).owner is None


def test_the_zone_is_shown_by_its_host() -> None:
    zone = "https://webservices6.autotask.net/atservicesrest/"
    view = autotask_view(
        make_side(), make_lens(autotask_zone_url=zone, autotask_web_url="javascript:alert(1)")
    )
    assert (view.zone, view.web_url) == ("webservices6.autotask.net", "")
