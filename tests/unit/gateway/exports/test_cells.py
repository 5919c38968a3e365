"""Cells that spreadsheets leave alone, and what an export says of a document."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.status import Status
from core.store.views.connection_rows import BudgetRow
from core.store.views.documents.stream import StreamRow
from gateway.exports import attachment, file
from gateway.exports.cells import Columns, harmless
from tests.unit.gateway.presenters.made import NOW, make_lens

RUNS = (
    "=1+1", "=", "==1", "=HYPERLINK(\"http://evil.example\")", "=cmd|' /C calc'!A0", "=DDE(1)",
    "+1+1", "+64 9 555 0100", "+cmd|' /C calc'!A0", "+", "-1+cmd", "-", "--1", "-A1", "-12.50.1",
    "@SUM(A1)", "@", "@import", "\t=1", "\t", "\r=1", "\r", "\n=1", "\n", " =1+1", "   +1+1",
    "\u00a0=1+1", "\ufeff=1+1", "＝1+1", "＋1", "－1+1", "＠SUM(A1)", " ＝1", "=\u202e1",
    "=IMPORTXML(A1)", "=WEBSERVICE(A1)", "-2+3+cmd|' /C calc'!A0", "@@", "+-+1", "=\"x\"",
)  # fmt: skip
STARTS = re.compile(r"[\s\ufeff\u00a0]*[=+\-@＝＋－＠]|[\t\r\n]")


def stream_row(**changes: object) -> StreamRow:
    values: dict[str, object] = {
        "autotask_id": 7, "number": "INV-7", "party": "Beacon", "dated_on": "2026-11-22",
        "due_on": None, "currency": "NZD", "subtotal": "100.00", "tax": "15.00",
        "total": "115.00", "status": Status.COMPLETE, "cause": "", "remark": "",
        "xero_kind": None, "xero_number": None, "xero_id": None, "updated_at": NOW,
    }  # fmt: skip
    return StreamRow(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", RUNS)
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    kept = harmless(text)
    assert kept.startswith("'")
    assert kept.replace("'", "") == text.replace("'", "")


def test_the_table_of_formulas_is_long_enough_to_mean_something() -> None:
    assert len(set(RUNS)) == 40


@pytest.mark.parametrize("text", ["", "Beacon", "-12.50", "-7", "0", "a=b", "INV-7", "Smith & Co"])
def test_names_and_numbers_stay(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Beacon;=1+1", "Beacon;'=1+1"),
        ("Beacon; @SUM(A1)", "Beacon; '@SUM(A1)"),
        ("two\n=lines", "two\n'=lines"),
        ("a\tb\t-1", "a\tb\t'-1"),
        ("a|b;c", "a|b;c"),
    ],
)
def test_a_piece_behind_a_separator_is_no_formula_either(text: str, kept: str) -> None:
    assert harmless(text) == kept


@given(st.text(alphabet="=+-@＝ \t\r\n;|1a'\u00a0", max_size=12))
def test_no_drawn_text_stays_dangerous(text: str) -> None:
    kept = harmless(text)
    is_number = re.fullmatch(r"-?\d+(\.\d+)?", kept)
    assert is_number or not STARTS.match(kept)
    pieces = re.split(r"[;\t\r\n|]", kept)[1:]
    assert is_number or not any(re.match(r"[ \u00a0]*[=+\-@＝]", piece) for piece in pieces)


def test_a_row_has_a_cell_for_each_head() -> None:
    columns = Columns(make_lens())
    line = dict(zip(columns.head(), columns.cells(stream_row()), strict=True))
    assert line["Autotask ID"] == 7
    assert line["Date"] == date(2026, 11, 22)
    assert line["Total"] == Decimal("115.00")
    assert line["Status"] == "Complete"
    assert line["Cause"] is None


def test_purchase_orders_name_their_vendor() -> None:
    assert Columns(make_lens("purchase_orders")).head()[2] == "Vendor"


def test_the_local_time_stands_beside_utc_and_carries_no_zone_of_its_own() -> None:
    through = make_lens(xero_timezone="NEWZEALANDSTANDARDTIME")
    columns = Columns(through)
    at = datetime(2026, 11, 22, 12, 0, 7, 900_000, tzinfo=UTC)
    *_, utc, local = columns.cells(stream_row(updated_at=at))
    assert columns.head()[-1] == "Last change (Auckland)"
    assert str(utc) == "2026-11-22 12:00:07"
    assert str(local) == "2026-11-23 01:00:07"


def test_what_waits_for_the_whole_organisation_says_so() -> None:
    budget = BudgetRow(blocked_until_at=NOW + timedelta(hours=1), blocked_reason="day")
    columns = Columns(make_lens(xero_budget=budget))
    waiting = dict(
        zip(columns.head(), columns.cells(stream_row(status=Status.PENDING_SYNC)), strict=True)
    )
    assert waiting["Cause"] == "XERO_LIMIT"
    assert "daily limit" in str(waiting["Remark"])
    own = stream_row(status=Status.PENDING_SYNC, cause="NO_NUMBER", remark="It has no number.")
    assert columns.cells(own)[10:12] == ["NO_NUMBER", "It has no number."]
    assert columns.cells(stream_row())[10] is None


_NAMES = st.text(alphabet="Kauri=+;-@ 7", max_size=6)


@given(
    number=st.none() | _NAMES,
    party=_NAMES,
    remark=_NAMES,
    total=st.none() | st.decimals("-9999", "9999", places=2).map(str),
    due_on=st.none() | st.dates().map(str),
    at=st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is drawn.
)
def test_a_csv_file_says_what_an_excel_file_says(**changes: object) -> None:
    at = changes.pop("at")
    row = stream_row(**changes, updated_at=at)
    columns = Columns(make_lens(xero_timezone="NEWZEALANDSTANDARDTIME"))
    as_cells = read(file([columns.cells(row)], "x.csv").data)
    assert (
        read(attachment([row], make_lens(xero_timezone="NEWZEALANDSTANDARDTIME"), "x").data)[1:]
        == as_cells
    )


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
