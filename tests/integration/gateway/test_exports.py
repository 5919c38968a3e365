"""CSV and Excel: everything that matches, real numbers and dates, nothing that a spreadsheet runs."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from tests.factories.gateway_world import HOSTILE_NAME
from tests.integration.gateway.conftest import Visitor

LIST = "/c/kauri/sync/invoices"


@pytest.fixture
def viewer(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("viewer")


def read_csv(response: TestResponse) -> list[dict[str, str]]:
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))


def read_xlsx(response: TestResponse) -> list[dict[str, Any]]:
    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(response.data)).worksheets[0]
    head, *lines = sheet.iter_rows()
    names = [cell.value for cell in head]
    return [dict(zip(names, line, strict=True)) for line in lines]


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


def test_excel_has_real_numbers_and_dates(viewer: Visitor) -> None:
    (row,) = read_xlsx(viewer.get(f"{LIST}/export.xlsx?q=49022"))
    assert row["Total"].value == -230
    assert row["Total"].data_type == "n"
    assert row["Total"].number_format == "#,##0.00"
    assert isinstance(row["Date"].value, datetime)
    assert isinstance(row["Last change (UTC)"].value, datetime)
    assert row["Autotask ID"].value == 49_022


def test_no_excel_cell_is_a_formula(viewer: Visitor) -> None:
    (row,) = read_xlsx(viewer.get(f"{LIST}/export.xlsx?q=49023"))
    assert row["Number"].value == "=1+1"
    assert row["Number"].data_type == "s"
    assert row["Company"].data_type == "s"


def test_excel_holds_all_matches_too(viewer: Visitor) -> None:
    assert len(read_xlsx(viewer.get(f"{LIST}/export.xlsx"))) == 533


def test_purchase_orders_are_exported_with_their_vendor(viewer: Visitor) -> None:
    (row,) = read_csv(viewer.get("/c/kauri/sync/purchase-orders/export.csv"))
    assert row["Vendor"] == "Ingram Distribution"


def test_an_empty_match_is_a_file_with_its_head(viewer: Visitor) -> None:
    assert read_csv(viewer.get(f"{LIST}/export.csv?q=nothing-like-it")) == []


def test_a_bad_filter_is_refused_before_any_file_begins(viewer: Visitor) -> None:
    assert viewer.get(f"{LIST}/export.csv?status=lost").status_code == 422
