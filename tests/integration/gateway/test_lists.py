"""Lists of invoices and purchase orders: what they show, find, count and page."""

import base64
import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from core.domain.status import Status
from core.store.views import documents
from core.store.views.search import DocumentFilter
from tests.factories.gateway_world import StubRpc
from tests.integration.gateway.conftest import NOW, Visitor

LIST = "/c/kauri/sync/invoices"


def ids(html: str) -> list[int]:
    return [int(found) for found in re.findall(r'<tr id="i(\d+)"', html)]


def chip(html: str, status: str) -> int:
    found = re.search(rf'id="n-{status}"[^>]*>([\d,]+)<', html)
    assert found
    return int(found[1].replace(",", ""))


@pytest.fixture
def viewer(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("viewer")


def test_the_latest_changes_come_first_and_the_rest_follows_by_itself(viewer: Visitor) -> None:
    html = viewer.text(LIST)
    shown = ids(html)
    assert len(shown) == 100
    assert shown[:3] == [49_003, 49_001, 49_002]
    assert "Waiting for Autotask to number this invoice" in html
    assert "Checking with Xero since" in html
    rest = rest_of(viewer, html)
    assert len(ids(rest)) == 400
    assert not set(shown) & set(ids(rest))


def rest_of(viewer: Visitor, html: str) -> str:
    """What a script appends to the first rows of a page."""
    place = re.search(r'data-rest="([^"]+)"( data-first)?', html)
    assert place
    headers = {"HX-Request": "true", "HX-Target": "rest"}
    if place[2]:
        headers["X-First-Page"] = "1"
    return viewer.text(LIST + unescape(place[1]), headers=headers)


def test_without_a_script_a_link_shows_all_500(viewer: Visitor) -> None:
    html = viewer.text(LIST)
    link = re.search(r'href="([^"]+)">Show all 500', html)
    assert link
    whole = viewer.text(LIST + unescape(link[1]))
    assert len(ids(whole)) == 500
    assert ids(whole) == ids(html) + ids(rest_of(viewer, html))


def test_the_unfiltered_list_is_a_window_that_says_so_and_leads_further(viewer: Visitor) -> None:
    whole = viewer.text(f"{LIST}?rows=500")
    assert caption(whole).startswith("The last 500 of 533 invoices")
    following = re.search(r'href="([^"]+)">Older ones', whole)
    assert following
    second = viewer.text(LIST + unescape(following[1]))
    shown = ids(whole) + ids(second)
    assert len(shown) == len(set(shown)) == 533
    assert "Older ones" not in second
    assert "Older ones" in rest_of(viewer, viewer.text(LIST))


def test_a_filtered_list_looks_at_all_of_history_and_pages(viewer: Visitor) -> None:
    query = {"status": "complete", "rows": "500"}
    first = viewer.text(LIST, query_string=query)
    assert caption(first).startswith("500 of 522 invoices")
    following = re.search(r'href="([^"]+)">Next 500', first)
    assert following
    second = viewer.text(LIST + unescape(following[1]))
    assert len(set(ids(first) + ids(second))) == 522


def caption(html: str) -> str:
    found = re.search(r"<caption>(.*?)</caption>", html, re.DOTALL)
    assert found
    return unescape(re.sub(r"<[^>]+>", "", found[1])).strip()


@pytest.mark.parametrize("order", sorted(documents.ORDERS))
def test_every_order_pages_without_gap_or_repetition(app: Flask, order: str) -> None:
    seen: list[int] = []
    cursor = None
    while True:
        page = documents.page(
            "invoices", "kauri", DocumentFilter(), order=order, limit=97, cursor=cursor
        )
        seen += [row.autotask_id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 533


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("49010", {49_010}),
        ("4901", {49_010, 49_011, 49_012, 49_013, 49_014}),
        ("inv-49021", {49_021}),
        ("IRONBARK  logi", set()),
        ("ironbark logi", None),
        ("zürich", None),
        ("diagnostic", {49_021}),
        ("skip", {49_020}),
        ("(.*", set()),
        ("no such thing", set()),
    ],
)
def test_search_finds_ids_numbers_clients_and_statuses(
    viewer: Visitor, typed: str, found: set[int] | None
) -> None:
    shown = set(ids(viewer.text(LIST, query_string={"q": typed})))
    if found is None:
        assert len(shown) > 10
    elif typed == "IRONBARK  logi":
        assert len(shown) > 10, "repeated blanks fold as they do in Xero"
    else:
        assert shown == found


