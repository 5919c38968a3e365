"""Home: one product tile for each connection."""

from dataclasses import dataclass

from flask import Blueprint, current_app, render_template

from core.domain.status import Status
from core.runtime.clock import utc_now
from core.store.views import connections, documents, figures
from core.store.views.connection_rows import ConnectionRow
from core.store.views.documents import Counted
from core.store.views.search import DocumentFilter
from gateway.months import this_month
from gateway.pages.viewing import viewing
from gateway.presenters import connections as words
from gateway.presenters.banners import Banner, tile_trouble
from gateway.presenters.counted import added
from gateway.presenters.document_rows import lens
from gateway.roles import admit

blueprint = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True)
class Tile:
    """One product of one connection."""

    id: str
    name: str
    badges: tuple[words.Badge, words.Badge]
    engine: words.Engine
    faults: Counted
    waiting: Counted
    synced: int
    month: str
    trouble: Banner | None


@blueprint.get("/")
@admit("viewer")
def home() -> str:
    return render_template("home.html", tiles=[_tile(row) for row in connections.connections()])


def _tile(row: ConnectionRow) -> Tile:
    template = current_app.config["SETTINGS"].xero_deep_link
    through = lens(row, "invoices", utc_now(), template, viewing())
    counts = documents.counts("invoices", row.id, DocumentFilter())
    month = this_month(through.now, through.organisation_zone)
    return Tile(
        id=row.id,
        name=row.name,
        badges=words.badges(row),
        engine=words.engine(through),
        faults=counts[Status.FAULT],
        waiting=added(counts[Status.PENDING_SYNC], counts[Status.PROCESSING]),
        synced=figures.volume(row.id, month.month).count,
        month=month.name,
        trouble=tile_trouble(through),
    )
