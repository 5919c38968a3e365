"""/Payments: reading, entering and deleting; payments are never changed."""

from collections.abc import Sequence
from decimal import Decimal

from werkzeug.wrappers import Response

from sandbox.xero.acted import muddled
from sandbox.xero.batches import Batches
from sandbox.xero.books import ZERO_ID, Books, Record
from sandbox.xero.documents.kinds import CREDIT_NOTE, INVOICE
from sandbox.xero.documents.matching import find_one
from sandbox.xero.elements import Element, elements_of
from sandbox.xero.envelope import Envelope
from sandbox.xero.reading.pages import paged
from sandbox.xero.reading.selection import selected
from sandbox.xero.refusals import NotFoundError, NotImplementedHereError, RejectedElementError
from sandbox.xero.resource import Sent
from sandbox.xero.till import PaymentRefusedError, Till

_NO_DOCUMENT = "An existing Invoice with the specified InvoiceID could not be found"
_NO_PAYMENT = "The document with the supplied id was not found for this endpoint."
_ONLY_DELETED = "Payment status is not valid for modification"


class Payments:
    """Payments, deleted ones included."""

    def __init__(self, books: Books, envelope: Envelope, batches: Batches) -> None:
        self._books = books
        self._envelope = envelope
        self._batches = batches

    def read(self, sent: Sent) -> Response:
        """The list."""
        rows = selected(self._books.store.all("Payments"), sent, "Payment", "PaymentID")
        if not (sent.argument("page") or sent.argument("pageSize")):
            return self._envelope.answer("Payments", muddled(_plain(rows), sent.fault))
        shown, page = paged(rows, sent.page(), sent.argument("pageSize"))
        return self._envelope.answer("Payments", muddled(_plain(shown), sent.fault), page)

    def read_one(self, sent: Sent, key: str) -> Response:
        """One payment."""
        return self._envelope.answer("Payments", [self._found(key)])

    def write(self, sent: Sent, method: str, key: str | None) -> Response:
        """PUT enters payments; POST to one deletes it."""
        if method not in ("PUT", "POST") or (method == "PUT") == bool(key):
            raise NotImplementedHereError
        elements = elements_of(sent.body, "Payments", "Payment")

        def write(element: Element) -> tuple[Record, Sequence[str]]:
            return (self._deleted(element, key) if key else self._entered(element)), ()

        return self._batches.answer(sent, "Payments", elements, write, _refused)

    def _entered(self, sent: Element) -> Record:
        document = self._document(sent)
        account = sent.child("Account")
        till = Till(self._books, account.text("Code") if account else None)
        day = sent.day("Date") or self._books.today()
        amount = sent.number("Amount")
        try:
            return till.pay(
                document,
                Decimal(0) if amount is None else amount,
                day,
                sent.text("Reference") or "",
            )
        except PaymentRefusedError as problem:
            raise RejectedElementError(problem.messages, sent.sent) from problem

    def _document(self, sent: Element) -> Record:
        for kind in (INVOICE, CREDIT_NOTE):
            named = sent.child(kind.noun)
            if named is None:
                continue
            key = named.guid(kind.id_field) or named.text(kind.number_field) or ""
            found = find_one(self._books, kind, key)
            if found is not None:
                return found
        raise RejectedElementError([_NO_DOCUMENT], sent.sent)

    def _deleted(self, sent: Element, key: str) -> Record:
        payment = self._found(key)
        if (sent.text("Status") or "").upper() != "DELETED" or payment["Status"] == "DELETED":
            raise RejectedElementError([_ONLY_DELETED], payment)
        try:
            return Till(self._books).remove(payment)
        except PaymentRefusedError as problem:
            raise RejectedElementError(problem.messages, payment) from problem

    def _found(self, key: str) -> Record:
        found = self._books.get("Payments", key.lower())
        if found is None:
            raise NotFoundError
        return found


def _plain(rows: Sequence[object]) -> list[Record]:
    return [dict(row) for row in rows if isinstance(row, dict)]


def _refused(sent: Record) -> Record:
    return {"PaymentID": ZERO_ID, **sent, "HasValidationErrors": True}
