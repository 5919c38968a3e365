"""Xero's API in the product's words: reads, and `send`, the only call that changes anything.

Reads come in lists, as many rows to a call as Xero gives. Documents that Xero calls DELETED are left
out of look-ups (they no longer hold their number); VOIDED ones are in, because they do.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from core.clients.budget import Budget
from core.clients.exact_json import load
from core.clients.http import Http
from core.clients.xero import translate
from core.clients.xero.answers import broken
from core.clients.xero.contact_answers import translate_full_contact
from core.clients.xero.door import Query, XeroDoor
from core.clients.xero.elements import AnswerDoesNotFitError, read_elements, read_sent
from core.clients.xero.entities import BatchAnswer, BrandingTheme, TrackingCategory
from core.clients.xero.fields import Element, UnreadableElementError
from core.clients.xero.payloads import path_of
from core.clients.xero.resources import RESOURCES, Resource
from core.clients.xero.where import any_of, equals
from core.domain.contacts.xero_contact import FullContact
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
_LINKED = (DocumentKind.INVOICE, DocumentKind.BILL)
_TYPES = {
    DocumentKind.INVOICE: "ACCREC",
    DocumentKind.BILL: "ACCPAY",
    DocumentKind.CREDIT_NOTE: "ACCRECCREDIT",
    DocumentKind.PURCHASE_ORDER: "PURCHASEORDER",
}
# Xero compares If-Modified-Since to the second, and does not say whether inclusively.
_OVERLAP = timedelta(seconds=2)
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

    def send(
        self, method: str, path: str, body: bytes, key: str, leaving: Callable[[], None]
    ) -> BatchAnswer:
        """Send frozen bytes once, under their idempotency key.

        `leaving` is called when nothing of ours can hold the request up any more, directly before
        it goes; what it raises keeps the request here.

        Raises RejectedError (whole request refused), UnauthorizedError and RateLimitedError when
        nothing was carried out, UnavailableError when nothing left, and OutcomeUnknownError for all
        that leaves it open: look before sending anything else.
        """
        resource = _resource(path) if method == "PUT" else _updated(path)
        sent = read_sent(resource, load(body))
        options: Query = (("summarizeErrors", "false"), *_rates(resource))
        request, answer, response = self._door.write(
            method, path.strip("/"), options, body, key, leaving
        )
        try:
            elements = read_elements(resource, answer, sent)
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

    def contacts_in_full(self, ids: Sequence[str]) -> list[FullContact]:
        """Read contacts with their people, addresses and terms, archived and merged ones too."""
        found: list[FullContact] = []
        for few in _portions(ids):
            options: Query = (("IDs", ",".join(few)), ("includeArchived", "true"))
            rows = self._door.all_rows("Contacts", options, 100)
            found += [translate_full_contact(row) for row in rows]
        return found

    def documents_by_number(self, kind: DocumentKind, numbers: Sequence[str]) -> list[XeroDocument]:
        """Find documents with their lines, VOIDED ones too; deleted ones gave up their number.

        Only invoices come as a list; of the others each number costs a call. A deleted purchase
        order keeps its number, so it is found all the same.
        """
        if kind not in _LINKED:
            return [each for number in numbers for each in self._by_number(kind, number)]
        listable = [number for number in numbers if "," not in number]
        found: list[XeroDocument] = []
        for few in _portions(listable):
            options: Query = (("InvoiceNumbers", ",".join(few)), *_LIVE, *_SHOW_RATES)
            found += self._documents(kind, options)
        # A comma would end the number in InvoiceNumbers.
        for number in set(numbers).difference(listable):
            options = (("where", equals("InvoiceNumber", number)), *_SHOW_RATES)
            found += self._documents(kind, options)
        return found

    def documents_changed(self, kind: DocumentKind, since: datetime) -> list[XeroDocument]:
        """Read every document that changed since then, with its lines, whatever its status.

        Xero orders by the time of the change, so a row that changes while we read moves to the end
        and draws the others forward over the edge of a page. Each further question therefore
        starts at the time of the last row seen, with a little overlap, instead of at a page.
        createdByMyApp is not asked for: a new client id would hide what the old one has made.
        """
        found: dict[str, XeroDocument] = {}
        page = 1
        while True:
            rows, is_last = self._changed(kind, since, page)
            found |= {row.xero_id: row for row in rows}
            if is_last:
                return [each for each in found.values() if each.kind is kind]
            latest = max((row.updated_at for row in rows if row.updated_at), default=since)
            moved_on = latest - _OVERLAP
            # With a thousand rows of one moment only the next page leads on.
            page, since = (1, moved_on) if moved_on > since else (page + 1, since)

    def document(self, kind: DocumentKind, xero_id: str) -> XeroDocument | None:
        """Read one document with its lines, whatever its status; None if Xero has none."""
        found = self._single(kind, xero_id)
        return found[0] if found else None

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

    def _by_number(self, kind: DocumentKind, number: str) -> list[XeroDocument]:
        if kind is DocumentKind.PURCHASE_ORDER:
            return self._single(kind, number)
        if _PLAIN_NUMBER.fullmatch(number):
            return [each for each in self._single(kind, number) if each.status != "DELETED"]
        options: Query = (("where", equals("CreditNoteNumber", number)), *_SHOW_RATES)
        return self._documents(kind, options)

    def _documents(self, kind: DocumentKind, options: Query) -> list[XeroDocument]:
        """Paged reads come with lines; an unpaged list would come without (Invoices)."""
        resource = _resource(path_of(kind))
        rows = self._door.all_rows(resource.name, options, 100)
        return [each for each in _read(resource, kind, rows) if each.status != "DELETED"]

    def _changed(
        self, kind: DocumentKind, since: datetime, page: int
    ) -> tuple[list[XeroDocument], bool]:
        resource = _resource(path_of(kind))
        options: Query = (("order", "UpdatedDateUTC ASC"), *_rates(resource))
        rows, is_last = self._door.page(resource.name, options, page, _PAGE_SIZE, since)
        sorts = ("", *_TYPES.values())
        known = [row for row in rows if row.text("Type") in sorts]
        return [translate.translate_document(row, resource) for row in known], is_last

    def _single(self, kind: DocumentKind, name: str) -> list[XeroDocument]:
        resource = _resource(path_of(kind))
        path = f"{resource.name}/{quote(name, safe='')}"
        try:
            rows = self._door.rows(path, _rates(resource), key=resource.name)
        except RejectedError as error:
            if error.status == 404:
                return []
            raise
        return _read(resource, kind, rows)


def _read(resource: Resource, kind: DocumentKind, rows: Iterable[Element]) -> list[XeroDocument]:
    """Keep documents of the kind: a supplier's bill or credit note may carry any number."""
    return [
        translate.translate_document(row, resource)
        for row in rows
        if row.text("Type") in ("", _TYPES[kind])
    ]


def _resource(path: str) -> Resource:
    name = path.strip("/").split("/")[0]
    if name not in RESOURCES:
        raise ValueError(f"{name} is not written by this client")
    return RESOURCES[name]


def _updated(path: str) -> Resource:
    """Contacts are changed by the fifty, so each element of an update is known by its id.

    It need not have our number: it may be a contact that was there before us.
    """
    resource = _resource(path)
    return resource if resource.kinds else resource._replace(number_key=resource.id_key)


def _rates(resource: Resource) -> Query:
    """Ask for prices of four decimals; purchase orders always have them."""
    is_asked = resource.kinds and DocumentKind.PURCHASE_ORDER not in resource.kinds
    return _SHOW_RATES if is_asked else ()


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
