"""Product Dashboard: this month's volume, the health of both sides, what waits, what just happened."""

from flask import Blueprint

from core.domain.status import Status
from core.store.views import analytics, documents, summary
from core.store.views.search import DocumentFilter
from gateway.months import last_month, this_month
from gateway.pages.frame import frame_of, render
from gateway.presenters.amounts import amount
from gateway.presenters.analytics import chart, months_back
from gateway.presenters.connections import side_cards
from gateway.presenters.document_rows import row_view
from gateway.roles import admit

blueprint = Blueprint("dashboard", __name__)

_LATEST = 6


@blueprint.get("/c/<connection>/dashboard")
@admit("viewer")
def dashboard(connection: str) -> str:
    frame = frame_of(connection)
    through = frame.lens
    month, before = (
        this_month(through.now, through.organisation_zone),
        last_month(through.now, through.organisation_zone),
    )
    volume = summary.volume(connection, month.from_at, month.before_at)
    latest = documents.page("invoices", connection, DocumentFilter(), limit=_LATEST)
    months = analytics.sales_by_month(
        connection, months_back(12, through.now, through.organisation_zone)
    )
    return render(
        "dashboard.html",
        frame,
        month=month.name,
        count=f"{volume.count:,}",
        values=[f"{amount(total)} {currency}" for currency, total in volume.value.items()],
        before=before.name,
        before_count=f"{summary.volume(connection, before.from_at, before.before_at).count:,}",
        counts=frame.counts,
        held=summary.held_count(connection),
        sides=side_cards(through),
        rows=[row_view(row, through) for row in latest.rows],
        chart=chart(months, "count", ""),
        labels={status: status.label for status in Status},
    )
