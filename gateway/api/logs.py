"""The sync log, and Xero's texts that nobody knew yet."""

from datetime import UTC

from flask import Blueprint, request
from spectree import Response

from core.store.views import log_text
from core.store.views import logs as store
from core.store.views import unknown_refusals as unknown
from gateway.api import schemas, translate
from gateway.api.lenses import lens_of
from gateway.api.spec import spec
from gateway.filters import log_filter
from gateway.roles import admit

blueprint = Blueprint("logs", __name__)


@blueprint.get("/connections/<connection>/logs")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=schemas.LogList), tags=("Logs",))
def logs(connection: str, query: schemas.LogQuery) -> schemas.LogList:
    """A page of the log, newest first; days are days in UTC.

    A text is looked for about a second at a time: a page may be short, or empty, and go on at
    `next_cursor`; `searched_back_to` then says how far it came.
    """
    lens_of(connection)
    wanted = log_filter(request.args, UTC)
    search = log_text.search if wanted.text else store.log_page
    page = search(connection, wanted, limit=query.limit, cursor=query.cursor)
    items = [translate.log_line(row) for row in page.rows]
    return schemas.LogList(
        items=items, next_cursor=page.next_cursor, searched_back_to=page.searched_back_to
    )


@blueprint.get("/connections/<connection>/unknown-refusals")
@admit("viewer")
@spec.validate(resp=Response(HTTP_200=schemas.UnknownRefusalList), tags=("Logs",))
def unknown_refusals(connection: str) -> schemas.UnknownRefusalList:
    """Refusals of Xero whose text is not in the catalogue, counted by their shape."""
    lens_of(connection)
    items = [translate.unknown_refusal(each) for each in unknown.unknown_refusals(connection)]
    return schemas.UnknownRefusalList(
        items=items, total=unknown.unknown_total(connection), next_cursor=None
    )
