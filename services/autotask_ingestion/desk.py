"""What one run of ingestion works with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.clients.autotask.client import AutotaskClient
from core.domain.records import Connection
from core.runtime.autotask_lists import Lists
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from services.autotask_ingestion.ledger import STORED, Ledger

SERVICE = "autotask_ingestion"


@dataclass(frozen=True, slots=True)
class Desk:
    """A connection in hand: its Autotask, its journal, the clock and the ledger."""

    connection: Connection
    autotask: AutotaskClient
    journal: Journal
    now: Clock
    ledger: Ledger = STORED
    # All who share its Autotask, the owner first, where somebody has asked for them already.
    tenant: Sequence[Connection] = ()

    def of(self, connection: Connection) -> "Desk":
        """The same run at work for another connection of the tenant."""
        journal = self.journal.of(connection.id)
        return replace(self, connection=connection, journal=journal)

    def sharers(self) -> Sequence[Connection]:
        """All who share this Autotask, the owner first."""
        asked = self.tenant or self.ledger.connections.sharing(self.connection.autotask_key)
        return asked or [self.connection]

    def lists(self) -> Lists:
        """Autotask's lists for one run; what the API user may not read of them is logged."""
        return Lists(
            self.connection.autotask_key,
            self.autotask,
            self.now,
            lambda said: self.journal.warning("LIST_REFUSED", said),
        )
