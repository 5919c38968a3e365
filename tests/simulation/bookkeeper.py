"""A bookkeeper at work in Xero: edits, pays, voids, deletes, archives, merges, takes numbers."""

from random import Random

from tests.simulation.shared import Shared
from tests.simulation.xero.books import Contact, Document

_OPEN = ("DRAFT", "SUBMITTED", "AUTHORISED")


class Bookkeeper:
    """Changes the books as a person may; each change of a document is remembered on it."""

    def __init__(self, shared: Shared, random: Random) -> None:
        self._shared = shared
        self._random = random

    def prepare(self) -> None:
        """Some contacts and other people's documents are there before us."""
        plan, books = self._shared.plan, self._shared.books
        for company_id in range(7, 7 + plan.companies):
            draw = self._random.random()
            name = "Aroha Dental" if plan.are_namesakes else f"Company {company_id}"
            if draw < 0.3:
                contact = Contact(books.fresh_id(), name.upper(), "", "book")
                contact.is_archived = draw < 0.05
                books.contacts[contact.contact_id] = contact
                if plan.are_namesakes:
                    return

    def act(self) -> None:
        """Something happens in the books."""
        documents = [each for each in self._shared.books.documents.values() if each.is_alive]
        deed = self._random.choice(self._shared.plan.bookkeeper_deeds)
        if deed == "take a number":
            self._take_a_number()
        elif deed == "archive or merge":
            self._archive_or_merge()
        elif documents:
            self._touch(self._random.choice(documents), deed)

    def _touch(self, document: Document, deed: str) -> None:
        ms = self._shared.scheduler.ms
        match deed:
            case "edit" if document.status in _OPEN and not document.paid:
                document.reference = f"checked {document.reference}".strip()
            case "pay" if document.status == "AUTHORISED" and not document.paid:
                document.paid = max(1, document.total // 2)
            case "void" if document.status == "AUTHORISED" and not document.paid:
                order = document.kind == "PURCHASEORDER"
                document.status = "DELETED" if order else "VOIDED"
            case "delete" if document.status in ("DRAFT", "SUBMITTED"):
                document.status = "DELETED"
            case "approve" if document.status in ("DRAFT", "SUBMITTED"):
                document.status = "AUTHORISED"
            case _:
                return
        document.touched_at.append(ms)
        document.changed(ms)

    def _take_a_number(self) -> None:
        """Another document gets the number that one of ours is about to need."""
        shared = self._shared
        if not shared.rows:
            return
        row = self._random.choice(list(shared.rows.values()))
        kinds = {"invoice": "ACCREC", "credit_note": "ACCRECCREDIT", "bill": "ACCPAY"}
        kind = kinds.get(row.content.kind.value, "PURCHASEORDER")
        number = row.content.number or ""
        if shared.plan.numbering == "id":
            number = f"AT{row.autotask_id}"
        if next(shared.books.holders_of(kind, number), None) is not None:
            return
        document = Document(kind, shared.books.fresh_id(), "book", shared.scheduler.ms)
        document.number = number
        document.off = 777
        document.issued_on = "2026-11-01"
        document.touched_at.append(shared.scheduler.ms)
        shared.books.documents[document.xero_id] = document

    def _archive_or_merge(self) -> None:
        books = self._shared.books
        active = [each for each in books.contacts.values() if not each.is_archived]
        if not active:
            return
        contact = self._random.choice(active)
        others = [each for each in active if each is not contact]
        contact.is_archived = True
        if others and self._random.random() < 0.5:
            contact.merged_into = self._random.choice(others).contact_id

    def tidy(self) -> None:
        """Everything that stands in our way is put right: foreign numbers, archived contacts."""
        for document in self._shared.books.documents.values():
            if document.made_by == "book" and document.is_alive:
                document.number = f"{document.number} of another"
                document.changed(self._shared.scheduler.ms)
        for contact in self._shared.books.contacts.values():
            contact.is_archived = bool(contact.merged_into)