def test_status_filters_compose_and_counts_follow_the_search_only(viewer: Visitor) -> None:
    html = viewer.text(LIST, query_string={"status": ["fault", "skipped"]})
    assert set(ids(html)) == {49_010, 49_011, 49_012, 49_013, 49_014, 49_020}
    assert chip(html, "complete") == 522
    html = viewer.text(LIST, query_string={"status": "fault", "q": "tasman"})
    assert ids(html) == [49_010]
    assert chip(html, "fault") == 1


def test_a_cause_shows_its_faults(viewer: Visitor) -> None:
    html = viewer.text(f"{LIST}?status=fault&cause=AMOUNT_MISMATCH")
    assert ids(html) == [49_012]
    assert "Cause: The totals do not match, so we stopped" in html


def test_dates_filter_by_invoice_date(viewer: Visitor) -> None:
    today = NOW.date().isoformat()
    html = viewer.text(f"{LIST}?from={today}&to={today}&status=complete")
    assert 48_000 in ids(html)
    assert 47_500 not in ids(html)


def test_sorting_by_amount_puts_the_credit_note_at_one_end(viewer: Visitor) -> None:
    assert ids(viewer.text(f"{LIST}?sort=total"))[0] == 49_022
    assert 'aria-sort="ascending"' in viewer.text(f"{LIST}?sort=total")


@pytest.mark.parametrize(
    "query",
    [
        "status=lost",
        "from=yesterday",
        "sort=colour",
        "cursor=abc",
        "cursor=WyJhIiwgMSwgMl0",
        "q=%00",
    ],
)
def test_odd_values_are_refused_with_a_page(viewer: Visitor, query: str) -> None:
    html = viewer.text(f"{LIST}?{query}", status=422)
    assert "does not fit" in html or "cursor" in html


def test_unknown_parameters_are_ignored(viewer: Visitor) -> None:
    assert len(ids(viewer.text(f"{LIST}?utm_source=mail"))) == 100


def test_a_cursor_of_another_order_is_refused(viewer: Visitor) -> None:
    cursor = documents.page("invoices", "kauri", DocumentFilter(), limit=5).next_cursor
    viewer.text(f"{LIST}?sort=total&cursor={cursor}", status=422)


@pytest.mark.parametrize(
    ("order", "value", "tie"),
    [
        ("-updated", ["plain", 5], ["plain", 1]),
        ("-updated", ["at", "2026-01-01T00:00:00"], ["plain", 1]),
        ("-updated", ["at", NOW.isoformat()], ["plain", "abc"]),
        ("-updated", ["at", NOW.isoformat()], ["plain", None]),
        ("total", ["money", "NaN"], ["plain", 1]),
        ("total", ["plain", "much"], ["plain", 1]),
        ("-party", ["plain", 7], ["plain", 1]),
        ("date", ["at", NOW.isoformat()], ["plain", 1]),
        ("id", ["plain", None], ["plain", 1]),
        ("id", ["plain", True], ["plain", 1]),
    ],
)
def test_a_place_that_no_row_can_have_is_refused(
    viewer: Visitor, order: str, value: list[object], tie: list[object]
) -> None:
    """Whether few are sorted here or many by the database."""
    packed = json.dumps([order, value, tie]).encode()
    forged = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    for text in ("49010", "no such thing", ""):
        asked = {"q": text, "sort": order, "cursor": forged}
        html = viewer.text(LIST, status=422, query_string=asked)
        assert "The cursor is not one that this list gave out." in html


def test_connections_never_mix(viewer: Visitor) -> None:
    html = viewer.text("/c/other/sync/invoices")
    assert ids(html) == [48_000]
    assert "Somebody Else" in html
    assert "Somebody Else" not in viewer.text("/c/kauri/sync/invoices?q=48000")


def test_an_unknown_connection_or_record_is_a_404_page(viewer: Visitor) -> None:
    for path in (
        "/c/nobody/dashboard",
        "/c/nobody/sync/invoices",
        f"{LIST}/1",
        f"{LIST}/abc",
        "/x",
    ):
        html = viewer.text(path, status=404)
        assert "There is nothing here" in html
        assert "Traceback" not in html


def test_a_fragment_carries_the_list_and_the_counts_only(viewer: Visitor) -> None:
    headers = {"HX-Request": "true", "HX-Target": "list"}
    html = viewer.text(f"{LIST}?status=fault", headers=headers)
    assert html.lstrip().startswith('<div id="list">')
    assert len(ids(html)) == 5
    assert 'hx-swap-oob="true"' in html


