"""Who shares an Autotask: who leads the pull, whom it serves, and how often."""

from collections.abc import Sequence

from core.domain.records import Connection
from core.store import connections, routes


def tenant_of(owner: Connection) -> list[Connection]:
    """All who share it, the owner first."""
    return connections.sharing(owner.id) or [owner]


def owner_of(connection_id: str) -> Connection | None:
    """The connection that has the credentials of the Autotask that this one reads."""
    connection = connections.get(connection_id)
    return connections.get(connection.autotask_key) if connection else None


def pause_of(tenant: Sequence[Connection]) -> int:
    """Seconds between looks: the shortest pause of those that are served, the owner in any case."""
    owner, *sharers = tenant
    served = [owner, *(each for each in sharers if each.is_active)]
    return min(each.settings.poll_seconds for each in served)


def elsewhere(key: str, connection_id: str, autotask_id: int) -> str:
    """A sentence for who has looked for an invoice in the wrong connection; mostly there is none."""
    route = routes.load(key, [autotask_id]).get(autotask_id)
    if route is None or route.connection_id == connection_id:
        return ""
    return f" It belongs to connection {route.connection_id}."
