"""/PurchaseOrders: always in pages, chosen by status and date, without `where`."""

from collections.abc import Sequence
from datetime import date

from werkzeug.wrappers import Response

from sandbox.xero.acted import muddled
from sandbox.xero.batches import Batches
from sandbox.xero.books import Books, Record
from sandbox.xero.dates import moment_of
from sandbox.xero.documents.checks import day_of
from sandbox.xero.documents.kinds import PURCHASE_ORDER as KIND
from sandbox.xero.documents.matching import find_one
from sandbox.xero.elements import Element, elements_of
from sandbox.xero.envelope import Envelope
from sandbox.xero.orders.views import OrderViews
from sandbox.xero.orders.writer import OrderWriter
from sandbox.xero.reading.pages import paged
from sandbox.xero.reading.selection import modified, ordered
from sandbox.xero.refusals import NotFoundError, NotImplementedHereError, bad_query
from sandbox.xero.resource import Sent


class PurchaseOrders:
    """What the organisation orders from its suppliers."""

    def __init__(self, books: Books, envelope: Envelope, batches: Batches) -> None:
        self._books = books
        self._envelope = envelope
        self._batches = batches
        self._views = OrderViews(books)

    def read(self, sent: Sent) -> Response:
        """A page; a `where` is not understood here and changes nothing."""
        chosen = modified(self._candidates(sent), sent)
        rows = ordered(chosen, sent.argument("order"), KIND.noun, KIND.id_field)
        shown, page = paged(rows, sent.page(), sent.argument("pageSize"))
        found = [self._views.listed(row) for row in shown]
        return self._envelope.answer(KIND.entity, muddled(found, sent.fault), page)

    def read_one(self, sent: Sent, key: str) -> Response:
        """One order by id or number."""
        found = find_one(self._books, KIND, key)
        if found is None:
            raise NotFoundError
        rows = muddled([self._views.single(found)], sent.fault)
        return self._envelope.answer(KIND.entity, rows)

    def write(self, sent: Sent, method: str, key: str | None) -> Response:
        """PUT creates; POST creates or overwrites, by id or by number."""
        if method not in ("PUT", "POST") or (method == "PUT" and key):
            raise NotImplementedHereError
        elements = elements_of(sent.body, KIND.entity, KIND.noun)
        writer = OrderWriter(self._books, sent.caller.client_id)

        def write(element: Element) -> tuple[Record, Sequence[str]]:
            order, warnings = writer.write(element, create_only=method == "PUT", order_id=key)
            return self._views.written(order), warnings

        return self._batches.answer(sent, KIND.entity, elements, write, self._views.refused)

    def shown(self) -> list[Record]:
        """Every stored one as a single read shows it."""
        return [self._views.single(row) for row in self._books.store.all(KIND.entity)]

    def _candidates(self, sent: Sent) -> list[Record]:
        rows: list[Record] = self._books.store.all(KIND.entity)
        status = (sent.argument("Status") or "").upper()
        since, until = _day(sent, "DateFrom"), _day(sent, "DateTo")
        return [
            row
            for row in rows
            if status in ("", row["Status"])
            and (since is None or day_of(row) >= since)
            and (until is None or day_of(row) <= until)
        ]


def _day(sent: Sent, name: str) -> date | None:
    text = sent.argument(name)
    if not text:
        return None
    try:
        return moment_of(text).date()
    except (ValueError, OverflowError):
        raise bad_query(f"{name} is not a date") from None
