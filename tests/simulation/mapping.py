"""Maps a record of the simulation: a small stand-in for the tables, with the product's own marks."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core.domain.xero_document import DocumentKind, DraftLine, XeroDraft
from services.xero_posting.desk import Desk
from services.xero_posting.mapping.desk import _is_fit
from tests.simulation.stores.rows import Record

_ISSUED = date(2026, 11, 20)
_DUE = date(2026, 12, 20)
PUBLIC_URL = "https://sync.example"
_LINKED = frozenset({DocumentKind.INVOICE, DocumentKind.BILL})


class Mapper:
    """The port `MapClaimed`; `numbering` is what the connection has chosen."""

    def __init__(self, numbering: str, status: str) -> None:
        self._numbering = numbering
        self._status = status

    def __call__(
        self, desk: Desk, batch_id: str, claimed: Sequence[Any], linked: Mapping[int, str]
    ) -> Sequence[tuple[Record, XeroDraft]]:
        mapped = []
        for record in claimed:
            contact_id = linked.get(record.party_id)
            if contact_id is None:
                message = "It belongs to another company now; once more."
                ids = [record.autotask_id]
                desk.give_back(batch_id, "COMPANY_CHANGED", message, autotask_ids=ids)
            elif record.invoice is None or _is_fit(desk, batch_id, record):
                mapped.append((record, self._draft(record, contact_id)))
        return mapped

    def _draft(self, record: Record, contact_id: str) -> XeroDraft:
        content, kind = record.content, record.kind
        sign = -1 if kind is DocumentKind.CREDIT_NOTE else 1
        lines = tuple(
            _line(sign * net, sign * tax)
            for net, tax in zip(content.nets, content.taxes, strict=True)
        )
        mark = f"Autotask {record.connection_id}/{record.autotask_id}"
        marked = f"{content.order} - {mark}" if content.order else mark
        return XeroDraft(
            kind=kind,
            number=self._number(record),
            contact_id=contact_id,
            issued_on=_ISSUED,
            due_on=None if kind is DocumentKind.CREDIT_NOTE else _DUE,
            currency=record.currency,
            status=self._status,
            reference=content.order if kind in _LINKED else marked,
            marker_url=(
                f"{PUBLIC_URL}/c/{record.connection_id}/sync/invoices/{record.autotask_id}"
            ),
            is_sent_to_contact=False,
            lines=lines,
        )

    def _number(self, record: Record) -> str:
        match self._numbering:
            case "xero":
                return ""
            case "id":
                return f"AT{record.autotask_id}"
        return record.number or ""


def _line(net: int, tax: int) -> DraftLine:
    price = Decimal(net) / 100
    return DraftLine(
        description="Remote support",
        quantity=Decimal(1),
        unit_amount=price,
        account_code="200",
        tax_type="OUTPUT2",
        net=price,
        tax=Decimal(tax) / 100,
    )
