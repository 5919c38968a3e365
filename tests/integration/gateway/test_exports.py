"""CSV: everything that matches, in the order of the list, nothing that a spreadsheet runs."""

import csv
import io
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from core.store.views import documents
from gateway.filters import arguments_of, document_filter, order_of
from tests.factories.gateway_world import HOSTILE_NAME
from tests.integration.gateway.conftest import Visitor

LIST = "/c/kauri/sync/invoices"


@pytest.fixture
def viewer(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("viewer")


def read_csv(response: TestResponse) -> list[dict[str, str]]:
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_csv_holds_all_matches_beyond_one_page(viewer: Visitor) -> None:
    response = viewer.get(f"{LIST}/export.csv")
    rows = read_csv(response)
    assert len(rows) == len({row["Autotask ID"] for row in rows}) == 533
    assert response.data.startswith(b"\xef\xbb\xbf")
    assert response.content_type.startswith("text/csv")
    assert 'filename="invoices_kauri_' in response.headers["Content-Disposition"]


def test_the_export_follows_the_filter(viewer: Visitor) -> None:
    rows = read_csv(viewer.get(f"{LIST}/export.csv?status=fault&q=tasman"))
    assert [row["Autotask ID"] for row in rows] == ["49010"]
    assert rows[0]["Cause"] == "ACCOUNT_ARCHIVED"
    assert rows[0]["Remark"] == "The Xero account is archived"
    assert rows[0]["Total"] == "1150.00"
    assert rows[0]["Status"] == "Fault"


def test_no_csv_cell_is_a_formula(viewer: Visitor) -> None:
    (row,) = read_csv(viewer.get(f"{LIST}/export.csv?q=49023"))
    assert row["Company"] == "'" + HOSTILE_NAME
    assert row["Number"] == "'=1+1"


def test_negative_amounts_stay_numbers_in_csv(viewer: Visitor) -> None:
    (row,) = read_csv(viewer.get(f"{LIST}/export.csv?q=49022"))
    assert row["Total"] == "-230.00"


def test_purchase_orders_are_exported_with_their_vendor(viewer: Visitor) -> None:
    (row,) = read_csv(viewer.get("/c/kauri/sync/purchase-orders/export.csv"))
    assert row["Vendor"] == "Ingram Distribution"


def test_an_empty_match_is_a_file_with_its_head(viewer: Visitor) -> None:
    assert read_csv(viewer.get(f"{LIST}/export.csv?q=nothing-like-it")) == []


def test_a_bad_filter_is_refused_before_any_file_begins(viewer: Visitor) -> None:
    assert viewer.get(f"{LIST}/export.csv?status=lost").status_code == 422


def test_the_file_has_the_order_of_the_list(viewer: Visitor) -> None:
    rows = read_csv(viewer.get(f"{LIST}/export.csv?sort=total&status=fault"))
    amounts = [float(row["Total"]) for row in rows]
    assert amounts == sorted(amounts)


def test_what_is_ticked_is_exported_alone(viewer: Visitor) -> None:
    form = {"sel": ["49022", "49023", "1"]}
    rows = read_csv(viewer.post(f"{LIST}/selected.csv", form))
    assert {row["Autotask ID"] for row in rows} == {"49022", "49023"}
    assert viewer.post(f"{LIST}/selected.csv", {}).status_code == 422


QUERIES = (
    "", "q=tasman", "q=4901", "q=230", "status=fault&status=skipped", "currency=AUD&sort=-total",
    "status=complete&sort=date", "from=2026-06-01&to=2026-08-31&sort=party", "q=V-4902&all=1",
    "status=fault&cause=ACCOUNT_ARCHIVED&sort=id", "removed=1", "q=diagnostic",
)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_the_file_holds_what_the_list_shows_page_by_page_in_its_order(
    viewer: Visitor, query: str
) -> None:
    arguments = arguments_of(query)
    wanted, order = document_filter(arguments), order_of(arguments)
    listed: list[str] = []
    cursor: str | None = None
    while True:
        page = documents.page("invoices", "kauri", wanted, order=order, limit=97, cursor=cursor)
        listed += [str(row.autotask_id) for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    rows = read_csv(viewer.get(f"{LIST}/export.csv?{query}"))
    assert [row["Autotask ID"] for row in rows] == listed
