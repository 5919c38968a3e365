"""The audit's four ways of looking, on one page."""

from core.store.views import contact_reports
from gateway.pages.audit.door import HERE, blueprint
from gateway.pages.frame import frame_of, render
from gateway.presenters.audit.contacts import report_card
from gateway.roles import admit


@blueprint.get(HERE)
@admit("viewer")
def overview(connection: str) -> str:
    frame = frame_of(connection)
    latest = next(iter(contact_reports.latest(connection)), None)
    card = report_card(latest, frame.lens) if latest else None
    return render("audit/overview.html", frame, latest=card)
