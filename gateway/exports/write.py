"""`python -m gateway.exports.write`: writes one file and ends; what to write comes as JSON on standard input."""

import json
import logging
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO, Any
from zoneinfo import ZoneInfo

from core.domain.errors import UnavailableError
from core.runtime.clock import utc_now
from core.store import connect
from core.store import exports as store
from core.store.exports import Claimed, Wanted
from core.store.views import connections, documents
from core.store.views.documents.stream import StreamRow
from gateway.exports.cells import Columns
from gateway.exports.excel import Book
from gateway.filters import arguments_of, document_filter, order_of
from gateway.presenters.document_rows import Lens, lens
from gateway.shelves import SHELVES

log = logging.getLogger(__name__)

_BEAT_SECONDS = 1.0
_TRIES = 5
_POLITENESS = 5
_TITLES = {"invoices": "Invoices", "purchase-orders": "Purchase orders"}


class TakenAwayError(Exception):
    """Somebody stopped the file, or another process writes it now."""


class Progress:
    """How far a file is, told to everybody who watches it, once a second."""

    def __init__(self, claimed: Claimed) -> None:
        self.done = 0
        self.total = 0
        self._claimed = claimed
        self._is_over = threading.Event()
        self._is_lost = False
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> "Progress":
        self._thread.start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._is_over.set()
        self._thread.join()

    def counted(self, rows: Iterator[StreamRow]) -> Iterator[StreamRow]:
        for row in rows:
            if self._is_lost:
                raise TakenAwayError
            yield row
            self.done += 1

    def _beat(self) -> None:
        while not self._is_over.wait(_BEAT_SECONDS):
            try:
                found = store.beat(self._claimed.id, self._claimed.claim, self.done, self.total)
            except UnavailableError:
                continue
            self._is_lost = self._is_lost or not found


def main() -> int:
    os.nice(_POLITENESS)
    logging.basicConfig(level="WARNING", stream=sys.stdout)
    told = json.load(sys.stdin)
    connect.connect(told["mongo_uri"])
    claimed = Claimed(told["id"], told["claim"], Wanted(**told["wanted"]))
    try:
        with Progress(claimed) as progress:
            write(claimed, progress)
    except TakenAwayError:
        return 0
    return 0


def write(claimed: Claimed, progress: Progress) -> None:
    """The whole file: rows from the ledger, a book on the disk, its pieces into the ledger."""
    wanted = claimed.wanted
    through = _lens(wanted)
    kind = SHELVES[wanted.shelf]
    arguments = arguments_of(wanted.query)
    chosen, order = document_filter(arguments), order_of(arguments)
    progress.total = documents.expected(kind, wanted.connection_id, chosen)
    columns = Columns(through)
    book = Book(_TITLES[wanted.shelf], columns.head())
    rows = documents.stream(kind, wanted.connection_id, chosen, order)
    book.add(map(columns.cells, progress.counted(rows)))
    with tempfile.TemporaryFile() as made:
        book.save(made)
        size = _keep(claimed, made)
    _patiently(lambda: store.finish(claimed.id, claimed.claim, progress.done, size))


def _lens(wanted: Wanted) -> Lens:
    row = connections.connection(wanted.connection_id)
    if row is None:
        raise TakenAwayError
    return replace(lens(row, SHELVES[wanted.shelf], utc_now(), ""), zone=ZoneInfo(wanted.zone))


def _keep(claimed: Claimed, made: IO[bytes]) -> int:
    size = made.tell()
    made.seek(0)
    pieces = iter(lambda: made.read(store.PART_BYTES), b"")
    for n, data in enumerate(pieces):
        _patiently(lambda n=n, data=data: store.add_part(claimed.id, claimed.claim, n, data))  # type: ignore[misc]
    return size


def _patiently(do: Callable[[], Any]) -> None:
    """A busy database answers late; only one that stays away ends the file."""
    pause = threading.Event()
    for tries in range(_TRIES):
        try:
            do()
        except UnavailableError:
            if tries == _TRIES - 1:
                raise
            pause.wait(_BEAT_SECONDS)
        else:
            return


if __name__ == "__main__":
    sys.exit(main())
