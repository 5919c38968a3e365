"""Joins a connection to a Xero organisation after a user gave consent, and tests that it works."""

from collections.abc import Callable
from typing import Any

from core.clients.xero.client import XeroClient
from core.domain.errors import RetryLaterError, SyncError
from core.domain.events import Event
from core.domain.organisation_lists import ListKind
from core.domain.records import Connection
from core.domain.reference_data import XeroTenant
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.telling import as_problem, tell_success
from core.runtime.xero_access import XeroAccess
from core.store import checkpoints, connections
from services.xero_posting.attach_rounds import JOB as ATTACHMENTS
from services.xero_posting.lists.reading import keep_lists_fresh, keep_organisation, read_lists

JOB = "post"


class Consent:
    """OAuth's last step, the connection test and the organisation's lists."""

    def __init__(
        self,
        access: XeroAccess,
        journal_for: Callable[[str], Journal],
        announce: Callable[[str, dict[str, Any]], None],
        now: Clock,
    ) -> None:
        self._access = access
        self._journal_for = journal_for
        self._announce = announce
        self._now = now

    def complete(
        self, connection_id: str, code: str, redirect_uri: str, by: str, tenant_id: str | None
    ) -> Answer:
        """Exchange the code, choose the organisation, read its name and remember both.

        A connection that has an organisation keeps it: its records name documents there. Otherwise,
        with several organisations in the consent, the caller has to choose.
        """
        return self._for(
            connection_id,
            lambda connection, journal: self._complete(
                connection, journal, code, redirect_uri, by, tenant_id
            ),
        )

    def _complete(
        self,
        connection: Connection,
        journal: Journal,
        code: str,
        redirect_uri: str,
        by: str,
        tenant_id: str | None,
    ) -> Answer:
        fresh = self._access.oauth(journal.call).exchange_code(code, redirect_uri)
        finder = self._access.open_tenant("", lambda: fresh.access_token, journal.call)
        tenants = [each for each in finder.tenants() if each.kind == "ORGANISATION"]
        chosen = _choose(tenants, connection.tenant_id or tenant_id)
        if chosen is None:
            names = ", ".join(tenant.name for tenant in tenants) or "none"
            wanted = "this connection's own" if connection.tenant_id else "exactly one"
            return problem(
                "invalid", f"Consent to {wanted} organisation is needed; it was given for: {names}."
            )
        # One token set serves all organisations of a consent; ours names the connection.
        self._access.keep_tokens(connection.id, fresh)
        connections.set_token_set(connection.id, connection.id)
        connections.set_xero(connection.id, tenant_id=chosen.tenant_id, organisation=chosen.name)
        client = self._access.open_tenant(
            chosen.tenant_id, lambda: fresh.access_token, journal.call
        )
        self._learn_organisation(connection.id, client)
        self._read_first_lists(connection, client, journal)
        tell_success(connection.id, "xero", JOB, journal, self._now())
        for job in (JOB, ATTACHMENTS):
            checkpoints.run_soon(connection.id, job, self._now())
        journal.info("XERO_CONNECTED", f"{by} connected {chosen.name}.")
        self._announce(Event.CONNECTION_CHANGED, {"connection_id": connection.id})
        self._announce(Event.INVOICES_PENDING, {"connection_id": connection.id})
        return done(message=f"Connected to {chosen.name}.", organisation=chosen.name)

    def _read_first_lists(
        self, connection: Connection, client: XeroClient, journal: Journal
    ) -> None:
        """The screens want them at once; the consent is good without them too."""
        try:
            keep_lists_fresh(connection, client, journal, self._now)
        except RetryLaterError as error:
            journal.warning("LISTS_NOT_READ", f"{error} They are read before the first posting.")

    def test(self, connection_id: str) -> Answer:
        """Prove the consent with one call and show the result on the dashboard."""

        def ask(connection: Connection, journal: Journal) -> Answer:
            client = self._access.open(connection, journal.call)
            self._learn_organisation(connection.id, client)
            tell_success(connection.id, "xero", JOB, journal, self._now())
            checkpoints.run_soon(connection.id, JOB, self._now())
            return done(message="Xero answers and accepts the consent.")

        return self._for(connection_id, ask)

    def refresh_lists(self, connection_id: str) -> Answer:
        """Read all lists of the organisation again; what waits for a lock date looks again."""

        def fetch(connection: Connection, journal: Journal) -> Answer:
            client = self._access.open(connection, journal.call)
            counts = read_lists(connection.id, client, tuple(ListKind), self._now)
            checkpoints.run_soon(connection.id, JOB, self._now())
            self._announce(Event.INVOICES_PENDING, {"connection_id": connection.id})
            return done(**counts)

        return self._for(connection_id, fetch)

    def _learn_organisation(self, connection_id: str, client: XeroClient) -> None:
        organisation = client.organisation()
        connections.set_xero(
            connection_id,
            organisation=organisation.name,
            short_code=organisation.short_code,
            timezone=organisation.timezone,
            base_currency=organisation.base_currency,
        )
        keep_organisation(connection_id, organisation, self._now)

    def _for(self, connection_id: str, work: Callable[[Connection, Journal], Answer]) -> Answer:
        connection = connections.get(connection_id)
        if connection is None:
            return problem("not_found", f"There is no connection {connection_id}.")
        journal = self._journal_for(connection_id)
        try:
            return work(connection, journal)
        except SyncError as error:
            return as_problem("xero", error)
        finally:
            journal.flush()


def _choose(tenants: list[XeroTenant], wanted: str | None) -> XeroTenant | None:
    if wanted is not None:
        return next((tenant for tenant in tenants if tenant.tenant_id == wanted), None)
    return tenants[0] if len(tenants) == 1 else None
