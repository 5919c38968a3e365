"""Product Dashboard: this month's volume, the health of both sides, what waits, what just happened."""

from typing import Any

from flask import Blueprint

from core.store.views import documents, figures, summary
from core.store.views.search import DocumentFilter
from gateway.months import last_month, this_month
from gateway.pages.frame import Frame, frame_of, render
from gateway.presenters.amounts import amount
from gateway.presenters.analytics import chart, months_back
from gateway.presenters.connections import side_cards
from gateway.presenters.document_rows import row_view
from gateway.presenters.first_run import is_first_run, steps
from gateway.presenters.times import moment_or_none
from gateway.roles import admit

blueprint = Blueprint("dashboard", __name__)

_LATEST = 6
_MONTHS = 12


@blueprint.get("/c/<connection>/dashboard")
@admit("viewer")
def dashboard(connection: str) -> str:
    """Before anything has reached Xero, the steps that lead there instead of empty figures."""
    frame = frame_of(connection)
    row = frame.lens.connection
    is_first = is_first_run(row, frame.counts)
    return render(
        "dashboard.html",
        frame,
        steps=steps(row, frame.counts) if is_first else (),
        counts=frame.counts,
        held=summary.held_count(connection),
        sides=side_cards(frame.lens),
        next_look=moment_or_none(row.next_look_at, frame.lens.now, frame.lens.zone),
        **({} if is_first else _figures(frame)),
    )


def _figures(frame: Frame) -> dict[str, Any]:
    through, connection = frame.lens, frame.lens.connection.id
    month = this_month(through.now, through.organisation_zone)
    before = last_month(through.now, through.organisation_zone)
    volume = figures.volume(connection, month.month)
    latest = documents.page("invoices", connection, DocumentFilter(), limit=_LATEST)
    months = months_back(_MONTHS, through.now, through.organisation_zone)
    return {
        "month": month.name,
        "count": f"{volume.count:,}",
        "values": [f"{amount(total)} {currency}" for currency, total in volume.value.items()],
        "before": before.name,
        "before_count": f"{figures.volume(connection, before.month).count:,}",
        "rows": [row_view(row, through) for row in latest.rows],
        "chart": chart(figures.months(connection, months, "issued"), "count", ""),
    }
