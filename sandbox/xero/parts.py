"""What hangs below a record: `/{resource}/{id}/History`, Attachments, Allocations, OnlineInvoice."""

from collections.abc import Mapping
from typing import Protocol

from werkzeug.wrappers import Response

from sandbox.xero.allocations import Allocations
from sandbox.xero.attachments import Attachments
from sandbox.xero.batches import Batches
from sandbox.xero.books import Books
from sandbox.xero.envelope import Envelope
from sandbox.xero.history import History
from sandbox.xero.owners import Owner
from sandbox.xero.refusals import NotFoundError, NotImplementedHereError
from sandbox.xero.resource import Sent

_EVERYWHERE = frozenset({"Invoices", "CreditNotes", "PurchaseOrders", "Contacts", "Payments"})
_OWNERS = {
    "History": _EVERYWHERE,
    "Attachments": _EVERYWHERE - {"Payments"},
    "Allocations": frozenset({"CreditNotes"}),
    "OnlineInvoice": frozenset({"Invoices"}),
}


class Part(Protocol):
    """One name below a record."""

    def answer(self, sent: Sent, method: str, owner: Owner, rest: str) -> Response:
        """The answer to a call; `rest` is the path behind the name."""


class OnlineInvoice:
    """Where a customer sees an invoice."""

    def __init__(self, envelope: Envelope) -> None:
        self._envelope = envelope

    def answer(self, sent: Sent, method: str, owner: Owner, rest: str) -> Response:
        """The address, for sales invoices that are no drafts."""
        if method != "GET" or rest:
            raise NotImplementedHereError
        if owner.record["Type"] != "ACCREC" or owner.record["Status"] == "DRAFT":
            raise NotFoundError
        url = f"https://in.xero.com/{owner.id.replace('-', '')}"
        return self._envelope.answer("OnlineInvoices", [{"OnlineInvoiceUrl": url}])


class Parts:
    """Finds the part that a path names."""

    def __init__(self, books: Books, envelope: Envelope, batches: Batches) -> None:
        self._books = books
        self._parts: Mapping[str, Part] = {
            "History": History(books, envelope),
            "Attachments": Attachments(books, envelope),
            "Allocations": Allocations(books, batches),
            "OnlineInvoice": OnlineInvoice(envelope),
        }

    @staticmethod
    def named(entity: str, key: str | None) -> str | None:
        """The part that a key behind a resource names, if it names one."""
        pieces = (key or "").split("/", 2)
        known = {name.lower(): name for name in _OWNERS}
        name = known.get(pieces[1].lower()) if len(pieces) > 1 else None
        return name if name and entity in _OWNERS[name] else None

    def answer(self, sent: Sent, method: str, entity: str, key: str) -> Response:
        """The answer of the part; its record is named by id only."""
        owner_id, _, behind = key.partition("/")
        record = self._books.get(entity, owner_id.lower())
        name = self.named(entity, key)
        if record is None or name is None:
            raise NotFoundError
        return self._parts[name].answer(
            sent, method, Owner(entity, record), behind.partition("/")[2]
        )
