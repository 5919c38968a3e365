"""/Invoices and /CreditNotes."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.wrappers import Response

from sandbox.xero.acted import muddled
from sandbox.xero.batches import Batches
from sandbox.xero.books import Books, Record
from sandbox.xero.documents.kinds import Kind
from sandbox.xero.documents.matching import find_one
from sandbox.xero.documents.views import Views
from sandbox.xero.documents.writer import DocumentWriter
from sandbox.xero.elements import Element, elements_of
from sandbox.xero.envelope import Envelope
from sandbox.xero.reading.pages import Page, paged
from sandbox.xero.reading.selection import selected
from sandbox.xero.refusals import NotFoundError, NotImplementedHereError
from sandbox.xero.resource import Sent

_HIDDEN: Mapping[str, tuple[str, ...]] = {
    "all": (),
    "without_deleted": ("DELETED",),
    "without_voided_and_deleted": ("DELETED", "VOIDED"),
}


class Documents:
    """One of the two."""

    def __init__(self, books: Books, kind: Kind, envelope: Envelope, batches: Batches) -> None:
        self._books = books
        self._kind = kind
        self._envelope = envelope
        self._batches = batches

    def read(self, sent: Sent) -> Response:
        """The list: whole and without lines, or paged and with them."""
        rows = selected(self._candidates(sent), sent, self._kind.noun, self._kind.id_field)
        views = self._views(sent)
        summary = sent.flag("summaryOnly")
        if not (summary or sent.argument("page") or sent.argument("Statuses")):
            return self._answer(sent, [views.listed(row, with_lines=False) for row in rows])
        shown, page = paged(rows, sent.page(), sent.argument("pageSize"))
        if summary:
            return self._answer(sent, [views.summary(row) for row in shown], page)
        return self._answer(sent, [views.listed(row, with_lines=True) for row in shown], page)

    def read_one(self, sent: Sent, key: str) -> Response:
        """One document by id or number."""
        found = find_one(self._books, self._kind, key)
        if found is None:
            raise NotFoundError
        return self._answer(sent, [self._views(sent).single(found)])

    def write(self, sent: Sent, method: str, key: str | None) -> Response:
        """PUT creates; POST creates or overwrites, by id or by number."""
        if method not in ("PUT", "POST") or (method == "PUT" and key):
            raise NotImplementedHereError
        elements = elements_of(sent.body, self._kind.entity, self._kind.noun)
        views = self._views(sent)
        writer = DocumentWriter(self._books, self._kind, sent.unit_places(), sent.caller.client_id)

        def write(element: Element) -> tuple[Record, Sequence[str]]:
            document, warnings = writer.write(element, create_only=method == "PUT", document_id=key)
            return views.written(document), warnings

        return self._batches.answer(sent, self._kind.entity, elements, write, views.refused)

    def shown(self) -> list[Record]:
        """Every stored one as a single read shows it."""
        views = Views(self._books, self._kind, 4)
        return [views.single(row) for row in self._books.store.all(self._kind.entity)]

    def _answer(self, sent: Sent, rows: list[Record], page: Page | None = None) -> Response:
        return self._envelope.answer(self._kind.entity, muddled(rows, sent.fault), page)

    def _views(self, sent: Sent) -> Views:
        return Views(self._books, self._kind, sent.unit_places())

    def _candidates(self, sent: Sent) -> list[Record]:
        if not self._kind.is_invoice:
            # Credit notes have no lists of ids or numbers to choose by.
            return self._books.store.all(self._kind.entity)
        rows = self._numbered(sent)
        rows = _among(rows, self._kind.id_field, sent.listed("IDs"))
        rows = _among(rows, "Status", sent.listed("Statuses"))
        contacts = {each.lower() for each in sent.listed("ContactIDs")}
        if contacts:
            rows = [row for row in rows if row["Contact"]["ContactID"] in contacts]
        if sent.flag("createdByMyApp"):
            rows = [row for row in rows if row.get("_app") == sent.caller.client_id]
        term = (sent.argument("searchTerm") or "").strip().casefold()
        return [row for row in rows if _mentions(row, term)] if term else rows

    def _numbered(self, sent: Sent) -> list[Record]:
        numbers = sent.listed("InvoiceNumbers")
        if not numbers:
            return self._books.store.all(self._kind.entity)
        found = {
            row[self._kind.id_field]: row
            for number in numbers
            for row in self._books.find(self._kind.entity, self._kind.number_field, number)
        }
        hidden = _HIDDEN[sent.switch("numbers_return")]
        return [row for row in found.values() if row["Status"] not in hidden]


def _among(rows: list[Record], field: str, wanted: list[str]) -> list[Record]:
    if not wanted:
        return rows
    folded = {each.lower() for each in wanted}
    return [row for row in rows if row[field].lower() in folded]


def _mentions(row: Mapping[str, Any], term: str) -> bool:
    return any(term in row[name].casefold() for name in ("InvoiceNumber", "Reference"))
