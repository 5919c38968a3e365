"""Lines of the sync log, as their template shows them."""

import json
from dataclasses import dataclass

from core.store.views.logs import LogRow
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment

_PARTS = {
    "autotask_ingestion": "Autotask",
    "xero_posting": "Xero",
    "purchase_order_sync": "Purchase orders",
    "payment_sync": "Payments",
    "sync_log": "Log",
    "gateway": "Gateway",
}
_ICONS = {"info": "info-circle", "warning": "alert-triangle", "error": "alert-octagon"}


@dataclass(frozen=True, slots=True)
class LogLine:
    """All of it is text; `run` is the short form of a run's id, None for lines without one."""

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


def log_line(row: LogRow, through: Lens) -> LogLine:
    shelf = "purchase-orders" if row.service == "purchase_order_sync" else "invoices"
    return LogLine(
        id=row.id,
        at=moment(row.at, through.now, through.zone),
        level=row.level,
        icon=_ICONS.get(row.level, "info-circle"),
        part=_PARTS.get(row.service, row.service),
        code=row.code,
        message=row.message,
        autotask_id=row.autotask_id,
        shelf=shelf,
        run_id=row.run_id or "",
        detail=_detail(row),
    )


def _detail(row: LogRow) -> str:
    known = {**row.detail}
    if row.xero_id:
        known["xero_id"] = row.xero_id
    return json.dumps(known, indent=2, default=str, ensure_ascii=False) if known else ""
