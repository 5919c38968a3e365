"""Xero's API in the product's words: reads, and `send`, the only call that changes anything.

Reads come in lists, as many rows to a call as Xero gives. Documents that Xero calls DELETED are left
out of look-ups (they no longer hold their number); VOIDED ones are in, because they do.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from core.clients.budget import Budget
from core.clients.exact_json import load
from core.clients.http import Http
from core.clients.xero import translate
from core.clients.xero.answers import broken
from core.clients.xero.door import Query, XeroDoor
from core.clients.xero.elements import (
    COLLECTIONS,
    AnswerDoesNotFitError,
    Collection,
    read_elements,
)
from core.clients.xero.entities import BatchAnswer, BrandingTheme, TrackingCategory
from core.clients.xero.fields import Element, UnreadableElementError
from core.clients.xero.where import any_of, equals
from core.domain.errors import RejectedError
from core.domain.payment import Payment
from core.domain.reference_data import Account, Organisation, TaxRate, XeroTenant
from core.domain.xero_document import DocumentKind, XeroContact, XeroDocument

# Xero advises about 40 ids or numbers to a call; the address must not grow too long either.
_NAMES_A_CALL = 40
_NAMES_LENGTH = 1500
_PAGE_SIZE = 1000
_SHOW_RATES: Query = (("unitdp", "4"),)
_LIVE: Query = (("Statuses", "DRAFT,SUBMITTED,AUTHORISED,PAID,VOIDED"),)
# What can stand in a path as it is; anything else is looked up by a filter.
_PLAIN_NUMBER = re.compile(r"[A-Za-z0-9._ :-]+")


class XeroClient:
    """One organisation's Xero. `access_token` is asked before every call.

    A question whose token has expired is asked once more after `renew_token`; a write is not,
    because its sender has to prove first that it may still send.
    """

    def __init__(
        self,
        tenant_id: str,
        access_token: Callable[[], str],
        http: Http,
        budget: Budget,
        api_url: str,
        renew_token: Callable[[], None] | None = None,
    ) -> None:
        self._door = XeroDoor(tenant_id, access_token, http, budget, api_url, renew_token)

    def send(self, method: str, path: str, body: bytes, key: str) -> BatchAnswer:
        """Send frozen bytes once, under their idempotency key.

        Raises RejectedError (whole request refused), UnauthorizedError and RateLimitedError when
        nothing was carried out, UnavailableError when nothing left, and OutcomeUnknownError for all
        that leaves it open: look before sending anything else.
        """
        collection = _collection(path)
        sent = _numbers(collection, body)
        options: Query = (("summarizeErrors", "false"),)
        if collection.kind is not None:
            options += _SHOW_RATES
        request, answer, response = self._door.write(method, path.strip("/"), options, body, key)
        try:
            elements = read_elements(collection, answer, sent)
        except (AnswerDoesNotFitError, UnreadableElementError) as error:
            raise broken(request, f"Xero's answer cannot be trusted: {error}") from error
        return BatchAnswer(response.status, elements, response.headers)

    def tenants(self) -> list[XeroTenant]:
        """List the organisations that the consent opened; needs no tenant and costs no budget."""
        return [translate.translate_tenant(Element(row)) for row in self._door.connections()]

    def organisation(self) -> Organisation:
        rows = self._door.rows("Organisation", key="Organisations")
        if not rows:
            raise RejectedError("Xero names no organisation for this connection.")
        return translate.translate_organisation(rows[0])

    def accounts(self) -> list[Account]:
        """List the accounts that have a code; bank accounts may lack one and can't be mapped to."""
        rows = (translate.translate_account(row) for row in self._door.rows("Accounts"))
        return [account for account in rows if account.code]

    def tax_rates(self) -> list[TaxRate]:
        """List all tax rates, deleted ones too: their status tells."""
        return [translate.translate_tax_rate(row) for row in self._door.rows("TaxRates")]

    def currencies(self) -> list[str]:
        return [row.text("Code") for row in self._door.rows("Currencies")]

    def tracking_categories(self) -> list[TrackingCategory]:
        rows = self._door.rows("TrackingCategories")
        return [translate.translate_tracking_category(row) for row in rows]

    def branding_themes(self) -> list[BrandingTheme]:
        rows = self._door.rows("BrandingThemes")
        return [translate.translate_branding_theme(row) for row in rows]

    def contacts(
        self, page: int, page_size: int = _PAGE_SIZE, include_archived: bool = True
    ) -> tuple[list[XeroContact], bool]:
        """Read a page of contacts (from 1); the second value tells whether it is the last."""
        options: Query = (("summaryOnly", "true"),)
        if include_archived:
            options += (("includeArchived", "true"),)
        rows, is_last = self._door.page("Contacts", options, page, page_size)
        return [translate.translate_contact(row) for row in rows], is_last

    def contacts_by_number(self, numbers: Sequence[str]) -> list[XeroContact]:
        """Find contacts by our own key, archived ones too: they hold it for ever."""
        found: list[XeroContact] = []
        for few in _portions(numbers, longest=20):
            either = any_of(equals("ContactNumber", number) for number in few)
            options: Query = (("where", either), ("includeArchived", "true"))
            rows = self._door.all_rows("Contacts", options, _PAGE_SIZE)
            found += [translate.translate_contact(row) for row in rows]
        return found

    def invoices_by_number(self, numbers: Sequence[str]) -> list[XeroDocument]:
        """Find sales invoices with their lines, VOIDED ones too."""
        listable = [number for number in numbers if "," not in number]
        found: list[XeroDocument] = []
        for few in _portions(listable):
            options: Query = (("InvoiceNumbers", ",".join(few)), *_LIVE, *_SHOW_RATES)
            found += self._documents(DocumentKind.INVOICE, options)
        # A comma would end the number in InvoiceNumbers.
        for number in set(numbers).difference(listable):
            options = (("where", equals("InvoiceNumber", number)), *_SHOW_RATES)
            found += self._documents(DocumentKind.INVOICE, options)
        return found

    def invoices_by_id(self, ids: Sequence[str]) -> list[XeroDocument]:
        """Read invoices with their lines, whatever their status."""
        found: list[XeroDocument] = []
        for few in _portions(ids):
            rows = self._door.all_rows("Invoices", (("IDs", ",".join(few)), *_SHOW_RATES), 100)
            found += [translate.translate_document(row, DocumentKind.INVOICE) for row in rows]
        return found

    def credit_notes_by_number(
        self, numbers: Sequence[str], modified_since: datetime | None = None
    ) -> list[XeroDocument]:
        """Find sales credit notes by number, VOIDED ones too.

        Xero has no list of numbers for them and no fast filter on the number. With `modified_since`
        one scan of what changed since then finds those that a batch may have made; without it each
        number costs a call.
        """
        if modified_since is not None:
            wanted = set(numbers)
            options: Query = (("where", equals("Type", "ACCRECCREDIT")), *_SHOW_RATES)
            recent = self._documents(DocumentKind.CREDIT_NOTE, options, modified_since)
            return [document for document in recent if document.number in wanted]
        return [document for number in numbers for document in self._credit_notes(number)]

    def credit_note(self, xero_id: str) -> XeroDocument | None:
        """Read one credit note with its lines, whatever its status; None if Xero has none."""
        rows = self._single("CreditNotes", xero_id)
        documents = [translate.translate_document(row, DocumentKind.CREDIT_NOTE) for row in rows]
        return documents[0] if documents else None

    def payments_since(
        self, modified_since: datetime | None, page: int
    ) -> tuple[list[Payment], bool]:
        """Read a page of customers' payments that were made or deleted since then."""
        options: Query = (
            ("where", equals("PaymentType", "ACCRECPAYMENT")),
            ("order", "UpdatedDateUTC ASC"),
        )
        rows, is_last = self._door.page("Payments", options, page, _PAGE_SIZE, modified_since)
        return [translate.translate_payment(row) for row in rows], is_last

    def _credit_notes(self, number: str) -> list[XeroDocument]:
        if _PLAIN_NUMBER.fullmatch(number):
            rows = self._single("CreditNotes", number)
            return _kept(DocumentKind.CREDIT_NOTE, rows, "ACCRECCREDIT")
        options: Query = (("where", equals("CreditNoteNumber", number)), *_SHOW_RATES)
        return self._documents(DocumentKind.CREDIT_NOTE, options)

    def _documents(
        self, kind: DocumentKind, options: Query, modified_since: datetime | None = None
    ) -> list[XeroDocument]:
        """Paged reads come with lines; an unpaged list would come without (Invoices)."""
        path, sales = (
            ("Invoices", "ACCREC")
            if kind is DocumentKind.INVOICE
            else ("CreditNotes", "ACCRECCREDIT")
        )
        return _kept(kind, self._door.all_rows(path, options, 100, modified_since), sales)

    def _single(self, path: str, name: str) -> list[Element]:
        try:
            return self._door.rows(f"{path}/{quote(name, safe='')}", _SHOW_RATES, key=path)
        except RejectedError as error:
            if error.status == 404:
                return []
            raise


