"""Translates raw invoices and asks the domain whether they may go to Xero."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.clients.autotask.entities import RawInvoice
from core.clients.autotask.fields import Row, TranslationError, without_halves
from core.clients.autotask.translate import translate_invoice
from core.domain.admission import (
    Admitted,
    Circumstances,
    Skipped,
    Stopped,
    Verdict,
    admit,
    admit_by_hand,
    skip_by_header,
)
from core.domain.company import Company
from core.domain.faults import make_fault
from core.domain.invoice import Invoice
from core.domain.records import Ingested
from core.domain.snapshot import MOST_LINES, take_snapshot
from core.runtime.autotask_lists import Lists
from core.store.ingested_invoices import Judged, Known
from core.store.invoices import REFRESHING
from services.autotask_ingestion.desk import Desk
from services.autotask_ingestion.header_readings import HeaderReadings
from services.autotask_ingestion.pick_lists import PickLists
from services.autotask_ingestion.surroundings import Surroundings


class Judge:
    """Judges the invoices of one page with everything they refer to at hand."""

    def __init__(
        self,
        desk: Desk,
        lists: Lists,
        found: Sequence[RawInvoice],
        lines: Mapping[int, list[dict[str, Any]]],
        *,
        learns: bool = True,
    ) -> None:
        """With `learns` off no invoice counts as evidence of how the tenant writes its totals."""
        self._desk = desk
        self._learns = learns
        self._lists = lists
        self._lines = lines
        company_ids = (Row("Invoices", invoice.raw).id_or_none("companyID") for invoice in found)
        self._companies = lists.companies(each for each in company_ids if each is not None)
        self._currencies, self._own_currency = lists.currency_codes(
            company.currency_id
            for company in self._companies.values()
            if company.currency_id is not None
        )
        self._billing_codes = lists.learn_billing_codes(
            code
            for items in lines.values()
            for item in items
            if (code := Row("BillingItems", item).id_or_none("billingCodeID")) is not None
        )
        lists.ensure_payment_terms()
        self._pick_lists = PickLists(desk, found, lines)
        self._surroundings = Surroundings(desk, found, lines)
        self._readings = HeaderReadings(desk)

    def judge(self, found: RawInvoice, known: Known | None) -> Judged:
        """Translate and judge; a field that cannot be read becomes a fault that names it."""
        raw_lines = self._lines.get(found.autotask_id, [])
        if known is not None:
            found = RawInvoice(found.autotask_id, dict(known.as_billed(found.raw)))
        now = self._desk.now()
        is_too_long = len(raw_lines) > MOST_LINES
        readable = [] if is_too_long else raw_lines
        verdict: Verdict
        try:
            invoice = translate_invoice(found.raw, readable)
            self._pick_lists.refuse_unknown(found.raw, readable)
        except TranslationError as error:
            invoice = _unreadable(found, now)
            verdict = _stop_unreadable(error)
        else:
            if is_too_long:
                verdict = self._skip_unread(invoice, known, now) or _stop_too_long(raw_lines)
            else:
                verdict = self._admit(invoice, known, now)
            self._learn(invoice, known, verdict)
        return Judged(self._ingested(invoice, found.raw, raw_lines), verdict)

    def _admit(self, invoice: Invoice, known: Known | None, now: datetime) -> Verdict:
        """A rule may skip what belongs to nobody we know; nothing else may come of it."""
        company = self._companies.get(invoice.company_id)
        verdict = self._ask_rules(invoice, company, known, now)
        if isinstance(verdict, Skipped):
            return verdict
        return self._unknown_party(invoice, company) or verdict

    def _skip_unread(self, invoice: Invoice, known: Known | None, now: datetime) -> Skipped | None:
        """What a rule keeps out stops nobody, however many lines it has."""
        if known and (known.is_in_xero or known.is_unskipped):
            return None
        company = self._companies.get(invoice.company_id)
        around = self._around(invoice, known, now)
        return skip_by_header(invoice, company, self._desk.connection.settings, around)

    def _around(self, invoice: Invoice, known: Known | None, now: datetime) -> Circumstances:
        seen_at = known.ingested_at if known else now
        around = self._surroundings.of(invoice, seen_at, now)
        return replace(around, was_in_xero=known is not None and known.was_in_xero)

    def _ask_rules(
        self, invoice: Invoice, company: Company | None, known: Known | None, now: datetime
    ) -> Verdict:
        settings = self._desk.connection.settings
        seen_at = known.ingested_at if known else now
        around = self._around(invoice, known, now)
        if known and (known.is_in_xero or known.is_unskipped):
            return admit_by_hand(
                invoice,
                settings,
                is_in_xero=known.is_in_xero,
                seen_at=seen_at,
                now=now,
                around=around,
            )
        return admit(invoice, company, settings, seen_at=seen_at, now=now, around=around)

    def _learn(self, invoice: Invoice, known: Known | None, verdict: Verdict) -> None:
        if self._learns and isinstance(verdict, Admitted) and not invoice.is_voided:
            is_first = known is None or known.hold_code not in (None, REFRESHING)
            self._readings.take(invoice, is_first=is_first)

    def _unknown_party(self, invoice: Invoice, company: Company | None) -> Verdict | None:
        """Never guess whom to bill, nor in which currency."""
        if invoice.is_voided:
            return None
        if company is None:
            if error := self._lists.unreadable_companies.get(invoice.company_id):
                return _stop_unreadable(error)
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
        snapshot = take_snapshot(raw, raw_lines)
        return Ingested(
            invoice=invoice,
            company=company.name if company else f"Company {invoice.company_id}",
            currency=self._currency_of(company),
            content_hash=snapshot.content_hash,
            raw=snapshot.as_stored(),
            billing_codes=self._billing_codes,
        )

    def _currency_of(self, company: Company | None) -> str:
        # Without the multi-currency module currencyID is null: the tenant's own currency.
        if company is None or company.currency_id is None:
            return self._own_currency
        return self._currencies.get(company.currency_id, self._own_currency)


def _stop_too_long(raw_lines: Sequence[Any]) -> Stopped:
    return Stopped(
        make_fault("TOO_MANY_LINES", count=f"{len(raw_lines):,}", most=f"{MOST_LINES:,}")
    )


def _stop_unreadable(error: TranslationError) -> Stopped:
    return Stopped(make_fault("AUTOTASK_DATA", vendor_text=str(error), field=error.place))


def _unreadable(found: RawInvoice, now: datetime) -> Invoice:
    """A stand-in that can be shown: what is readable of an invoice that is not."""
    company_id = Row("Invoices", found.raw).id_or_none("companyID")
    number = found.raw.get("invoiceNumber")
    return Invoice(
        autotask_id=found.autotask_id,
        number=without_halves(number[:100]) if isinstance(number, str) else None,
        company_id=company_id or 0,
        issued_on=now.date(),
        due_on=None,
        created_at=now,
        header_total=Decimal(0),
        header_tax=Decimal(0),
    )
