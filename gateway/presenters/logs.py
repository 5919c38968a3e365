"""Lines of the sync log, as their template shows them."""

import json
from dataclasses import dataclass
from datetime import datetime

from core.store.views.logs import LogRow
from gateway.presenters.document_rows import Lens
from gateway.presenters.json_text import pretty
from gateway.presenters.times import Moment

_PARTS = {
    "autotask_ingestion": "Autotask",
    "xero_posting": "Xero",
    "purchase_order_sync": "Purchase orders",
    "payment_sync": "Payments",
    "sync_log": "Log",
    "gateway": "Gateway",
}
_ICONS = {"info": "info-circle", "warning": "alert-triangle", "error": "alert-octagon"}


# Shown in folds of their own.
_APART = ("request", "answer", "batch_id")


@dataclass(frozen=True, slots=True)
class LogLine:
    """All of it is text. `request` and `answer` are the bodies of a call that failed; `batch` names
    the request with which a document went."""

    id: str
    at: Moment
    level: str
    icon: str
    part: str
    code: str
    message: str
    autotask_id: int | None
    shelf: str
    run_id: str
    detail: str
    request: str
    answer: str
    batch: str

    @property
    def has_more(self) -> bool:
        """Whether there is something to unfold."""
        return bool(self.detail or self.request or self.answer or self.batch)


@dataclass(frozen=True, slots=True)
class Touched:
    """The last day on which something was said of an id: in words, and as an address has it."""

    text: str
    day: str


def touched(at: datetime, through: Lens) -> Touched:
    local = at.astimezone(through.zone)
    year = "" if local.year == through.now.astimezone(through.zone).year else f" {local.year}"
    return Touched(f"{local.day} {local:%b}{year}", local.date().isoformat())


def log_line(row: LogRow, at: Moment) -> LogLine:
    shelf = "purchase-orders" if row.service == "purchase_order_sync" else "invoices"
    return LogLine(
        id=row.id,
        at=at,
        level=row.level,
        icon=_ICONS.get(row.level, "info-circle"),
        part=part_name(row.service),
        code=row.code,
        message=row.message,
        autotask_id=row.autotask_id,
        shelf=shelf,
        run_id=row.run_id or "",
        detail=_detail(row),
        request=pretty(str(row.detail.get("request") or "")),
        answer=pretty(str(row.detail.get("answer") or "")),
        batch=str(row.detail.get("batch_id") or ""),
    )


def part_name(service: str) -> str:
    return _PARTS.get(service, service)


def _detail(row: LogRow) -> str:
    known = {name: value for name, value in row.detail.items() if name not in _APART and value}
    if row.xero_id:
        known["xero_id"] = row.xero_id
    return json.dumps(known, indent=2, default=str, ensure_ascii=False) if known else ""
