"""The payment actor: asks Xero for payments whenever no invoice of the connection waits."""

from datetime import timedelta

from core.domain.records import Connection
from core.runtime.answers import Answer
from core.runtime.clock import utc_now
from core.runtime.entrypoints import rpc, timer
from core.runtime.journal import Journal
from core.runtime.providers.announcer import Announcer
from core.runtime.providers.store import StoreProvider
from core.runtime.providers.sync_log import SyncLogProvider
from core.runtime.providers.vendors import XeroProvider
from core.runtime.side_job import SideJob
from core.store import connections
from services.payment_sync.payments import JOB, pull

SERVICE = "payment_sync"
_JOB = SideJob(JOB, "xero", SERVICE, "payments", every=timedelta(minutes=15))


class PaymentSync:
    """Keeps the ledger's payments as Xero has them."""

    name = SERVICE

    store = StoreProvider()
    sync_log = SyncLogProvider()
    announce = Announcer()
    xero = XeroProvider()

    @timer
    def tick(self) -> None:
        for connection in connections.every():
            if connection.tenant_id is not None:
                _JOB.run_if_due(connection, self._pull, self.sync_log.write, utc_now)

    @rpc
    def sync_now(self, connection_id: str) -> Answer:
        return _JOB.run_soon(connection_id, utc_now)

    def _pull(self, connection: Connection, journal: Journal) -> int:
        return pull(connection, self.xero.open(connection, journal.call), utc_now)
