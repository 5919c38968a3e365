"""Views of a list: the built-in ones, whose they are, and a filter in words."""

from datetime import UTC, datetime

import pytest

from core.domain.status import Status
from core.store.views.documents import Counted
from core.store.views.saved_views import SavedView
from core.store.views.search import DocumentFilter
from gateway.presenters.document_rows import lens
from gateway.presenters.views import built_in, in_words, saved
from tests.unit.gateway.presenters.made import LINK, make_connection, make_lens

BASE = "/c/kauri/sync/invoices"


def test_this_month_is_the_organisations() -> None:
    auckland = make_connection(xero_timezone="NEWZEALANDSTANDARDTIME")
    late = lens(auckland, "invoices", datetime(2026, 11, 30, 12, tzinfo=UTC), LINK)
    links = {each.name: each.url for each in built_in(BASE, "", {}, late)}
    assert links["This month"] == f"{BASE}?from=2026-12-01&to=2026-12-31"


def test_what_is_shown_now_is_marked() -> None:
    counts = {status: Counted(2) for status in Status}
    links = built_in(BASE, "status=fault&status=diagnostic", counts, make_lens())
    assert [each.name for each in links if each.is_current] == ["Needs attention"]
    assert {each.name: each.count for each in links}["Needs attention"] == "4"
    everything = next(each for each in built_in(BASE, "", counts, make_lens()) if each.is_current)
    assert (everything.name, everything.url) == ("Everything", f"{BASE}?view=all")


def test_only_ones_own_default_opens_the_list() -> None:
    views = [
        SavedView("1", "invoices", "me", "Mine", "status=fault", is_shared=False, is_default=True),
        SavedView("2", "invoices", "you", "Yours", "", is_shared=True, is_default=True),
    ]
    mine, yours = saved(BASE, "status=fault", views, "me")
    assert (mine.is_own, mine.is_default, mine.is_current) == (True, True, True)
    assert (yours.is_own, yours.is_default, yours.url) == (False, False, f"{BASE}?view=all")


@pytest.mark.parametrize(
    ("wanted", "order", "told"),
    [
        (DocumentFilter(), "", "everything"),
        (DocumentFilter(), "-total", "everything, by amount, descending"),
        (
            DocumentFilter(text="tasman", statuses=(Status.FAULT, Status.SKIPPED), currency="NZD"),
            "-updated",
            "Fault or Skipped, matching “tasman”, in NZD",
        ),
        (
            DocumentFilter(first_on="2026-11-01", last_on="2026-11-30"),
            "date",
            "dated 1 Nov 2026 to 30 Nov 2026, by date, ascending",
        ),
        (DocumentFilter(first_on="2026-11-01", last_on="2026-11-01"), "", "dated 1 Nov 2026"),
        (DocumentFilter(last_on="2026-11-01", removed=True), "", "dated until 1 Nov 2026, removed from the list"),
        (DocumentFilter(cause="X"), "", "cause: X"),
    ],
)  # fmt: skip
def test_a_filter_is_said_in_words(wanted: DocumentFilter, order: str, told: str) -> None:
    assert in_words(wanted, order) == told