def test_no_match_offers_a_way_out(viewer: Visitor) -> None:
    html = viewer.text(f"{LIST}?q=777777")
    assert "No invoice matches" in html
    assert "/c/kauri/sync/logs?autotask_id=777777" in html


def test_purchase_orders_have_the_same_list(viewer: Visitor) -> None:
    html = viewer.text("/c/kauri/sync/purchase-orders")
    assert ids(html) == [71]
    assert "Ingram Distribution" in html
    assert "No purchase orders yet" in viewer.text("/c/other/sync/purchase-orders")


def test_names_are_shown_as_text(viewer: Visitor) -> None:
    html = viewer.text(f"{LIST}?q=49023")
    assert "<script>alert(1)</script>" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_every_status_has_its_word(viewer: Visitor) -> None:
    html = viewer.text(LIST)
    for status in Status:
        assert status.label in html


def test_500_rows_stay_small(viewer: Visitor) -> None:
    """The first rows and the rest, each compressed by itself, as a browser gets them."""
    first = viewer.get(LIST, headers={"Accept-Encoding": "br"})
    assert first.headers["Content-Encoding"] == "br"
    place = re.search(r'data-rest="([^"]+)"', viewer.text(LIST))
    assert place
    headers = {"Accept-Encoding": "br", "HX-Request": "true", "HX-Target": "rest"}
    rest = viewer.get(LIST + unescape(place[1]), headers=headers)
    assert rest.headers["Content-Encoding"] == "br"
    assert len(first.data) + len(rest.data) < 30_000


@pytest.mark.parametrize(("rows", "drawn"), [("500", 500), ("133", 500), ("100", 100), ("x", 100)])
def test_a_list_that_is_drawn_again_keeps_its_length(
    viewer: Visitor, rows: str, drawn: int
) -> None:
    headers = {"HX-Request": "true", "HX-Target": "list", "X-Rows": rows}
    assert len(ids(viewer.text(LIST, headers=headers))) == drawn


def test_an_amount_finds_invoices_as_people_write_it(viewer: Visitor) -> None:
    assert ids(viewer.text(LIST, query_string={"q": "-230.00"})) == [49_022]
    assert 49_022 in ids(viewer.text(LIST, query_string={"q": "230"}))


def test_search_all_is_offered_where_nothing_was_found_and_looks_inside_numbers(
    viewer: Visitor,
) -> None:
    html = viewer.text(LIST, query_string={"q": "V-4902"})
    link = re.search(r'href="([^"]+)">Search all', html)
    assert link
    deep = viewer.text(LIST + unescape(link[1]))
    assert 49_021 in ids(deep)
    assert 'name="all" value="1" checked' in deep


def test_currency_filters_and_can_be_taken_back(viewer: Visitor) -> None:
    html = viewer.text(f"{LIST}?currency=AUD")
    assert ids(html)
    assert len(ids(html)) == html.count(" AUD\n") < 500
    assert 'name="currency" value="AUD" checked' in html
    assert "does not fit" in viewer.text(f"{LIST}?currency=dollars", status=422)


def test_no_fault_is_good_news_with_the_last_one_named(viewer: Visitor) -> None:
    html = viewer.text("/c/other/sync/invoices?status=fault")
    assert "Nothing needs you" in html
    assert "No invoice matches" not in html


def test_a_row_leads_to_its_record_under_the_filter_of_the_list(viewer: Visitor) -> None:
    html = viewer.text(f"{LIST}?status=fault&status=diagnostic&open=49010")
    assert f'href="{LIST}/49010?status=fault&amp;status=diagnostic"' in html
    assert f'href="{LIST}/49010"' in viewer.text(LIST)
    poll = viewer.text("/c/kauri/sync/live?tab=invoices&ids=49010&status=fault&since=x")
    assert f'href="{LIST}/49010?status=fault"' in poll


def test_sync_now_says_why_it_is_off_wherever_it_stands(
    signed_in: Callable[[str], Visitor], rpc: StubRpc
) -> None:
    operator = signed_in("operator")
    pages = ("/c/kauri/sync/purchase-orders", "/c/kauri/autotask", "/c/kauri/sync/logs")
    rpc.connected = False
    try:
        for page in (*pages, "/c/kauri/sync/live?tab=purchase-orders"):
            html = operator.text(page)
            assert 'disabled aria-describedby="sync-why"' in html
            assert "The message broker is not answering: nobody would hear it." in html
    finally:
        rpc.connected = True
