"""Answers questions: lists with the filters that the product uses, single documents, paging."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from tests.factories.documents import NOON
from tests.simulation.xero.books import Books, Contact, Document
from tests.simulation.xero.rendering import contact_text, document_text, envelope

_FIELDS: dict[str, Callable[[Any], str]] = {
    "Type": lambda document: document.kind,
    "InvoiceNumber": lambda document: document.number,
    "CreditNoteNumber": lambda document: document.number,
    "Reference": lambda document: document.reference,
    "Status": lambda document: document.status,
    "Contact.ContactID": lambda document: document.contact_id,
    "ContactNumber": lambda contact: contact.number,
    "Name": lambda contact: contact.name,
    "ContactID": lambda contact: contact.contact_id,
}
_TERM = re.compile(r'(?P<field>[A-Za-z.]+)\s*==\s*(?:[Gg]uid\()?"(?P<value>(?:[^"]|"")*)"\)?')
Query = Mapping[str, str]
Item = TypeVar("Item", Document, Contact)


class Reader:
    """Answers from the books as they are now."""

    def __init__(self, books: Books) -> None:
        self._books = books
        # When a document was read: what a later update may know of it.
        self.read_at: dict[str, list[int]] = {}

    def answer(self, path: str, query: Query, since: str, ms: int) -> bytes | None:
        """The body for a question; None for what does not exist."""
        collection, _, name = path.partition("/")
        match collection:
            case "Organisation":
                return envelope(
                    "Organisations", ['{"Name":"Kauri","BaseCurrency":"NZD","ShortCode":"!k"}']
                )
            case "Contacts":
                return self._contacts(query, name)
            case "Invoices" | "CreditNotes" | "PurchaseOrders":
                return self._documents(collection, name, query, since, ms)
        return envelope(collection, [])

    def _contacts(self, query: Query, name: str) -> bytes | None:
        found: Iterable[Contact] = self._books.contacts.values()
        if name:
            found = [each for each in found if name in (each.contact_id, each.number)]
            return envelope("Contacts", [contact_text(c) + "}" for c in found]) if found else None
        if query.get("includeArchived") != "true":
            found = [contact for contact in found if not contact.is_archived]
        if ids := query.get("IDs"):
            found = [contact for contact in found if contact.contact_id in ids.split(",")]
        kept, paging = _page(_where(list(found), query.get("where", "")), query)
        return envelope("Contacts", [contact_text(contact) + "}" for contact in kept], paging)

    def _documents(
        self, collection: str, name: str, query: Query, since: str, ms: int
    ) -> bytes | None:
        found = [each for each in self._books.documents.values() if each.collection == collection]
        if name:
            named = [each for each in found if name in (each.xero_id, each.number)]
            # Of several with a number, Xero gives the one that counts.
            named.sort(key=lambda each: (each.xero_id != name, not each.is_alive))
            found = named[:1]
            if not found:
                return None
        else:
            found = _listed(found, query, since)
        kept, paging = _page(found, query) if not name else (found, "")
        for document in kept:
            self.read_at.setdefault(document.xero_id, []).append(ms)
        texts = [document_text(document, self._books) + "}" for document in kept]
        return envelope(collection, texts, paging)


def _listed(found: list[Document], query: Query, since: str) -> list[Document]:
    if numbers := query.get("InvoiceNumbers"):
        found = [each for each in found if each.number in numbers.split(",")]
    if ids := query.get("IDs"):
        found = [each for each in found if each.xero_id in ids.split(",")]
    if statuses := query.get("Statuses") or query.get("Status"):
        found = [each for each in found if each.status in statuses.split(",")]
    if contacts := query.get("ContactIDs"):
        found = [each for each in found if each.contact_id in contacts.split(",")]
    if since:
        moment = datetime.fromisoformat(since).replace(tzinfo=UTC)
        ms = int((moment - NOON).total_seconds() * 1000)
        found = [each for each in found if each.updated_at >= ms]
    found = _where(found, query.get("where", ""))
    if "order" in query:
        found.sort(key=lambda each: each.updated_at)
    return found


def _where(found: list[Item], text: str) -> list[Item]:
    """Alternatives of one field, conditions of several: what the product asks."""
    wanted: dict[str, set[str]] = {}
    for term in _TERM.finditer(text):
        wanted.setdefault(term["field"], set()).add(term["value"].replace('""', '"'))
    return [
        item
        for item in found
        if all(_FIELDS[field](item) in values for field, values in wanted.items())
    ]


def _page(found: Sequence[Item], query: Query) -> tuple[Sequence[Item], str]:
    if "page" not in query:
        return found, ""
    page, size = int(query["page"]), int(query.get("pageSize", "100"))
    pages = max(1, -(-len(found) // size))
    paging = (
        f'"pagination":{{"page":{page},"pageSize":{size},"pageCount":{pages},'
        f'"itemCount":{len(found)}}},'
    )
    return found[(page - 1) * size : page * size], paging
