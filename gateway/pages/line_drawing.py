"""Lines of the sync log as HTML: what was written once is drawn once."""

from collections.abc import Callable
from datetime import tzinfo
from functools import lru_cache, partial
from typing import Any

from flask import current_app
from markupsafe import Markup

from core.store.views.logs import LogRow
from gateway.presenters.document_rows import Lens
from gateway.presenters.logs import log_line
from gateway.presenters.times import moment

KEPT = 1_000
"""Five pages, some 3 MB, in each worker."""


def drawing(through: Lens) -> Callable[[LogRow], Markup]:
    """Draws lines of one connection in one zone."""
    return partial(draw, through.connection.id, through.zone)


@lru_cache(maxsize=KEPT)
def draw(connection: str, zone: tzinfo, row: LogRow) -> Markup:
    # A line says when it was written, not how long ago.
    at = moment(row.at, row.at, zone)
    macros: Any = current_app.jinja_env.get_template("logs/macros.html").module
    drawn: Markup = macros.line(log_line(row, at), connection)
    return drawn
