"""Is the database there at all? Asked by the readiness probe."""

from core.domain.errors import UnavailableError
from core.store import connect
from core.store.views.reading import read


def is_reachable() -> bool:
    try:
        read(connect.ping)()
    except UnavailableError:
        return False
    return True
