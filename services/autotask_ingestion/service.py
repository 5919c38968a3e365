"""The ingestion actor: a timer and five questions; the work is done in `rounds`."""

from typing import Any

from core.domain.papers import Form
from core.runtime.answers import Answer
from core.runtime.clock import utc_now
from core.runtime.crowd import CrowdProvider
from core.runtime.entrypoints import event_handler, rpc, timer
from core.runtime.providers.announcer import Announcer
from core.runtime.providers.store import StoreProvider
from core.runtime.providers.sync_log import SyncLogProvider
from core.runtime.providers.vendors import AutotaskProvider
from core.store import connections
from services.autotask_ingestion.credentials import Credentials
from services.autotask_ingestion.desk import SERVICE
from services.autotask_ingestion.lists import refresh_lists
from services.autotask_ingestion.rounds import Rounds
from services.autotask_ingestion.wanted_papers import WantedPapers
from services.autotask_ingestion.write_back_job import WriteBack


class AutotaskIngestion:
    """Brings invoices from Autotask into the ledger."""

    name = SERVICE

    store = StoreProvider()
    sync_log = SyncLogProvider()
    announce = Announcer()
    crowd = CrowdProvider()
    crowd_papers = CrowdProvider()
    crowd_write_back = CrowdProvider()
    autotask = AutotaskProvider()

    @timer
    def tick(self) -> None:
        self.crowd.each(self._rounds.run_if_due, connections.every())

    @timer
    def tick_papers(self) -> None:
        self.crowd_papers.each(self._papers.run_if_due, connections.every())

    @timer
    def tick_write_back(self) -> None:
        self.crowd_write_back.each(self._write_back.run_if_due, connections.every())

    @event_handler("xero_posting", "invoice_refresh_requested")
    def on_refresh_requested(self, payload: dict[str, Any]) -> None:
        self._rounds.look_soon(payload["connection_id"])

    @rpc
    def sync_now(self, connection_id: str) -> Answer:
        return self._rounds.sync_now(connection_id)

    @rpc
    def fetch_invoice(self, connection_id: str, autotask_id: int) -> Answer:
        return self._rounds.refresh_invoice(connection_id, autotask_id)

    @rpc
    def preview_html(self, connection_id: str, autotask_id: int) -> Answer:
        return self._rounds.fetch_paper(connection_id, autotask_id, Form.HTML)

    @rpc
    def invoice_pdf(self, connection_id: str, autotask_id: int) -> Answer:
        return self._rounds.fetch_paper(connection_id, autotask_id, Form.PDF)

    @rpc
    def read_aside(self, connection_id: str, autotask_id: int) -> Answer:
        return self._rounds.read_aside(connection_id, autotask_id)

    @rpc
    def test_credentials(self, connection_id: str) -> Answer:
        return self._credentials.test(connection_id)

    @rpc
    def save_credentials(self, connection_id: str, credentials: dict[str, str], by: str) -> Answer:
        return self._credentials.save(connection_id, credentials, by)

    @rpc
    def refresh_lists(self, connection_id: str) -> Answer:
        return refresh_lists(self.autotask, self.sync_log.write, connection_id, utc_now)

    @rpc
    def tell_again(self, connection_id: str, by: str) -> Answer:
        return self._write_back.tell_again(connection_id, by)

    @rpc
    def set_connection_state(self, connection_id: str, state: str, by: str) -> Answer:
        return self._rounds.set_state(connection_id, state, by)

    @property
    def _rounds(self) -> Rounds:
        return Rounds(self.autotask, self.sync_log.write, self.announce, utc_now)

    @property
    def _papers(self) -> WantedPapers:
        return WantedPapers(self.autotask, self.sync_log.write, utc_now)

    @property
    def _write_back(self) -> WriteBack:
        return WriteBack(self.autotask, self.sync_log.write, utc_now)

    @property
    def _credentials(self) -> Credentials:
        return Credentials(self.autotask, self.sync_log.write, self.announce, utc_now)
