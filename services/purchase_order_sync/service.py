"""The purchase order actor: pulls orders in one go whenever no invoice of the connection waits."""

from datetime import timedelta
from typing import Any

from core.domain.events import Event
from core.domain.records import Connection
from core.runtime.answers import Answer
from core.runtime.clock import utc_now
from core.runtime.entrypoints import rpc, timer
from core.runtime.journal import Journal
from core.runtime.providers.announcer import Announcer
from core.runtime.providers.store import StoreProvider
from core.runtime.providers.sync_log import SyncLogProvider
from core.runtime.providers.vendors import AutotaskProvider
from core.runtime.side_job import SideJob
from core.store import connections
from services.purchase_order_sync.people import Request, resync
from services.purchase_order_sync.sync import JOB, SERVICE, pull

_JOB = SideJob(JOB, "autotask", SERVICE, "purchase orders", every=timedelta(minutes=5))


class PurchaseOrderSync:
    """Keeps the ledger's purchase orders as Autotask has them."""

    name = SERVICE

    store = StoreProvider()
    sync_log = SyncLogProvider()
    announce = Announcer()
    autotask = AutotaskProvider()

    @timer
    def tick(self) -> None:
        # An order has no route: of those who share an Autotask the owner has it.
        for connection in connections.owners():
            _JOB.run_if_due(connection, self._pull, self.sync_log.write, utc_now)

    @rpc
    def sync_now(self, connection_id: str) -> Answer:
        return _JOB.run_soon(connections.autotask_key(connection_id), utc_now)

    @rpc
    def resync(
        self, connection_id: str, autotask_id: int, by: str, reason: str | None = None
    ) -> Answer:
        request = Request(connection_id, autotask_id, by, reason)
        return resync(self.autotask, self.sync_log.write, request, utc_now)

    def _pull(self, connection: Connection, journal: Journal) -> int:
        autotask = self.autotask.open(connection, journal.call)
        stored = pull(connection, autotask, journal, utc_now)
        if stored:
            payload: dict[str, Any] = {"connection_id": connection.id}
            self.announce(Event.PURCHASE_ORDERS_PENDING, payload)
        return stored
