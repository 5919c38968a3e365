"""`/{resource}/{id}/History`: notes, which can be added and never changed."""

from werkzeug.wrappers import Response

from sandbox.xero.books import Books, Record, fresh_id
from sandbox.xero.dates import wire_instant
from sandbox.xero.elements import Element, elements_of
from sandbox.xero.envelope import Envelope
from sandbox.xero.owners import Owner
from sandbox.xero.refusals import NotImplementedHereError, ValidationFailedError
from sandbox.xero.resource import Sent

ENTITY = "_history"
# The newer text; an older page says 250.
_LONGEST = 2500
_TOO_LONG = "Details must be 2500 characters or less."
_MISSING = "Details must be specified"


class History:
    """The notes of any record."""

    def __init__(self, books: Books, envelope: Envelope) -> None:
        self._books = books
        self._envelope = envelope
        books.store.add_index(ENTITY, "owner", lambda row: row["owner"])

    def answer(self, sent: Sent, method: str, owner: Owner, rest: str) -> Response:
        """GET lists, PUT adds."""
        if rest or method not in ("GET", "PUT"):
            raise NotImplementedHereError
        if method == "GET":
            rows = [row["shown"] for row in self._books.store.find(ENTITY, "owner", owner.id)]
            return self._envelope.answer("HistoryRecords", rows)
        elements = elements_of(sent.body, "HistoryRecords", "HistoryRecord")
        return self._envelope.answer(
            "HistoryRecords", [self._added(owner.id, element) for element in elements]
        )

    def _added(self, owner_id: str, sent: Element) -> Record:
        details = sent.text("Details") or ""
        if not details or len(details) > _LONGEST:
            problem = {"Message": _TOO_LONG if details else _MISSING}
            raise ValidationFailedError([{"Details": details, "ValidationErrors": [problem]}])
        now = self._books.clock.now()
        shown: Record = {
            "DateUTCString": f"{now:%Y-%m-%dT%H:%M:%S}",
            "DateUTC": wire_instant(now),
            "Details": details,
            "ValidationErrors": [],
        }
        stored = {"owner": owner_id, "shown": {**shown, "User": "System Generated"}}
        self._books.store.put(ENTITY, fresh_id(), stored)
        return shown
