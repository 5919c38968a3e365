"""The connection that an address names, or 404."""

from flask import abort, current_app

from core.runtime.clock import utc_now
from core.store.views import connections
from gateway.messages import frame as messages
from gateway.presenters.document_rows import Lens, lens


def lens_of(connection_id: str, kind: str = "invoices") -> Lens:
    row = connections.connection(connection_id) or abort(404, messages.NO_SUCH_CONNECTION)
    return lens(row, kind, utc_now(), current_app.config["SETTINGS"].xero_deep_link)
