"""A sheet of a write-only Excel book whose rows are written as text.

openpyxl writes each cell through element objects: 45 seconds for 100,000 rows of 16 columns. Written
as text they take a seventh of it. Everything around the rows, and the file itself, stays openpyxl's.
https://learn.microsoft.com/en-us/office/open-xml/spreadsheet/structure-of-a-spreadsheetml-document
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from gateway.exports.cells import Value

_LONGEST_TEXT = 32_767
_EXACT_DIGITS = 15
# Excel's calendar has a day too many before March 1900.
_FIRST_YEAR = 1901
_FIRST_DAY, _FIRST_MIDNIGHT = date(1899, 12, 30), datetime.fromisoformat("1899-12-30")
_A_DAY = timedelta(days=1)
_FORMATS = {Decimal: "#,##0.00", date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm:ss", int: "0"}


class Sheet(WriteOnlyWorksheet):
    """Takes rows of plain values; the first one is the head."""

    def __init__(self, book: Workbook, title: str) -> None:
        super().__init__(book, title)
        book._add_sheet(self)
        self._styles = {kind: self._style(number_format=one) for kind, one in _FORMATS.items()}
        self._head_style = self._style(font=Font(bold=True))
        self._letters: list[str] = []

    def _style(self, **values: Any) -> int:
        cell = WriteOnlyCell(self)
        for name, value in values.items():
            setattr(cell, name, value)
        found: int = cell.style_id
        return found

    def _write_rows(self) -> Iterator[None]:
        """What openpyxl sends rows to; it ends when the sheet is closed."""
        stream = self._writer.xf.send(True)
        with stream.element("sheetData"):
            write, number = stream._file, 0
            try:
                while True:
                    row: Any = yield
                    number += 1
                    write(self._row(number, row))
            except GeneratorExit:
                pass
        self._writer.xf.send(None)

    def _row(self, number: int, values: Sequence[Value]) -> str:
        if number == 1:
            self._letters = [get_column_letter(at) for at in range(1, len(values) + 1)]
        cells = [
            self._cell(f"{letter}{number}", value, is_head=number == 1)
            for letter, value in zip(self._letters, values, strict=True)
            if value is not None
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, place: str, value: Value, *, is_head: bool) -> str:
        if isinstance(value, str):
            style = f' s="{self._head_style}"' if is_head else ""
            return _text(place, value, style)
        if _goes_beyond(value):
            return _text(place, str(value), "")
        return f'<c r="{place}" s="{self._styles[type(value)]}"><v>{_number(value)}</v></c>'


def _text(place: str, value: str, style: str) -> str:
    """A text as such: it cannot become a formula, whatever it begins with."""
    text = ILLEGAL_CHARACTERS_RE.sub("", value[:_LONGEST_TEXT])
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f'<c r="{place}"{style} t="inlineStr"><is><t{space}>{escape(text)}</t></is></c>'


def _number(value: Value) -> str:
    """As Excel keeps it; a date is the number of days since its first one."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return repr((value - _FIRST_MIDNIGHT) / _A_DAY)
    return str((value - _FIRST_DAY).days) if isinstance(value, date) else str(value)


def _goes_beyond(value: Value) -> bool:
    """Tell whether Excel would show another value than this one."""
    if isinstance(value, int):
        return len(str(abs(value))) > _EXACT_DIGITS
    return isinstance(value, date) and value.year < _FIRST_YEAR
