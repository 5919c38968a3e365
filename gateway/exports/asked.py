"""Excel files as a person or a program asks for them: begun, found again, handed out."""

from flask import Response, abort, current_app

from core.store.exports import Wanted
from core.store.views import exports as views
from core.store.views.exports import ExportView
from gateway.exports import jobs
from gateway.exports.csv_stream import download, file_name
from gateway.filters import arguments_of, document_filter, kept_query
from gateway.gate import principal
from gateway.messages import list as messages
from gateway.presenters.document_rows import Lens

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def begin_excel(shelf: str, through: Lens, query: str) -> str:
    """The id of the file; filters that make no sense are refused here."""
    arguments = arguments_of(query)
    wanted = Wanted(
        connection_id=through.connection.id,
        shelf=shelf,
        query=kept_query(arguments),
        form="xlsx",
        zone=str(through.zone),
        name=file_name(shelf, document_filter(arguments), through, "xlsx"),
        by=principal().name,
    )
    return jobs.begin(wanted, _mongo_uri())


def look(connection: str, export_id: str) -> ExportView:
    """How far it is; 404 for one of somebody else, except to administrators."""
    found = views.export(connection, export_id)
    if found is None or not (found.by == principal().name or principal().may("admin")):
        abort(404, messages.NO_SUCH_EXPORT.format(most=jobs.MOST_KEPT))
    if found.is_open:
        jobs.tend(_mongo_uri())
    return found


def excel_file(ready: ExportView) -> Response:
    headers = {**download(ready.name), "Content-Length": str(ready.size)}
    return Response(views.content(ready), content_type=_EXCEL, headers=headers)


def _mongo_uri() -> str:
    uri: str = current_app.config["SETTINGS"].mongo_uri
    return uri
