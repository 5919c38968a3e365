"""Lines as a CSV file that begins to arrive at once and keeps no more than a piece in memory."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice

from flask import Response

from core.store.views.documents.stream import StreamRow
from core.store.views.search import DocumentFilter
from gateway.exports.cells import Columns, Value, harmless
from gateway.presenters.document_rows import Lens

_CSV = "text/csv; charset=utf-8"
_CHUNK = 65_536
_AT_ONCE = 50


def attachment(rows: Iterable[StreamRow], through: Lens, name: str) -> Response:
    """The first row is read before the answer begins, so that an outage is still a clear page."""
    columns = Columns(through)
    source = iter(rows)
    first = list(islice(source, 1))
    head = [str(name) for name in columns.head()]
    return _response(chain([head], map(columns.texts, chain(first, source))), name)


def file(lines: Iterable[list[Value]], name: str) -> Response:
    """Any lines as a CSV file."""
    return _response(([_cell(value) for value in line] for line in lines), name)


def _response(lines: Iterable[Sequence[Value]], name: str) -> Response:
    return Response(_pieces(iter(lines)), content_type=_CSV, headers=download(name))


def download(name: str) -> dict[str, str]:
    """The headers of a file that a browser saves, and that no proxy gathers first."""
    return {"Content-Disposition": f'attachment; filename="{name}"', "X-Accel-Buffering": "no"}


def file_name(shelf: str, wanted: DocumentFilter, through: Lens, form: str) -> str:
    today = through.now.astimezone(through.zone).date().isoformat()
    parts = [shelf, through.connection.id, today, *(status.value for status in wanted.statuses)]
    return re.sub(r"[^\w.-]+", "-", "_".join(parts)) + f".{form}"


def _pieces(lines: Iterator[Sequence[Value]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    # Excel takes a CSV for UTF-8 only if it begins with this mark.
    buffer.write("\ufeff")
    while portion := list(islice(lines, _AT_ONCE)):
        writer.writerows(portion)
        if buffer.tell() > _CHUNK:
            yield _drain(buffer)
    yield _drain(buffer)


def _drain(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _cell(value: Value) -> Value:
    """The writer knows plain values; a date is written as ISO has it, with a blank before hours."""
    if isinstance(value, str):
        return harmless(value)
    return f"{value:f}" if isinstance(value, Decimal) else value
