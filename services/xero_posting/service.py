"""The posting actor: a timer, a bell and the requests of people; the work is done next door."""

from typing import Any

from core.runtime.answers import Answer
from core.runtime.crowd import CrowdProvider
from core.runtime.entrypoints import event_handler, rpc, timer
from core.runtime.providers.announcer import Announcer
from core.runtime.providers.settings import SettingsProvider
from core.runtime.providers.store import StoreProvider
from core.runtime.providers.sync_log import SyncLogProvider
from core.runtime.providers.vendors import XeroProvider
from core.store import connections
from services.xero_posting.desk import SERVICE
from services.xero_posting.desks import Desks
from services.xero_posting.options import checking
from services.xero_posting.options.save import Wish
from services.xero_posting.people.request import Request


class XeroPosting:
    """Sends what is due to Xero, exactly once."""

    name = SERVICE

    settings = SettingsProvider()
    store = StoreProvider()
    sync_log = SyncLogProvider()
    announce = Announcer()
    crowd = CrowdProvider()
    crowd_aside = CrowdProvider()
    crowd_bulk = CrowdProvider()
    crowd_reports = CrowdProvider()
    crowd_attaching = CrowdProvider()
    xero = XeroProvider()

    @timer
    def tick(self) -> None:
        self.crowd.each(self._desks.rounds.run_if_due, connections.every())

    @timer
    def tick_aside(self) -> None:
        self.crowd_aside.each(self._desks.aside.run_if_due, connections.every())

    @timer
    def tick_bulk(self) -> None:
        self.crowd_bulk.each(self._desks.bulk.run_if_due, connections.every())

    @timer
    def tick_reports(self) -> None:
        self.crowd_reports.each(self._desks.reports.run_if_due, connections.every())

    @timer
    def tick_attaching(self) -> None:
        self.crowd_attaching.each(self._desks.attaching.run_if_due, connections.every())

    @event_handler("autotask_ingestion", "invoices_pending")
    def on_invoices_pending(self, payload: dict[str, Any]) -> None:
        self._answer_bell(payload["connection_id"])

    @event_handler("xero_posting", "invoices_pending")
    def on_own_invoices_pending(self, payload: dict[str, Any]) -> None:
        self._answer_bell(payload["connection_id"])

    def _answer_bell(self, connection_id: str) -> None:
        """The crowd posts: a round may take as long as the backlog, and people need the workers."""
        connection = connections.get(connection_id)
        if connection is not None:
            self.crowd.each(self._desks.rounds.run_if_due, [connection])

    @rpc
    def resync(
        self,
        connection_id: str,
        autotask_id: int,
        by: str,
        reason: str | None = None,
        expected: int | None = None,
    ) -> Answer:
        return self._desks.people.resync(Request(connection_id, autotask_id, by, reason, expected))

    @rpc
    def resync_many(
        self,
        connection_id: str,
        by: str,
        cause: str | None = None,
        ids: list[int] | None = None,
        reason: str | None = None,
    ) -> Answer:
        return self._desks.many.resync(connection_id, by, cause=cause, ids=ids, reason=reason)

    @rpc
    def start_bulk(
        self,
        connection_id: str,
        by: str,
        action: str,
        ids: list[int] | None = None,
        wanted: dict[str, Any] | None = None,
        **more: Any,
    ) -> Answer:
        """`more` may have include_complete, reason, key and shelf."""
        told = {"ids": ids, "wanted": wanted, **more}
        return self._desks.bulk.start_told(connection_id, by, action, told)

    @rpc
    def stop_bulk(self, connection_id: str, bulk: str, by: str) -> Answer:
        return self._desks.bulk.stop(connection_id, bulk, by)

    @rpc
    def skip(
        self,
        connection_id: str,
        autotask_id: int,
        by: str,
        reason: str | None = None,
        expected: int | None = None,
    ) -> Answer:
        return self._desks.people.skip(Request(connection_id, autotask_id, by, reason, expected))

    @rpc
    def unskip(
        self,
        connection_id: str,
        autotask_id: int,
        by: str,
        reason: str | None = None,
        expected: int | None = None,
    ) -> Answer:
        return self._desks.people.unskip(Request(connection_id, autotask_id, by, reason, expected))

    @rpc
    def trace(
        self,
        connection_id: str,
        autotask_id: int,
        by: str,
        reason: str | None = None,
        expected: int | None = None,
    ) -> Answer:
        return self._desks.people.trace(Request(connection_id, autotask_id, by, reason, expected))

    @rpc
    def release(
        self,
        connection_id: str,
        autotask_id: int,
        by: str,
        reason: str | None = None,
        expected: int | None = None,
    ) -> Answer:
        return self._desks.people.release(Request(connection_id, autotask_id, by, reason, expected))

    @rpc
    def remove(
        self,
        connection_id: str,
        autotask_id: int,
        by: str,
        reason: str | None = None,
        expected: int | None = None,
    ) -> Answer:
        return self._desks.removal.remove(Request(connection_id, autotask_id, by, reason, expected))

    @rpc
    def bring_back(
        self,
        connection_id: str,
        autotask_id: int,
        by: str,
        reason: str | None = None,
        expected: int | None = None,
    ) -> Answer:
        return self._desks.removal.bring_back(
            Request(connection_id, autotask_id, by, reason, expected)
        )

    @rpc
    def preview(self, connection_id: str, autotask_id: int) -> Answer:
        return self._desks.people.preview(connection_id, autotask_id)

    @rpc
    def complete_oauth(
        self,
        connection_id: str,
        code: str,
        redirect_uri: str,
        by: str,
        tenant_id: str | None = None,
    ) -> Answer:
        return self._desks.consent.complete(connection_id, code, redirect_uri, by, tenant_id)

    @rpc
    def test_connection(self, connection_id: str) -> Answer:
        return self._desks.consent.test(connection_id)

    @rpc
    def link_contact(
        self, connection_id: str, company_id: int, xero_contact_id: str, by: str
    ) -> Answer:
        return self._desks.contacts.link_contact(connection_id, company_id, xero_contact_id, by)

    @rpc
    def suggest_contacts(self, connection_id: str, company_id: int) -> Answer:
        return self._desks.contacts.suggest_contacts(connection_id, company_id)

    @rpc
    def check_settings(self, connection_id: str, settings: dict[str, Any]) -> Answer:
        return checking.check(connection_id, settings, self._desks.live.freshen)

    @rpc
    def compare_settings(
        self,
        connection_id: str,
        changes: dict[str, Any] | None = None,
        rows: list[dict[str, Any]] | None = None,
        count: int = 50,
    ) -> Answer:
        return self._desks.comparison.compare(connection_id, changes, rows, count)

    @rpc
    def save_settings(
        self,
        connection_id: str,
        by: str,
        changes: dict[str, Any] | None = None,
        rows: list[dict[str, Any]] | None = None,
        based_on: int | None = None,
        reason: str | None = None,
    ) -> Answer:
        wish = Wish(by, changes or {}, rows or (), based_on, reason or "")
        return self._desks.saving.save(connection_id, wish)

    @rpc
    def refresh_reference_data(self, connection_id: str) -> Answer:
        return self._desks.consent.refresh_lists(connection_id)

    @rpc
    def start_preflight(
        self, connection_id: str, by: str, wanted: dict[str, Any] | None = None
    ) -> Answer:
        return self._desks.preflights.start(connection_id, by, wanted)

    @rpc
    def simulate_reading(self, connection_id: str, autotask_id: int) -> Answer:
        return self._desks.readings.of(connection_id, autotask_id)

    @rpc
    def start_contact_report(self, connection_id: str, by: str) -> Answer:
        return self._desks.reports.start(connection_id, by)

    @rpc
    def stop_contact_report(self, connection_id: str, report: str, by: str) -> Answer:
        return self._desks.reports.stop(connection_id, report, by)

    @property
    def _desks(self) -> Desks:
        return Desks(self.xero, self.sync_log.write, self.announce, self.settings.public_url)
