"""What stands over a list: how many of how many, which causes, what the cause is called."""

from datetime import UTC, datetime

import pytest

from core.domain.status import Status
from core.store.views.documents import CauseGroup, Counted, Page
from core.store.views.search import DocumentFilter
from gateway.presenters.listing import Listing, listing
from tests.unit.gateway.presenters.made import make_lens, make_row

FAULTS = (CauseGroup("ACCOUNT_ARCHIVED", "The Xero account is archived", 37),)


def made(
    page: Page,
    wanted: DocumentFilter | None = None,
    complete: Counted = Counted(0),  # noqa: B008 - a frozen value.
    causes: tuple[CauseGroup, ...] = FAULTS,
    *,
    is_first: bool = True,
) -> Listing:
    counts = dict.fromkeys(Status, Counted(0)) | {Status.COMPLETE: complete}
    chosen = wanted or DocumentFilter()
    return listing(page, chosen, counts, causes, make_lens(), is_first=is_first)


def page(shown: int, *, more: bool = True, window: bool = False) -> Page:
    rows = tuple(make_row(autotask_id=number) for number in range(shown))
    return Page(rows, "further" if more else None, is_window=window)


def caption(found: Listing) -> str:
    return f"{found.before}{found.shown:,}{found.after}"


@pytest.mark.parametrize(
    ("shown", "total", "window", "told"),
    [
        (100, Counted(1_204_331), True, "The last 100 of 1,204,331 invoices"),
        (100, Counted(468), False, "100 of 468 invoices"),
        (100, Counted(5_000, is_more=True), False, "100 of 5,000+ invoices"),
        (100, Counted(100), False, "100 invoices"),
    ],
)
def test_the_caption_says_how_many_of_how_many(
    shown: int, total: Counted, window: bool, told: str
) -> None:
    assert caption(made(page(shown, window=window), complete=total)) == told


def test_what_is_all_there_needs_no_count() -> None:
    assert caption(made(page(7, more=False))) == "7 invoices"
    assert caption(made(page(1, more=False))) == "1 invoice"


def test_a_later_page_is_no_window() -> None:
    found = made(page(100, window=True), complete=Counted(900), is_first=False)
    assert caption(found) == "100 of 900 invoices"
    assert not found.is_window


def test_a_cause_is_counted_by_itself_and_may_be_retried() -> None:
    wanted = DocumentFilter(statuses=(Status.FAULT,), cause="ACCOUNT_ARCHIVED")
    found = made(page(20), wanted)
    assert caption(found) == "20 of 37 invoices"
    assert (found.cause_title, found.cause_count) == ("The Xero account is archived", "37")
    skipped = DocumentFilter(statuses=(Status.SKIPPED,), cause="ZERO_VALUE")
    assert made(page(20), skipped).cause_count == ""
    assert made(page(20), skipped).cause_title == "Total of 0.00"
    assert caption(made(page(20), skipped)) == "20 invoices on this page"


def test_a_thorough_search_promises_no_number_and_says_how_far_it_came() -> None:
    back_to = datetime(2025, 5, 3, 23, tzinfo=UTC)
    found = made(
        Page(page(3).rows, "further", searched_back_to=back_to),
        DocumentFilter(text="867", is_deep=True),
    )
    assert caption(found) == "3 invoices on this page"
    assert found.matching == 0
    assert found.searched_back_to == "3 May 2025"


def test_a_list_of_faults_shows_its_causes_where_the_banner_does_not_show_all() -> None:
    many = tuple(CauseGroup(f"C{n}", f"Cause {n}", n) for n in range(7))
    faults = DocumentFilter(statuses=(Status.FAULT,))
    assert made(page(9), faults, causes=many).causes == many
    assert made(page(9), faults, causes=many[:6]).causes == ()
    assert made(page(9), causes=many).causes == ()
