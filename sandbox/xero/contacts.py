"""/Contacts."""

from collections.abc import Sequence

from werkzeug.wrappers import Response

from sandbox.xero.acted import muddled
from sandbox.xero.batches import Batches
from sandbox.xero.books import Books, Record
from sandbox.xero.contact_rules import (
    UNKNOWN,
    ContactWriter,
    folded,
    name_taken,
)
from sandbox.xero.contact_views import (
    full_contact,
    listed_contact,
    refused_contact,
    summary_contact,
)
from sandbox.xero.elements import Element, elements_of
from sandbox.xero.envelope import Envelope
from sandbox.xero.reading.pages import Page, paged
from sandbox.xero.reading.selection import selected
from sandbox.xero.refusals import NotFoundError, NotImplementedHereError, RejectedElementError
from sandbox.xero.resource import Sent

_SEARCHED = ("Name", "FirstName", "LastName", "ContactNumber", "CompanyNumber", "EmailAddress")


class Contacts:
    """Customers and suppliers."""

    def __init__(self, books: Books, envelope: Envelope, batches: Batches) -> None:
        self._books = books
        self._envelope = envelope
        self._batches = batches

    def read(self, sent: Sent) -> Response:
        """The list; archived ones only when asked for."""
        rows = selected(self._candidates(sent), sent, "Contact", "ContactID")
        show = summary_contact if sent.flag("summaryOnly") else full_contact
        if not (sent.argument("page") or sent.argument("pageSize") or sent.flag("summaryOnly")):
            return self._answer(sent, [listed_contact(row) for row in rows])
        shown, page = paged(rows, sent.page(), sent.argument("pageSize"))
        return self._answer(sent, [show(row) for row in shown], page)

    def read_one(self, sent: Sent, key: str) -> Response:
        """One contact by id or contact number."""
        by_number = self._books.find("Contacts", "ContactNumber", key)
        found = self._books.get("Contacts", key.lower()) or next(iter(by_number), None)
        if found is None:
            raise NotFoundError
        return self._answer(sent, [full_contact(found)])

    def write(self, sent: Sent, method: str, key: str | None) -> Response:
        """PUT creates; POST creates or overwrites, by id, contact number or name."""
        if method not in ("PUT", "POST") or (method == "PUT" and key):
            raise NotImplementedHereError
        elements = elements_of(sent.body, "Contacts", "Contact")
        writer = ContactWriter(self._books)

        def write(element: Element) -> tuple[Record, Sequence[str]]:
            if method == "PUT":
                self._refuse_known(element)
            existing = None if method == "PUT" else self._meant(element, key)
            return full_contact(writer.apply(element, existing)), ()

        return self._batches.answer(sent, "Contacts", elements, write, refused_contact)

    def _refuse_known(self, element: Element) -> None:
        known = self._books.get("Contacts", element.guid("ContactID") or "")
        if known is not None:
            raise RejectedElementError([name_taken(known["Name"])], known)

    def _meant(self, element: Element, key: str | None) -> Record | None:
        if key is not None:
            found = self._books.get("Contacts", key.lower())
            if found is None:
                raise NotFoundError
            return found
        contact_id = element.guid("ContactID")
        if contact_id:
            found = self._books.get("Contacts", contact_id)
            if found is None:
                raise RejectedElementError([UNKNOWN], element.sent)
            return found
        return self._by_number_or_name(element)

    def _by_number_or_name(self, element: Element) -> Record | None:
        number = element.text("ContactNumber")
        if number:
            matches = self._books.find("Contacts", "ContactNumber", number)
            if matches:
                return matches[0]
        name = folded(element.text("Name") or "")
        # A name that exists overwrites that contact: this is how e-mail addresses get lost.
        matches = self._books.find("Contacts", "Name", name) if name else []
        return min(matches, key=lambda row: row["ContactStatus"] != "ACTIVE", default=None)

    def shown(self) -> list[Record]:
        """Every stored one."""
        return [full_contact(row) for row in self._books.store.all("Contacts")]

    def _answer(self, sent: Sent, rows: list[Record], page: Page | None = None) -> Response:
        return self._envelope.answer("Contacts", muddled(rows, sent.fault), page)

    def _candidates(self, sent: Sent) -> list[Record]:
        rows = self._books.store.all("Contacts")
        ids = {each.lower() for each in sent.listed("IDs")}
        if ids:
            rows = [row for row in rows if row["ContactID"] in ids]
        if not sent.flag("includeArchived"):
            rows = [row for row in rows if row["ContactStatus"] == "ACTIVE"]
        term = (sent.argument("searchTerm") or "").strip().casefold()
        if term:
            rows = [
                row
                for row in rows
                if any(term in str(row.get(name) or "").casefold() for name in _SEARCHED)
            ]
        return rows
