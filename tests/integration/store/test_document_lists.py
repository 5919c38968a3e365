"""Lists find, sort, page, count and stream what a naive look at every document finds."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.status import Status
from core.store.documents import FigureMarksDocument, InvoiceDocument
from core.store.views import clients, documents, ids
from core.store.views.documents import few, finding, walk
from core.store.views.search import DocumentFilter, condition
from tests.integration.conftest import EmptyLedger
from tests.integration.store import many

COUNT = 700
DRAWN = many.draw(COUNT)
TEXTS = (
    "48", "04", "480", "4803", "49998", "INV-0480", "inv", "kmi-0001", "KMI", "0001", "17", "zürich",
    "BEACON", "beacon  eng", "client 01", "client", "pend", "skip", "fault", "230.5", "230,50",
    "-100", "(.*", "nothing such", "a", "3", "north", "dental",
)  # fmt: skip
STATUSES = st.lists(st.sampled_from(list(Status)), max_size=3, unique=True).map(tuple)
FILTERS = st.builds(
    DocumentFilter,
    text=st.sampled_from(("", "", *TEXTS)) | st.text("48INVabe0. ", max_size=4).map(str.strip),
    statuses=STATUSES,
    cause=st.sampled_from(("", "", "", *many.CAUSES, "ZERO")),
    first_on=st.sampled_from(("", "", "2026-01-05")),
    last_on=st.sampled_from(("", "", "2026-01-20")),
    currency=st.sampled_from(("", "", "AUD")),
    removed=st.sampled_from((False, False, False, True)),
    is_deep=st.booleans(),
)
ORDERS = st.sampled_from(sorted(documents.ORDERS))


@pytest.fixture(scope="module", autouse=True)
def _drawn(_home: EmptyLedger) -> Iterator[None]:
    """Nothing here writes, so all share one ledger."""
    _home.clear()
    clients._names.cache_clear()
    many.store(DRAWN)
    many.store(many.draw(50, 2, "other"), with_names=False)
    yield
    _home.clear()


def paged(wanted: DocumentFilter, order: str, limit: int) -> list[int]:
    seen: list[int] = []
    cursor = None
    while True:
        page = documents.page("invoices", "kauri", wanted, order=order, limit=limit, cursor=cursor)
        seen += [row.autotask_id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            return seen


@given(FILTERS, ORDERS)
@settings(max_examples=45, deadline=None)
def test_a_page_has_what_matches_in_its_order(wanted: DocumentFilter, order: str) -> None:
    page = documents.page("invoices", "kauri", wanted, order=order, limit=COUNT)
    assert [row.autotask_id for row in page.rows] == many.matching(DRAWN, wanted, order)


@given(FILTERS, ORDERS)
@settings(max_examples=16, deadline=None)
def test_pages_have_no_gap_and_no_repetition(wanted: DocumentFilter, order: str) -> None:
    assert paged(wanted, order, 97) == many.matching(DRAWN, wanted, order)


@given(FILTERS, ORDERS, st.integers(0, COUNT))
@settings(max_examples=16, deadline=None)
def test_neighbors_are_those_of_the_list(wanted: DocumentFilter, order: str, place: int) -> None:
    ids = many.matching(DRAWN, wanted, order)
    if not ids:
        return
    at = place % len(ids)
    found = documents.neighbors("invoices", "kauri", wanted, order, ids[at])
    behind = ids[at + 1] if at + 1 < len(ids) else None
    assert found == (ids[at - 1] if at else None, behind)


@given(FILTERS, ORDERS)
@settings(max_examples=10, deadline=None)
def test_a_stream_has_what_the_pages_have(wanted: DocumentFilter, order: str) -> None:
    rows = documents.stream("invoices", "kauri", wanted, order)
    assert [row.autotask_id for row in rows] == many.matching(DRAWN, wanted, order)


@given(FILTERS)
@settings(max_examples=16, deadline=None)
def test_counts_follow_the_search_and_not_each_other(wanted: DocumentFilter) -> None:
    found = documents.counts("invoices", "kauri", wanted)
    searched = DocumentFilter(
        wanted.text, (), "", wanted.first_on, wanted.last_on, wanted.currency, wanted.removed
    )
    ids = set(many.matching(DRAWN, searched))
    naive = Counter(each["status"] for each in DRAWN if each["autotask_id"] in ids)
    assert {status: each.n for status, each in found.items()} == {s: naive[s] for s in Status}
    assert not any(each.is_more for each in found.values())


@given(FILTERS)
@settings(max_examples=10, deadline=None)
def test_sums_are_of_what_matches(wanted: DocumentFilter) -> None:
    if wanted.is_deep:
        return
    ids = set(many.matching(DRAWN, wanted))
    chosen = [each for each in DRAWN if each["autotask_id"] in ids]
    naive = Counter(each["currency"] for each in chosen)
    found = documents.sums("invoices", "kauri", wanted)
    assert {each.currency: each.count for each in found} == naive
    assert sum(each.total for each in found) == sum(each["total"].to_decimal() for each in chosen)


def test_sums_stop_where_they_are_told_to() -> None:
    found = documents.sums("invoices", "kauri", DocumentFilter(), most=100)
    assert all(each.is_more for each in found)


def test_causes_are_those_of_faults_on_the_list() -> None:
    naive = Counter(
        each["fault"]["code"] for each in DRAWN if each["fault"] and not each["removed_at"]
    )
    found = documents.causes("invoices", "kauri")
    assert {each.code: each.count for each in found} == naive
    assert [each.count for each in found] == sorted(naive.values(), reverse=True)
    assert found[0].title == f"{found[0].code} title"


@given(FILTERS)
@settings(max_examples=16, deadline=None)
def test_a_file_knows_how_many_rows_it_will_have(wanted: DocumentFilter) -> None:
    rows = len(list(documents.stream("invoices", "kauri", wanted, "-updated")))
    found = documents.expected("invoices", "kauri", wanted)
    is_unknown = wanted.cause or (wanted.text.strip() and wanted.is_deep)
    assert found == (0 if is_unknown else rows)


@pytest.mark.parametrize("most_ids", [0, 20])
def test_what_is_too_many_to_sort_is_found_by_walking(
    most_ids: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With small bounds every way, portion and edge is met."""
    dice = random.Random(most_ids)
    monkeypatch.setattr(ids, "MOST_IDS", most_ids)
    monkeypatch.setattr(finding, "MOST_IDS", most_ids)
    monkeypatch.setattr(few, "_MOST", most_ids)
    monkeypatch.setattr(walk, "_FIRST", 30)
    monkeypatch.setattr(walk, "_MOST", 60)
    for text in dice.sample(TEXTS, 12):
        wanted = DocumentFilter(text, is_deep=dice.random() < 0.5)
        order = dice.choice(sorted(documents.ORDERS))
        assert paged(wanted, order, 40) == many.matching(DRAWN, wanted, order)


