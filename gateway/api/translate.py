"""Rows of the store become the API's shapes."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from core.domain.money import to_cents
from core.store.views.logs import LogRow
from core.store.views.record import Record
from core.store.views.rows import DocumentRow, FaultRow
from core.store.views.trace import TraceRow
from core.store.views.unknown_refusals import UnknownRefusal
from gateway.api import document_schemas as shapes
from gateway.api import schemas
from gateway.presenters.document_rows import Lens, hold_of
from gateway.presenters.places import place_of_fault


def document(row: DocumentRow, through: Lens) -> shapes.DocumentOut:
    return shapes.DocumentOut(**_fields(row, through))


def detail(record: Record, trace: tuple[TraceRow, ...], through: Lens) -> shapes.DocumentDetail:
    return shapes.DocumentDetail(
        **_fields(record.row, through),
        created_at=record.created_at,
        ingested_at=record.ingested_at,
        completed_at=record.completed_at,
        written_back_at=record.written_back_at,
        write_back_refusal=record.write_back_refusal,
        write_back_next_at=record.write_back_next_at,
        write_back_refused_at=record.write_back_refused_at,
        order_number=record.order_number,
        tax_region=record.tax_region,
        voided=record.voided,
        attempts=record.attempts,
        checking_since=record.row.checking_since,
        xero_status=record.xero_status,
        xero_total=_cents_or_none(record.xero_total),
        amount_due=_cents_or_none(record.amount_due),
        paid_on=_day(record.paid_on),
        lines=[shapes.LineOut(**asdict(line)) for line in record.lines],
        decisions=[shapes.DecisionOut(**asdict(each)) for each in record.decisions],
        trace=[shapes.TraceOut(**asdict(each)) for each in trace],
        history=[shapes.HistoryOut(**asdict(entry)) for entry in record.history],
        raw=dict(record.raw) if record.raw else None,
    )


def unknown_refusal(found: UnknownRefusal) -> schemas.UnknownRefusalOut:
    return schemas.UnknownRefusalOut(**asdict(found))


def log_line(row: LogRow) -> schemas.LogLineOut:
    return schemas.LogLineOut(**asdict(row))


def _cents_or_none(value: Decimal | None) -> Decimal | None:
    return None if value is None else to_cents(value)


def _fields(row: DocumentRow, through: Lens) -> dict[str, Any]:
    hold = hold_of(row, through)
    skip, notice = row.skip, row.notice
    return {
        "autotask_id": row.autotask_id,
        "number": row.number,
        "company": row.party,
        "date": _day(row.dated_on),
        "due_date": _day(row.due_on),
        "currency": row.currency,
        "subtotal": _cents_or_none(row.subtotal),
        "tax": _cents_or_none(row.tax),
        "total": _cents_or_none(row.total),
        "status": row.status.value,
        "hold": hold
        and shapes.HoldOut(
            code=hold.code, message=hold.message, until=hold.until_at, next_look_at=hold.until_at
        ),
        "fault": fault_or_none(row.fault, row, through),
        "skip": skip and shapes.SkipOut(code=skip.code, message=skip.message, by=skip.by),
        "notice": notice and shapes.NoticeOut(**_without_by(asdict(notice))),
        "intent": row.intent or None,
        "xero_id": row.xero_id,
        "xero_number": row.xero_number,
        "xero_url": through.links.document(row, through.kind) or None,
        "updated_at": row.updated_at,
    }


def _without_by(note: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in note.items() if name != "by"}


def fault_or_none(
    found: FaultRow | None, row: DocumentRow, through: Lens
) -> shapes.FaultOut | None:
    return fault(found, row, through) if found else None


def fault(found: FaultRow, row: DocumentRow, through: Lens) -> shapes.FaultOut:
    place = place_of_fault(found, row, through)
    return shapes.FaultOut(**{**asdict(found), "link": place.url if place else None})


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
