"""Excel books, opened again: real numbers and dates, texts that are texts, as many sheets as needed."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from gateway.exports.cells import Value
from gateway.exports.excel import Book
from tests.unit.gateway.exports.test_cells import RUNS


def opened(lines: list[list[Value]], most_rows: int = 1000) -> Any:
    book = Book("Invoices", ["A", "B", "Last change (UTC)"], most_rows)
    book.add(lines)
    made = io.BytesIO()
    book.save(made)
    return load_workbook(io.BytesIO(made.getvalue()))


def rows(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_no_text_is_a_formula() -> None:
    dangerous: list[list[Value]] = [[text, "x", text] for text in (*RUNS, "#N/A", "#REF!")]
    sheet = opened(dangerous).worksheets[0]
    found = list(sheet.iter_rows(min_row=2))
    assert {cell.data_type for row in found for cell in row} == {"s"}
    expected = [str(line[0]).replace("\r", "\n") for line in dangerous]
    assert [row[0].value for row in found] == expected
    assert [row[2].value for row in found] == expected


def test_numbers_and_dates_are_real() -> None:
    at = datetime.fromisoformat("2026-11-22T14:05:09")
    lines: list[list[Value]] = [
        [48_707, Decimal("-1234.50"), at],
        [date(2026, 11, 22), None, at],
        [48_708, Decimal("0.1"), None],
    ]
    sheet = opened(lines).worksheets[0]
    first, second, third = list(sheet.iter_rows(min_row=2))
    assert (first[0].value, first[0].number_format) == (48_707, "0")
    assert (first[1].value, first[1].number_format) == (-1234.5, "#,##0.00")
    assert (first[2].value, first[2].data_type) == (at, "d")
    assert second[0].value == datetime.fromisoformat("2026-11-22")
    assert second[0].number_format == "yyyy-mm-dd"
    assert second[1].value is None
    assert [cell.value for cell in third] == [48_708, 0.1, None]


def test_the_head_stays_and_columns_are_wide_enough() -> None:
    sheet = opened([]).worksheets[0]
    assert rows(sheet) == [["A", "B", "Last change (UTC)"]]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["C"].width > 20


@pytest.mark.parametrize(
    ("count", "sheets"), [(0, ["Invoices"]), (4, ["Invoices"]), (5, ["Invoices", "Invoices 2"])]
)
def test_what_does_not_fit_a_sheet_goes_on_in_another(count: int, sheets: list[str]) -> None:
    book = opened([[n, "x", None] for n in range(count)], most_rows=5)
    assert book.sheetnames == sheets
    assert [row[0] for sheet in book.worksheets for row in rows(sheet)[1:]] == list(range(count))


def test_what_excel_would_show_wrongly_is_a_text() -> None:
    sheet = opened(
        [[12345678901234567, date(1066, 10, 14), datetime.fromisoformat("0001-01-01")]]
    ).worksheets[0]
    assert rows(sheet)[1] == ["12345678901234567", "1066-10-14", "0001-01-01 00:00:00"]


def test_odd_characters_and_endless_texts_do_not_break_the_book() -> None:
    sheet = opened([["a\x00b\x1fc", "x" * 40_000, "two\r\nlines"]]).worksheets[0]
    first, second, third = rows(sheet)[1]
    assert first == "abc"
    assert len(second) == 32_767
    assert third == "two\nlines"


VALUES = st.one_of(
    st.text(max_size=20),
    st.integers(-(10**14), 10**14),
    st.decimals(-(10**9), 10**9, places=2),
    st.dates(date(1901, 1, 1)),
    st.none(),
)


@settings(max_examples=5)
@given(st.lists(VALUES, min_size=40, max_size=40))
def test_every_value_comes_back_as_it_was(drawn: list[Value]) -> None:
    found = rows(opened([[number, value, "."] for number, value in enumerate(drawn)]).worksheets[0])
    for value, (_, cell, _end) in zip(drawn, found[1:], strict=True):
        if isinstance(value, str):
            kept = ILLEGAL_CHARACTERS_RE.sub("", value).replace("\r\n", "\n")
            assert (cell or "") == kept.replace("\r", "\n")
        elif isinstance(value, Decimal):
            assert cell == float(value)
        elif isinstance(value, date):
            assert cell.date() == value
        else:
            assert cell == value


def test_columns_of_other_sheets_keep_their_formats() -> None:
    lines: list[list[Value]] = [[n, Decimal(n), None] for n in range(9)]
    for sheet in opened(lines, most_rows=4).worksheets:
        assert {row[1].number_format for row in sheet.iter_rows(min_row=2)} == {"#,##0.00"}
