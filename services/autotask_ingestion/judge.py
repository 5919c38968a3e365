"""Translates raw invoices and asks the domain whether they may go to Xero."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.clients.autotask.entities import RawInvoice
from core.clients.autotask.translate import TranslationError, translate_invoice
from core.domain.admission import Stopped, Verdict, admit, admit_by_hand
from core.domain.company import Company
from core.domain.faults import make_fault
from core.domain.invoice import Invoice
from core.domain.records import Ingested
from core.domain.status import Status
from core.runtime.autotask_lists import Lists
from core.store.ingested_invoices import Judged, Known
from services.autotask_ingestion.desk import Desk

# Holds that end with other lines or with time, although the header stays as it is.
_WANTED_AGAIN = frozenset({"NO_LINES", "SUMS_DIFFER", "REFRESHING", "NO_NUMBER", "VOIDED"})
# What other tools, and our own write back, change without touching the sale.
_MARKERS = frozenset({"webServiceDate", "paidDate"})


def needs_lines(raw: Mapping[str, Any], known: Known | None, now: datetime) -> bool:
    """Tell whether an invoice found again has to be looked at: new, changed, or on such a hold."""
    if known is None or known.look_again:
        return True
    if known.status is Status.PENDING_SYNC and known.hold_code in _WANTED_AGAIN:
        return True
    stored = known.raw.get("invoice") or {}
    return _header(raw) != _header(stored)


def _header(raw: Mapping[str, Any]) -> str:
    kept = {name: _plain(value) for name, value in raw.items() if name not in _MARKERS}
    return json.dumps(kept, sort_keys=True)


def content_hash(raw: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> str:
    """A fingerprint of what was billed, markers left out."""
    text = _header(raw) + json.dumps(_plain(list(lines)), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


# BSON keeps whole numbers of 64 bits.
_LARGEST_STORED = 2**63 - 1


class Judge:
    """Judges the invoices of one page with everything they refer to at hand."""

    def __init__(
        self,
        desk: Desk,
        lists: Lists,
        found: Sequence[RawInvoice],
        lines: Mapping[int, list[dict[str, Any]]],
    ) -> None:
        self._desk = desk
        self._lines = lines
        company_ids = (invoice.raw.get("companyID") for invoice in found)
        self._companies = lists.companies(each for each in company_ids if isinstance(each, int))
        self._currencies, self._own_currency = lists.currency_codes(
            company.currency_id
            for company in self._companies.values()
            if company.currency_id is not None
        )
        self._billing_codes = lists.learn_billing_codes(
            code
            for items in lines.values()
            for item in items
            if isinstance(code := item.get("billingCodeID"), int)
        )
        lists.ensure_payment_terms()

    def judge(self, found: RawInvoice, known: Known | None) -> Judged:
        """Translate and judge; a field that cannot be read becomes a fault that names it."""
        raw_lines = self._lines.get(found.autotask_id, [])
        now = self._desk.now()
        verdict: Verdict
        try:
            invoice = translate_invoice(found.raw, raw_lines)
        except TranslationError as error:
            invoice = _unreadable(found, now)
            fault = make_fault("AUTOTASK_DATA", vendor_text=str(error), field=error.field)
            verdict = Stopped(fault)
        else:
            verdict = self._admit(invoice, known, now)
        return Judged(self._ingested(invoice, found.raw, raw_lines), verdict)

    def _admit(self, invoice: Invoice, known: Known | None, now: datetime) -> Verdict:
        settings = self._desk.connection.settings
        seen_at = known.ingested_at if known else now
        if known and (known.is_in_xero or known.is_unskipped):
            return admit_by_hand(
                invoice, settings, is_in_xero=known.is_in_xero, seen_at=seen_at, now=now
            )
        company = self._companies.get(invoice.company_id)
        verdict = admit(invoice, company, settings, seen_at=seen_at, now=now)
        return self._unknown_party(invoice, company) or verdict

    def _unknown_party(self, invoice: Invoice, company: Company | None) -> Verdict | None:
        """Never guess whom to bill, nor in which currency."""
        if invoice.is_voided:
            return None
        if company is None:
            return Stopped(make_fault("COMPANY_UNKNOWN", company_id=invoice.company_id))
        if company.currency_id is not None and company.currency_id not in self._currencies:
            return Stopped(
                make_fault(
                    "CURRENCY_UNKNOWN", company=company.name, currency_id=company.currency_id
                )
            )
        return None

    def _ingested(
        self, invoice: Invoice, raw: dict[str, Any], raw_lines: list[dict[str, Any]]
    ) -> Ingested:
        company = self._companies.get(invoice.company_id)
        return Ingested(
            invoice=invoice,
            company=company.name if company else f"Company {invoice.company_id}",
            currency=self._currency_of(company),
            content_hash=content_hash(raw, raw_lines),
            raw={"invoice": _plain(raw), "lines": _plain(raw_lines)},
            billing_codes=self._billing_codes,
        )

    def _currency_of(self, company: Company | None) -> str:
        # Without the multi-currency module currencyID is null: the tenant's own currency.
        if company is None or company.currency_id is None:
            return self._own_currency
        return self._currencies.get(company.currency_id, self._own_currency)


def _unreadable(found: RawInvoice, now: datetime) -> Invoice:
    """A stand-in that can be shown: what is readable of an invoice that is not."""
    company_id, number = found.raw.get("companyID"), found.raw.get("invoiceNumber")
    return Invoice(
        autotask_id=found.autotask_id,
        number=number if isinstance(number, str) else None,
        company_id=company_id if isinstance(company_id, int) else 0,
        issued_on=now.date(),
        due_on=None,
        created_at=now,
        header_total=Decimal(0),
        header_tax=Decimal(0),
    )


def _plain(value: Any) -> Any:
    """The same JSON with decimals as text: a snapshot must not round what it shows."""
    match value:
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case int() if abs(value) > _LARGEST_STORED:
            return str(value)
        case None | bool() | int() | str():
            return value
    return str(value)
