"""`GET /connections` and `DELETE /connections/{id}`."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from sandbox.door.storage import Store
from sandbox.xero.answers import json_answer, not_found
from sandbox.xero.identity.access import Access
from sandbox.xero.identity.connections import Connections


def connections_blueprint(store: Store, access: Access, connections: Connections) -> Blueprint:
    """What an app is connected to."""
    blueprint = Blueprint("xero_connections", __name__)

    # The real paths ignore letter case, and Xero's Python SDK writes them with a capital.
    @blueprint.get("/Connections")
    @blueprint.get("/connections")
    def listed() -> Response:
        caller = access.user(request.headers)
        if isinstance(caller, Response):
            return caller
        event = request.args.get("authEventId")
        rows = connections.of(caller.client_id)
        return json_answer([row for row in rows if event in (None, row["authEventId"])])

    @blueprint.delete("/Connections/<connection_id>")
    @blueprint.delete("/connections/<connection_id>")
    def removed(connection_id: str) -> Response:
        caller = access.user(request.headers)
        if isinstance(caller, Response):
            return caller
        with store.transaction():
            gone = connections.remove(caller.client_id, connection_id.lower())
        return Response(b"", 204) if gone else not_found()

    return blueprint
