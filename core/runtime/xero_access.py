"""Opens a connection's Xero: tokens that renew themselves, shared budget, one HTTP door."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import eventlet

from core.clients.http import CallRecord, Http
from core.clients.xero.attachments import XeroAttachments
from core.clients.xero.client import XeroClient
from core.clients.xero.door import XeroDoor
from core.clients.xero.entities import TokenSet
from core.clients.xero.oauth import XeroOAuth
from core.domain.errors import UnauthorizedError
from core.domain.records import Connection
from core.runtime.clock import utc_now
from core.runtime.patient_budget import A_MINUTE, BRIEFLY, PatientBudget
from core.runtime.settings import Settings
from core.runtime.spare_budget import SpareBudget
from core.runtime.stopping import is_stopping
from core.runtime.token_keeper import TokenKeeper
from core.store import tokens
from core.store.budgets import Limits, SharedBudget
from core.store.sealing import Sealer
from core.store.tokens import FreshTokens

# developer.xero.com, "API limits": 5 at once, 60 a minute, 5,000 a day for each organisation and
# app (1,000 on the Starter tier, of which only the headers tell). Two calls a minute stay in
# reserve for calls that reach Xero late.
LIMITS = Limits(in_flight=5, per_minute=58, per_day=4_990)
# What attachments and reports may take: posting must never wait for them, nor find the day used up.
# 200 calls carry 10,000 invoices, and the Starter tier has but 1,000 in all.
_SPARE = Limits(in_flight=2, per_minute=30, per_day=4_000, day_left=200)


class XeroAccess:
    """Makes clients for connections; holds no state of its own but pooled sockets."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sealer = Sealer(settings.secret_key)
        self._http = Http(settings.connect_timeout_seconds, settings.read_timeout_seconds)

    def open(
        self,
        connection: Connection,
        on_call: Callable[[CallRecord], None],
        patience: Mapping[str, timedelta] = BRIEFLY,
    ) -> XeroClient:
        """A client for the connection; raises `UnauthorizedError` before the first consent.

        Where no person waits, `patience` may last for a minute's limit (`A_MINUTE`).
        """
        tenant_id, token_set_id = _connected(connection)
        keeper = self.tokens(token_set_id, on_call)
        return self.open_tenant(tenant_id, keeper.access_token, on_call, keeper.renew, patience)

    def open_tenant(
        self,
        tenant_id: str,
        access_token: Callable[[], str],
        on_call: Callable[[CallRecord], None],
        renew_token: Callable[[], None] | None = None,
        patience: Mapping[str, timedelta] = BRIEFLY,
    ) -> XeroClient:
        budget = self.budget(tenant_id)
        return XeroClient(
            tenant_id,
            access_token,
            self._http.observed_by(on_call),
            PatientBudget(budget, utc_now, eventlet.sleep, is_stopping, patience),
            self._settings.xero_api_url,
            renew_token,
        )

    def attachments(
        self, connection: Connection, on_call: Callable[[CallRecord], None]
    ) -> XeroAttachments:
        """The files of a connection's documents, at the cost of calls that nobody else needs.

        Raises `BudgetSpentError` at once when there are none.
        """
        tenant_id, token_set_id = _connected(connection)
        keeper = self.tokens(token_set_id, on_call)
        door = XeroDoor(
            tenant_id,
            keeper.access_token,
            self._http.observed_by(on_call),
            self._spare(tenant_id),
            self._settings.xero_api_url,
            keeper.renew,
        )
        return XeroAttachments(door)

    def open_spare(
        self, connection: Connection, on_call: Callable[[CallRecord], None]
    ) -> XeroClient:
        """A client for what may wait: it makes calls that nobody else needs.

        It is patient for a minute's limit, since who reads page by page would begin anew for ever.
        """
        tenant_id, token_set_id = _connected(connection)
        keeper = self.tokens(token_set_id, on_call)
        return XeroClient(
            tenant_id,
            keeper.access_token,
            self._http.observed_by(on_call),
            self._spare(tenant_id, A_MINUTE),
            self._settings.xero_api_url,
            keeper.renew,
        )

    def _spare(
        self, tenant_id: str, patience: Mapping[str, timedelta] | None = None
    ) -> PatientBudget:
        spare = SpareBudget(self.budget(tenant_id, _SPARE), self.budget(tenant_id))
        return PatientBudget(spare, utc_now, eventlet.sleep, is_stopping, patience or {})

    def budget(self, tenant_id: str, limits: Limits = LIMITS) -> SharedBudget:
        return SharedBudget(
            f"xero:{tenant_id}", limits, f"xero-app:{self._settings.xero_client_id}"
        )

    def oauth(self, on_call: Callable[[CallRecord], None]) -> XeroOAuth:
        settings = self._settings
        return XeroOAuth(
            self._http.observed_by(on_call),
            settings.xero_client_id,
            settings.xero_client_secret,
            settings.xero_login_url,
            settings.xero_identity_url,
        )

    def tokens(self, token_set_id: str, on_call: Callable[[CallRecord], None]) -> TokenKeeper:
        store = tokens.TokenSet(token_set_id, self._sealer)
        return TokenKeeper(store, self.oauth(on_call), utc_now, eventlet.sleep)

    def keep_tokens(self, token_set_id: str, fresh: TokenSet) -> None:
        """Store the tokens of a new consent."""
        stored = FreshTokens(fresh.access_token, fresh.refresh_token, fresh.expires_at)
        tokens.save(token_set_id, stored, self._sealer)


def _connected(connection: Connection) -> tuple[str, str]:
    """The organisation and the consent of a connection."""
    if connection.tenant_id is None or connection.token_set_id is None:
        raise UnauthorizedError("Xero has not been connected yet.")
    return connection.tenant_id, connection.token_set_id
