"""Home: one product tile for each connection."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template

from core.domain.status import Status
from core.runtime.clock import utc_now
from core.store.views import connections, tiles
from core.store.views.documents import Counted
from gateway.months import this_month
from gateway.pages.viewing import viewing
from gateway.presenters import connections as words
from gateway.presenters.banners import Banner, tile_trouble
from gateway.presenters.document_rows import Lens, lens
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
    """However many connections there are, their figures are asked for together."""
    rows = connections.connections()
    template = current_app.config["SETTINGS"].xero_deep_link
    through = {row.id: lens(row, "invoices", utc_now(), template, viewing()) for row in rows}
    months = {key: this_month(each.now, each.organisation_zone) for key, each in through.items()}
    standing = tiles.standing(list(through))
    synced = tiles.synced({key: month.month for key, month in months.items()})
    shown = [
        _tile(through[row.id], standing[row.id], synced[row.id], months[row.id].name)
        for row in rows
    ]
    return render_template("home.html", tiles=shown)


def _tile(through: Lens, standing: Counter[Status], synced: int, month: str) -> Tile:
    row = through.connection
    return Tile(
        id=row.id,
        name=row.name,
        badges=words.badges(row),
        engine=words.engine(through),
        faults=Counted(standing[Status.FAULT]),
        waiting=Counted(standing[Status.PENDING_SYNC] + standing[Status.PROCESSING]),
        synced=synced,
        month=month,
        trouble=tile_trouble(through),
    )