def test_a_walk_without_time_says_how_far_it_came_and_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(walk, "_FIRST", 30)
    monkeypatch.setattr(walk, "_MOST", 60)
    monkeypatch.setattr(finding, "SECONDS", 0.0)
    wanted = DocumentFilter("9", is_deep=True)
    seen: list[int] = []
    cursor, stops = None, 0
    while True:
        page = documents.page("invoices", "kauri", wanted, limit=500, cursor=cursor)
        seen += [row.autotask_id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
        stops += 1
        assert page.searched_back_to
    assert stops > 3
    assert seen == many.matching(DRAWN, wanted)


@given(FILTERS)
@settings(max_examples=12, deadline=None)
def test_a_filter_as_one_condition_finds_the_same(wanted: DocumentFilter) -> None:
    """What bulk actions and preflights ask with."""
    asked = condition("invoices", "kauri", wanted)
    found = InvoiceDocument._get_collection().find(asked, {"autotask_id": 1})
    assert {each["autotask_id"] for each in found} == set(many.matching(DRAWN, wanted))


def test_names_that_were_not_gathered_yet_are_asked_of_the_invoices() -> None:
    marks = FigureMarksDocument._get_collection()
    marks.update_one({"_id": "kauri"}, {"$set": {"is_filled": False}})
    try:
        wanted = DocumentFilter("beacon")
        assert paged(wanted, "-updated", 500) == many.matching(DRAWN, wanted)
    finally:
        marks.update_one({"_id": "kauri"}, {"$set": {"is_filled": True}})


def test_an_unfiltered_list_is_a_window_unless_one_looks_deeper() -> None:
    def is_window(wanted: DocumentFilter) -> bool:
        return documents.page("invoices", "kauri", wanted, limit=500).is_window

    assert is_window(DocumentFilter())
    assert not is_window(DocumentFilter(is_deep=True))
    assert not is_window(DocumentFilter(currency="NZD"))


def test_what_is_newer_is_matched_among_what_changed_alone() -> None:
    wanted = DocumentFilter("beacon", (Status.COMPLETE,))
    before = many.BEGAN - timedelta(seconds=1)
    newer = documents.newer_count("invoices", "kauri", wanted, before)
    assert newer == len(many.matching(DRAWN, wanted)) > 10
    assert documents.newer_count("invoices", "kauri", wanted, many.BEGAN) == 0
