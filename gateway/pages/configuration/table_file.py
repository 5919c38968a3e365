"""A mapping table as a CSV file: written with what each name carries, and read back as rows to be."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.exports import Value, harmless
from gateway.pages.configuration.table_forms import trouble_of
from gateway.presenters.configuration.table_items import Key, TableSource, items_of
from gateway.presenters.configuration.tables import money_of

MOST_LINES = 5000
_CODE = "Xero code"
# What an export puts in front of a text that a spreadsheet would run.
_ESCAPED = re.compile(r"'(?=[\s\ufeff\u00a0]*[=+\-@＝＋－＠])")


@dataclass(frozen=True, slots=True)
class TableRead:
    """Values by key, or what is wrong with which line; "" takes a row away."""

    wanted: dict[Key, str]
    problems: tuple[str, ...]


def lines_of(source: TableSource) -> Iterator[list[Value]]:
    yield [*source.heads, _CODE, "Xero name", "Used (lines, 12 months)", "Money (12 months)"]
    for item in items_of(source):
        entry = source.entries.get(item.value) if item.value else None
        yield [
            *item.seen.key,
            item.value,
            entry.name if entry else "",
            item.seen.lines,
            "; ".join(money_of(item.seen)),
        ]


def read_table(data: bytes, source: TableSource) -> TableRead:
    """Every line is judged, so that a file is mended at one go."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused("The file is not UTF-8. Save it as “CSV UTF-8” and choose it again.")
    try:
        lines = _cells_of(text)
    except csv.Error as error:
        return _refused(f"The file is no CSV that can be read ({error}). Nothing was read.")
    head = [cell.strip().casefold() for cell in lines[0]] if lines else []
    wanted_heads = [name.casefold() for name in (*source.heads, _CODE)]
    if any(name not in head for name in wanted_heads):
        named = ", ".join((*source.heads, _CODE))
        return _refused(f"The first line has to name the columns {named}. Nothing was read.")
    if len(lines) - 1 > MOST_LINES:
        return _refused(f"The file has more than {MOST_LINES:,} lines. Nothing was read.")
    return _read(lines[1:], [head.index(name) for name in wanted_heads], source)


def _cells_of(text: str) -> list[list[str]]:
    # Excel's "CSV (Macintosh)" ends lines by carriage returns alone.
    text = text if "\n" in text else text.replace("\r", "\n")
    return list(csv.reader(io.StringIO(text), delimiter=_separator(text)))


def _read(lines: list[list[str]], columns: list[int], source: TableSource) -> TableRead:
    known = {harmless(name): name for key in (*source.seen, *source.rows) for name in key}
    wanted: dict[Key, str] = {}
    problems = []
    for number, cells in enumerate(lines, 2):
        if not any(cell.strip() for cell in cells):
            continue
        told = [_cell(cells, column, known) for column in columns]
        key, value = tuple(told[:-1]), source.entries.resolve(told[-1])
        if trouble := _trouble(key, value, wanted, source):
            problems.append(f"Line {number}: {trouble}.")
        wanted[key] = value
    return TableRead(wanted, tuple(problems))


def _trouble(key: Key, value: str, wanted: dict[Key, str], source: TableSource) -> str:
    name = " / ".join(key)
    if not all(key):
        return "it names nothing of Autotask’s"
    if wanted.get(key, value) != value:
        return f"{name} has another value in an earlier line"
    if value == source.rows.get(key, ""):
        return ""
    found = trouble_of(key, value, source)
    return f"{name}: {found}" if found else ""


def _cell(cells: list[str], column: int, known: dict[str, str]) -> str:
    """The text as it was before an export made it harmless."""
    text = cells[column].strip() if column < len(cells) else ""
    return known.get(text) or _ESCAPED.sub("", text, count=1)


def _separator(text: str) -> str:
    """Excel takes what is usual where it runs."""
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _refused(why: str) -> TableRead:
    return TableRead({}, (why,))
