"""Rows of the store become the API's shapes."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from core.domain.money import to_cents
from core.store.views.logs import LogRow
from core.store.views.rows import DocumentRow, FaultRow
from core.store.views.unknown_refusals import UnknownRefusal
from gateway.api import document_schemas as shapes
from gateway.api import schemas
from gateway.presenters.document_rows import Lens, hold_of
from gateway.presenters.places import place_of_fault


def document(row: DocumentRow, through: Lens) -> shapes.DocumentOut:
    return shapes.DocumentOut(**fields_of(row, through))


def unknown_refusal(found: UnknownRefusal) -> schemas.UnknownRefusalOut:
    return schemas.UnknownRefusalOut(**asdict(found))


def log_line(row: LogRow) -> schemas.LogLineOut:
    return schemas.LogLineOut(**asdict(row))


def cents_or_none(value: Decimal | None) -> Decimal | None:
    return None if value is None else to_cents(value)


def fields_of(row: DocumentRow, through: Lens) -> dict[str, Any]:
    hold = hold_of(row, through)
    skip, notice = row.skip, row.notice
    return {
        "autotask_id": row.autotask_id,
        "number": row.number,
        "company": row.party,
        "date": day_or_none(row.dated_on),
        "due_date": day_or_none(row.due_on),
        "currency": row.currency,
        "subtotal": cents_or_none(row.subtotal),
        "tax": cents_or_none(row.tax),
        "total": cents_or_none(row.total),
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


def day_or_none(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
