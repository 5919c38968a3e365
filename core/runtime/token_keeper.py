"""Keeps Xero's tokens good: renewed before they end, by one process at a time, nothing lost.

A refresh token changes with every use, and two refreshers at once would throw each other out
(developer.xero.com, OAuth 2.0), so a claim on the token set comes first. Xero honors the previous
refresh token for 30 minutes, which makes it safe to ask again after a lost answer or a crash.
Everything outside is a port, so that the simulation runs this very code.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol
from uuid import uuid4

from core.clients.xero.entities import TokenSet
from core.domain.errors import RejectedError, SyncError, UnauthorizedError, UnavailableError
from core.runtime.clock import Clock
from core.store.tokens import FreshTokens, StoredTokens

Pause = Callable[[float], None]

_RENEW_BEFORE = timedelta(seconds=90)
# Enough for one call with a token that somebody else is renewing.
_STILL_GOOD = timedelta(seconds=10)
_WAIT_FOR_OTHER = timedelta(seconds=20)
_LOOK_AGAIN_SECONDS = 0.1
_ENDED = "The consent in Xero has ended; connect again."


class TokenStore(Protocol):
    """One token set, shared by all instances."""

    def load(self) -> StoredTokens | None: ...
    def claim(self, version: int, claimant: str) -> bool: ...
    def replace(self, version: int, fresh: FreshTokens) -> None: ...
    def end_claim(self, claimant: str) -> None: ...
    def mark_revoked(self, version: int) -> None: ...


class Identity(Protocol):
    """Xero's token endpoint."""

    def refresh(self, refresh_token: str) -> TokenSet: ...


class TokenKeeper:
    """Gives an access token that is good for a while."""

    def __init__(self, store: TokenStore, identity: Identity, now: Clock, pause: Pause) -> None:
        self._store = store
        self._identity = identity
        self._now = now
        self._pause = pause
        self._claimant = uuid4().hex

    def access_token(self) -> str:
        """The stored token, or a fresh one when it ends soon.

        A renewal whose answer was lost is repeated although the token is still good: Xero honors
        the refresh token that we have for thirty minutes more, and no longer.
        """
        stored = self._load()
        left = stored.expires_at - self._now()
        if left > _RENEW_BEFORE and not stored.is_in_doubt:
            return stored.access_token
        if not self._store.claim(stored.version, self._claimant):
            if left > _STILL_GOOD:
                return stored.access_token
            return self._wait_for_other(stored.version).access_token
        try:
            return self._renew(stored).access_token
        except UnavailableError:
            if left > _STILL_GOOD:
                return stored.access_token
            raise

    def renew(self) -> None:
        """Get a new token although the stored one looks good: Xero says it has expired."""
        stored = self._load()
        if self._store.claim(stored.version, self._claimant):
            self._renew(stored)
        else:
            self._wait_for_other(stored.version)

    def _renew(self, stored: StoredTokens) -> StoredTokens:
        """Renew under our claim."""
        try:
            fresh = self._identity.refresh(stored.refresh_token)
        except UnauthorizedError as error:
            return self._refused(stored, error)
        except RejectedError as error:
            # Nothing about the documents: only a person can mend the app or the consent.
            self._store.end_claim(self._claimant)
            raise UnauthorizedError(f"Xero renews no token: {error}") from error
        except SyncError:
            # Whatever became of it, the previous refresh token may be used again.
            self._store.end_claim(self._claimant)
            raise
        tokens = FreshTokens(fresh.access_token, fresh.refresh_token, fresh.expires_at)
        self._store.replace(stored.version, tokens)
        return self._load()

    def _refused(self, stored: StoredTokens, error: UnauthorizedError) -> StoredTokens:
        if not error.consent_ended:
            # The app's own secret is wrong; the consent is good as soon as that is mended.
            self._store.end_claim(self._claimant)
            raise error
        known = self._load()
        if known.version != stored.version:
            # We slept so long that another renewed: only our token is outdated.
            return known
        self._store.mark_revoked(stored.version)
        raise error

    def _wait_for_other(self, version: int) -> StoredTokens:
        give_up_at = self._now() + _WAIT_FOR_OTHER
        while self._now() < give_up_at:
            stored = self._load()
            if stored.version != version:
                return stored
            self._pause(_LOOK_AGAIN_SECONDS)
        raise UnavailableError("Xero's token is being renewed elsewhere; trying again shortly.")

    def _load(self) -> StoredTokens:
        stored = self._store.load()
        if stored is None or stored.is_revoked:
            raise UnauthorizedError(_ENDED, consent_ended=True)
        return stored
