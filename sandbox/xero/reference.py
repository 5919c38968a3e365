"""The organisation's settings: read-only lists without paging."""

from werkzeug.wrappers import Response

from sandbox.xero.acted import muddled
from sandbox.xero.books import IDS, Books, Record
from sandbox.xero.envelope import Envelope
from sandbox.xero.reading.fields import FIELDS
from sandbox.xero.reading.selection import selected
from sandbox.xero.refusals import BrokenError, NotFoundError
from sandbox.xero.resource import ReadOnly, Sent


class Organisation(ReadOnly):
    """/Organisation, which answers in the plural."""

    def __init__(self, books: Books, envelope: Envelope) -> None:
        self._books = books
        self._envelope = envelope

    def read(self, sent: Sent) -> Response:
        """The one organisation."""
        return self._envelope.answer("Organisations", [self._books.organisation()])

    def read_one(self, sent: Sent, key: str) -> Response:
        """What the connected user may do there."""
        if key != "Actions":
            raise NotFoundError
        allowed = bool(self._books.switches.value("approval_rights"))
        actions = {
            "CreateApprovedInvoice": allowed,
            "CreateDraftInvoice": True,
            "ApproveInvoice": allowed,
            "UseMulticurrency": True,
        }
        return self._envelope.answer(
            "Actions",
            [
                {"Name": name, "Status": "ALLOWED" if may else "NOT-ALLOWED"}
                for name, may in actions.items()
            ],
        )


class Listed(ReadOnly):
    """A list of records; `noun` when `where` and `order` are understood."""

    def __init__(self, books: Books, envelope: Envelope, entity: str, noun: str) -> None:
        self._books = books
        self._envelope = envelope
        self._entity = entity
        self._noun = noun

    def read(self, sent: Sent) -> Response:
        """All of them, in the order of the books unless asked otherwise."""
        rows = self._books.store.all(self._entity)
        filtered = sent.argument("where") or sent.argument("order")
        dated = "UpdatedDateUTC" in FIELDS.get(self._noun, {})
        if self._noun in FIELDS and (filtered or dated):
            rows = [dict(row) for row in selected(rows, sent, self._noun, IDS[self._entity])]
        return self._envelope.answer(self._entity, muddled(rows, sent.fault))

    def read_one(self, sent: Sent, key: str) -> Response:
        """One by its id."""
        found = self._books.get(self._entity, key) or self._books.get(self._entity, key.lower())
        if found is None:
            raise NotFoundError
        return self._envelope.answer(self._entity, [found])


class TrackingCategories(Listed):
    """/TrackingCategories: archived ones only when asked for."""

    def __init__(self, books: Books, envelope: Envelope) -> None:
        super().__init__(books, envelope, "TrackingCategories", "TrackingCategory")

    def read(self, sent: Sent) -> Response:
        """The active ones, or all."""
        rows: list[Record] = self._books.store.all("TrackingCategories")
        if not sent.flag("includeArchived"):
            rows = [row for row in rows if row["Status"] == "ACTIVE"]
        if sent.argument("where") or sent.argument("order"):
            rows = [dict(row) for row in selected(rows, sent, self._noun, "TrackingCategoryID")]
        return self._envelope.answer("TrackingCategories", rows)

    def read_one(self, sent: Sent, key: str) -> Response:
        """One; a wrong id is known to end in a 500 (xero-node issue 510)."""
        if self._books.get("TrackingCategories", key.lower()) is None:
            raise BrokenError
        return super().read_one(sent, key)
