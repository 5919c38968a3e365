"""Where an invoice of a shared Autotask lives, for whoever finds it closed in another connection."""

from core.store.documents import ConnectionDocument, RouteDocument
from core.store.views.autotask import Sharer
from core.store.views.connection_rows import ConnectionRow
from core.store.views.reading import collection, read


@read
def routed_to(connection: ConnectionRow, autotask_id: int) -> Sharer | None:
    """The connection that has it; None where that is this one, or nobody knows."""
    route = collection(RouteDocument).find_one({"_id": f"{connection.autotask_key}/{autotask_id}"})
    if route is None or route["connection"] == connection.id:
        return None
    other = collection(ConnectionDocument).find_one({"_id": route["connection"]}, {"name": 1})
    return Sharer(other["_id"], other["name"]) if other else None
