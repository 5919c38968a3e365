"""What the rules want to know about an invoice that is not written on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from core.clients.autotask.entities import RawInvoice
from core.clients.autotask.fields import Row
from core.domain.admission import Circumstances, LinesSeen
from core.domain.invoice import Invoice, is_known_status
from core.domain.name_lists import NameList
from core.domain.zones import zone_of
from core.store import reference_data
from services.autotask_ingestion.desk import Desk
from services.autotask_ingestion.tenants import pause_of


class Surroundings:
    """Those of the invoices of one page; what most pages never need is asked for when one does."""

    def __init__(
        self,
        desk: Desk,
        found: Sequence[RawInvoice],
        lines: Mapping[int, list[dict[str, Any]]],
    ) -> None:
        self._desk = desk
        self._with_lines = {
            Row("Invoices", invoice.raw).id_or_none("companyID")
            for invoice in found
            if lines.get(invoice.autotask_id)
        }
        self._without_lines = {
            company_id
            for invoice in found
            if not lines.get(invoice.autotask_id) and invoice.raw.get("isVoided") is not True
            if (company_id := Row("Invoices", invoice.raw).id_or_none("companyID")) is not None
        }
        self._seen: dict[int, LinesSeen] | None = None
        self._usual = Circumstances(
            company_types=self._labels(NameList.COMPANY_TYPES)
            if desk.connection.settings.skip_company_types
            else {},
            invoice_statuses=self._statuses(found),
            zone=zone_of(desk.connection.timezone or ""),
            poll_seconds=pause_of(desk.sharers()),
        )

    def of(self, invoice: Invoice, seen_at: datetime, now: datetime) -> Circumstances:
        patience = timedelta(minutes=self._desk.connection.settings.lines_hold_minutes)
        if invoice.lines or invoice.is_voided or now - seen_at < patience:
            return self._usual
        return replace(self._usual, lines_seen=self._lines_seen(invoice.company_id))

    def _lines_seen(self, company_id: int) -> LinesSeen:
        if company_id in self._with_lines:
            return LinesSeen.OF_THIS_COMPANY
        if self._seen is None:
            self._seen = self._ask(self._without_lines | {company_id})
        seen = self._seen.get(company_id, LinesSeen.UNKNOWN)
        if seen is LinesSeen.OF_NOBODY and self._with_lines:
            return LinesSeen.OF_OTHERS_ONLY
        return seen

    def _ask(self, company_ids: Collection[int]) -> dict[int, LinesSeen]:
        """Ask once for the page: where nothing has lines, each question reads the whole ledger."""
        tenant = [each.id for each in self._desk.sharers()]
        return self._desk.ledger.evidence.lines_seen(tenant, sorted(company_ids))

    def _statuses(self, found: Sequence[RawInvoice]) -> dict[int, str]:
        """The labels, if a status is met that Autotask's documents don't name (`pick_lists`)."""
        if all(is_known_status(invoice.raw.get("invoiceStatus")) for invoice in found):
            return {}
        return self._labels(NameList.INVOICE_STATUSES)

    def _labels(self, kind: NameList) -> dict[int, str]:
        rows = reference_data.load(self._desk.connection.autotask_key, kind)
        return {int(number): str(row["name"]) for number, row in rows.items()}
