"""Opens a connection's Xero: tokens that renew themselves, shared budget, one HTTP door."""

from collections.abc import Callable
from datetime import timedelta

import eventlet

from core.clients.http import CallRecord, Http
from core.clients.xero.client import XeroClient
from core.clients.xero.entities import TokenSet
from core.clients.xero.oauth import XeroOAuth
from core.domain.errors import RejectedError, SyncError, UnauthorizedError, UnavailableError
from core.domain.records import Connection
from core.runtime.clock import utc_now
from core.runtime.patient_budget import PatientBudget
from core.runtime.settings import Settings
from core.store import tokens
from core.store.budgets import Limits, SharedBudget
from core.store.sealing import Sealer
from core.store.tokens import FreshTokens, StoredTokens

# developer.xero.com, "API limits": 5 at once, 60 a minute, 5,000 a day for each organisation and
# app. Two calls a minute stay in reserve for calls whose answer was lost.
_LIMITS = Limits(in_flight=5, per_minute=58, per_day=4_990)
_RENEW_BEFORE = timedelta(seconds=90)
_WAIT_FOR_OTHER_SECONDS = 20
_LOOK_AGAIN_SECONDS = 0.1


class XeroAccess:
    """Makes clients for connections; holds no state of its own but pooled sockets."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sealer = Sealer(settings.secret_key)
        self._http = Http(settings.connect_timeout_seconds, settings.read_timeout_seconds)

    def open(self, connection: Connection, on_call: Callable[[CallRecord], None]) -> XeroClient:
        """A client for the connection; raises `UnauthorizedError` before the first consent."""
        if connection.tenant_id is None or connection.token_set_id is None:
            raise UnauthorizedError("Xero has not been connected yet.")
        keeper = self.tokens(connection.token_set_id, on_call)
        return self.open_tenant(
            connection.tenant_id, keeper.access_token, on_call, renew_token=keeper.renew
        )

    def open_tenant(
        self,
        tenant_id: str,
        access_token: Callable[[], str],
        on_call: Callable[[CallRecord], None],
        renew_token: Callable[[], None] | None = None,
    ) -> XeroClient:
        return XeroClient(
            tenant_id,
            access_token,
            self._http.observed_by(on_call),
            PatientBudget(self.budget(tenant_id)),
            self._settings.xero_api_url,
            renew_token,
        )

    def budget(self, tenant_id: str) -> SharedBudget:
        return SharedBudget(f"xero:{tenant_id}", _LIMITS)

    def oauth(self, on_call: Callable[[CallRecord], None]) -> XeroOAuth:
        settings = self._settings
        return XeroOAuth(
            self._http.observed_by(on_call),
            settings.xero_client_id,
            settings.xero_client_secret,
            settings.xero_login_url,
            settings.xero_identity_url,
        )

    def tokens(self, token_set_id: str, on_call: Callable[[CallRecord], None]) -> "TokenKeeper":
        return TokenKeeper(token_set_id, self.oauth(on_call), self._sealer)

    def keep_tokens(self, token_set_id: str, fresh: TokenSet) -> None:
        """Store the tokens of a new consent."""
        tokens.save(token_set_id, _to_store(fresh), self._sealer, utc_now())


class TokenKeeper:
    """Gives an access token that is good for a while, renewing it in one process at a time."""

    def __init__(self, token_set_id: str, oauth: XeroOAuth, sealer: Sealer) -> None:
        self._id = token_set_id
        self._oauth = oauth
        self._sealer = sealer

    def access_token(self) -> str:
        """The stored token, or a fresh one when it ends soon."""
        stored = self._load()
        if stored.expires_at - utc_now() > _RENEW_BEFORE:
            return stored.access_token
        return self._renew(stored).access_token

    def renew(self) -> None:
        """Get a new token although the stored one looks good: Xero says it has expired."""
        self._renew(self._load())

    def _renew(self, stored: StoredTokens) -> StoredTokens:
        if not tokens.claim_refresh(self._id, stored.version, utc_now()):
            return self._wait_for_other(stored.version)
        try:
            fresh = self._oauth.refresh(stored.refresh_token)
        except UnauthorizedError as error:
            if error.consent_ended:
                tokens.mark_revoked(self._id, stored.version)
            else:
                # The app's own secret is wrong; the consent is good as soon as that is mended.
                tokens.end_claim(self._id)
            raise
        except RejectedError as error:
            # Nothing about the documents: only a person can mend the app or the consent.
            tokens.end_claim(self._id)
            raise UnauthorizedError(f"Xero renews no token: {error}") from error
        except SyncError:
            # Xero honors the previous refresh token for 30 minutes, so trying again is safe.
            tokens.end_claim(self._id)
            raise
        tokens.replace(self._id, stored.version, _to_store(fresh), self._sealer, utc_now())
        return self._load()

    def _wait_for_other(self, version: int) -> StoredTokens:
        give_up_at = utc_now() + timedelta(seconds=_WAIT_FOR_OTHER_SECONDS)
        while utc_now() < give_up_at:
            stored = self._load()
            if stored.version != version:
                return stored
            eventlet.sleep(_LOOK_AGAIN_SECONDS)
        raise UnavailableError("Xero's token is being renewed elsewhere; trying again shortly.")

    def _load(self) -> StoredTokens:
        stored = tokens.load(self._id, self._sealer)
        if stored is None or stored.is_revoked:
            raise UnauthorizedError("The consent in Xero has ended; connect again.")
        return stored


def _to_store(fresh: TokenSet) -> FreshTokens:
    return FreshTokens(fresh.access_token, fresh.refresh_token, fresh.expires_at)
