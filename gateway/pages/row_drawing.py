"""Rows of a list as HTML, each drawn once for all pages on which it says the same.

Drawing one takes thirty times as long as finding out that nothing of it is different. What is kept
is a function of everything that a row shows, so nobody has to tell it of a change.
"""

from collections.abc import Iterable
from datetime import tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup

from core.store.views.rows import DocumentRow
from gateway.gate import principal
from gateway.presenters.document_rows import Lens, Shown, shown, view_of
from gateway.presenters.links import XeroLinks
from gateway.presenters.times import Moment, moment, relative

KEPT = 2_048
"""Four pages of 500 rows, some 4 MB, in each worker."""
_AGE = "\ue000"
"""Stands where a row says how long ago it changed: nothing but time changes that."""


class Look(NamedTuple):
    """How a list draws its rows: where they lead, and what their reader may do."""

    base: str
    suffix: str
    kind: str
    can_act: bool
    zone: tzinfo
    links: XeroLinks


def drawn(rows: Iterable[DocumentRow], through: Lens, shelf: str, query: str) -> Markup:
    """`query` is the list's own, which the pages of its records keep."""
    look = Look(
        base=f"/c/{through.connection.id}/sync/{shelf}",
        suffix=f"?{query}" if query else "",
        kind=through.kind,
        can_act=through.kind == "invoices" and principal().may("operator"),
        zone=through.zone,
        links=through.links,
    )
    pieces: list[str] = []
    for row in rows:
        before, after = draw(shown(row, through), look)
        pieces += (before, relative(row.updated_at, through.now, through.zone), after)
    return Markup("".join(pieces))  # noqa: S704 - Jinja has escaped it.


@lru_cache(maxsize=KEPT)
def draw(row: Shown, look: Look) -> tuple[str, str]:
    """What comes before and behind the words for the row's age."""
    at = moment(row.updated_at, row.updated_at, look.zone)
    view = view_of(
        row,
        look.links.document(row, look.kind),
        Moment(at.iso, _AGE, at.exact, at.clock),
    )
    macros: Any = current_app.jinja_env.get_template("list/macros.html").module
    in_xero = look.kind == "invoices"
    before, _, behind = macros.row(view, look.base, look.can_act, in_xero, look.suffix).rpartition(
        _AGE
    )
    return str(before), str(behind)