def _kept(kind: DocumentKind, rows: Iterable[Element], sales_type: str) -> list[XeroDocument]:
    """Keep sales documents (a supplier's bill may carry any number) that are not deleted."""
    return [
        translate.translate_document(row, kind)
        for row in rows
        if row.text("Type") == sales_type and row.text("Status") != "DELETED"
    ]


def _collection(path: str) -> Collection:
    name = path.strip("/").split("/")[0]
    if name not in COLLECTIONS:
        raise ValueError(f"{name} is not written by this client")
    return COLLECTIONS[name]


def _numbers(collection: Collection, body: bytes) -> list[str]:
    """Read back from the frozen bytes which numbers are being sent."""
    rows = Element(load(body)).elements(collection.name)
    if not rows:
        raise ValueError(f"the body holds no {collection.name}")
    return [row.text(collection.number_key) for row in rows]


def _portions(names: Sequence[str], longest: int = _NAMES_A_CALL) -> Iterator[list[str]]:
    """Cut a list of names into portions that fit into an address."""
    portion: list[str] = []
    for name in dict.fromkeys(names):
        is_full = len(portion) == longest or sum(map(len, portion)) + len(name) > _NAMES_LENGTH
        if portion and is_full:
            yield portion
            portion = []
        portion.append(name)
    if portion:
        yield portion
