"""CSV files: begun at once, read back as they were written, harmless."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import UnavailableError
from core.store.views.documents.stream import StreamRow
from gateway.exports import attachment, file, harmless
from gateway.exports.cells import Value
from tests.unit.gateway.presenters.made import make_lens

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=3), max_size=5))
def test_every_text_comes_back_as_it_was_or_with_its_apostrophe(lines: list[list[str]]) -> None:
    values: list[list[Value]] = [list(line) for line in lines]
    assert read(file(values, "x.csv").data) == [[harmless(text) for text in line] for line in lines]


def test_numbers_and_dates_are_written_plainly() -> None:
    line: list[Value] = [
        7, Decimal("-1E+3"), Decimal("-12.50"), date(2026, 1, 2),
        datetime.fromisoformat("2026-01-02T03:04"), None,
    ]  # fmt: skip
    (cells,) = read(file([line], "x.csv").data)
    assert cells == ["7", "-1000", "-12.50", "2026-01-02", "2026-01-02 03:04:00", ""]


def test_excel_sees_that_it_is_utf_8() -> None:
    assert file([["Zürich"]], "x.csv").data.startswith(b"\xef\xbb\xbf")


def test_a_long_file_comes_in_pieces() -> None:
    response = file(([n, "x" * 100] for n in range(5000)), "x.csv")
    pieces = list(response.response)
    assert len(pieces) > 5
    assert max(map(len, pieces)) < 70_000
    assert response.headers["X-Accel-Buffering"] == "no"


def test_an_outage_shows_before_the_file_begins() -> None:
    def away(_: int) -> StreamRow:
        raise UnavailableError("The database is not answering.")

    with pytest.raises(UnavailableError):
        attachment(map(away, range(3)), make_lens(), "x.csv")


def test_an_empty_list_is_a_file_with_its_head() -> None:
    (head,) = read(attachment([], make_lens(), "x.csv").data)
    assert head[0] == "Autotask ID"
