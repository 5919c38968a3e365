"""What the posting actor does beside posting: it never calls Xero and holds up nothing."""

from core.domain.records import Connection
from core.runtime.clock import Clock
from services.xero_posting.people.diagnose import Diagnosis
from services.xero_posting.people.preflight import Preflights
from services.xero_posting.unknown_texts import count_unknown_texts


class Aside:
    """Small jobs of a connection, one after the other; each looks whether there is any work."""

    def __init__(self, now: Clock, public_url: str) -> None:
        self._now = now
        self._diagnosis = Diagnosis(now, public_url)
        self._preflights = Preflights(now, public_url)

    def run_if_due(self, connection: Connection) -> None:
        count_unknown_texts(connection, self._now)
        self._diagnosis.run_if_due(connection)
        self._preflights.run_if_due(connection)
