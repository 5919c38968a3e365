"""Opens a connection's Autotask: credentials, zone, shared budget, one HTTP door."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import eventlet

from core.clients.autotask.client import AutotaskClient
from core.clients.autotask.entities import AutotaskCredentials, Zone
from core.clients.budget import Budget, Unmetered
from core.clients.http import CallRecord, Http
from core.domain.autotask_hour import has_room_for_people
from core.domain.errors import SignInStoppedError, UnauthorizedError
from core.domain.records import Connection
from core.runtime.autotask_budget import HourlyBudget, Uncounted
from core.runtime.autotask_zone import ZoneKeeper
from core.runtime.clock import utc_now
from core.runtime.patient_budget import BRIEFLY, PatientBudget
from core.runtime.settings import Settings
from core.runtime.stopping import is_stopping
from core.store import connections
from core.store.budgets import SharedBudget, autotask_account
from core.store.sealing import Sealer

_TOO_EARLY = (
    "That sign-in was tried again already, and too many tries lock the API user. By Sync Now or a "
    "test it tries again in {minutes} at the earliest. Enter new credentials if it has others; they "
    "are tried at once."
)
OnCall = Callable[[CallRecord], None]

# A call turned away for others in flight waits like one that we keep back for them ourselves.
_PATIENCE = {**BRIEFLY, "threads": timedelta(seconds=20)}


class AutotaskAccess:
    """Makes clients for connections; holds no state of its own but pooled sockets."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sealer = Sealer(settings.secret_key)
        self._http = Http(settings.connect_timeout_seconds, settings.read_timeout_seconds)

    def open(self, connection: Connection, on_call: OnCall) -> AutotaskClient:
        """A client for the connection; looks its zone up first if that is not known yet.

        Raises `UnauthorizedError` for credentials that are missing or cannot be opened and, without
        a call, while Autotask refuses them; and what the zone look-up raises.
        """
        account = self.budget(connection)
        if reason := account.stopped():
            raise SignInStoppedError(reason)
        credentials = self.credentials(connection)
        keeper = self._keeper(connection, credentials, on_call)
        zone_url = connection.zone_url or keeper.find()

        def make(budget: Budget) -> AutotaskClient:
            http = self._http.observed_by(on_call)
            return AutotaskClient(credentials, http, budget, zone_url, keeper)

        reader = make(Uncounted(account, utc_now))
        patient = PatientBudget(account, utc_now, eventlet.sleep, is_stopping, _PATIENCE)
        share = _share(connection)
        return make(HourlyBudget(account, patient, share, lambda: _read_hour(reader, account)))

    def ask_who_we_are(self, connection: Connection, on_call: OnCall) -> None:
        """Whether Autotask knows the user; raises `UnauthorizedError`, and nobody calls any more."""
        self._keeper(connection, self.credentials(connection), on_call).find()

    def _keeper(
        self, connection: Connection, credentials: AutotaskCredentials, on_call: OnCall
    ) -> ZoneKeeper:
        def look_up() -> Zone:
            return self.look_up_zone(credentials, on_call)

        return ZoneKeeper(connection.autotask_key, self.budget(connection), look_up)

    def try_out(
        self, connection: Connection, credentials: AutotaskCredentials, on_call: OnCall
    ) -> tuple[Zone, AutotaskClient]:
        """Where these credentials lead, and a client with them that a stop does not keep back."""
        zone = self.look_up_zone(credentials, on_call)
        budget = Uncounted(self.budget(connection), utc_now)
        http = self._http.observed_by(on_call)
        return zone, AutotaskClient(credentials, http, budget, zone.url)

    def look_up_zone(self, credentials: AutotaskCredentials, on_call: OnCall) -> Zone:
        """Where the user's tenant lives; the look-up needs no secret and is free of limits."""
        client = AutotaskClient(credentials, self._http.observed_by(on_call), Unmetered(), None)
        return client.discover_zone(
            self._settings.autotask_zone_url, self._settings.autotask_sandbox_url or None
        )

    def budget(self, connection: Connection) -> SharedBudget:
        return autotask_account(connection.autotask_key, _share(connection))

    def has_room_for_people(self, connection: Connection) -> bool:
        """Whether enough of the hour is left for what somebody only wants to see."""
        hour, now = self.budget(connection).hour()
        return has_room_for_people(hour, _share(connection), now)

    def lift(self, connection: Connection) -> None:
        """A person has acted on a refused sign-in: calls may go again."""
        self.budget(connection).lift()

    def try_sign_in(self, connection: Connection, *, lifts: bool = True) -> str:
        """Let a refused sign-in be tried again, not too often; why not, otherwise."""
        account = self.budget(connection)
        reason = account.stopped()
        wait = account.try_sign_in(lifts=lifts)
        if not wait:
            return ""
        return f"{reason.rstrip('.')}. {_TOO_EARLY.format(minutes=_in_words(wait))}"

    def sign_in_succeeded(self, connection: Connection) -> None:
        """Autotask has answered: what was refused before counts no more."""
        self.budget(connection).sign_in_succeeded()

    def credentials(self, connection: Connection) -> AutotaskCredentials:
        """Those of the tenant; raises `UnauthorizedError` as `open` does."""
        try:
            stored = connections.autotask_credentials(connection.autotask_key, self._sealer)
        except LookupError as error:
            raise UnauthorizedError("Autotask's credentials have not been entered yet.") from error
        return AutotaskCredentials(stored["user"], stored["secret"], stored["integration_code"])

    def unseal(self, sealed: str) -> dict[str, Any] | None:
        """Open what another process sealed; None when it has another key."""
        try:
            return self._sealer.open(sealed)
        except UnauthorizedError:
            return None

    def save_credentials(self, connection: Connection, credentials: AutotaskCredentials) -> None:
        """Keep them sealed, for all connections of the tenant."""
        stored = {
            "user": credentials.user,
            "secret": credentials.secret,
            "integration_code": credentials.integration_code,
        }
        connections.save_credentials(connection.autotask_key, stored, self._sealer, utc_now())


def _in_words(wait: timedelta) -> str:
    """No time of day: who reads it has a clock of their own."""
    minutes = -(-wait // timedelta(minutes=1))
    if minutes >= 2 * 60:
        return f"{-(-minutes // 60)} hours"
    return f"{minutes} minutes" if minutes > 1 else "a minute"


def _share(connection: Connection) -> Decimal:
    """The tenant's share is told where its credentials are."""
    owner = connections.get(connection.autotask_key)
    return (owner or connection).settings.autotask_share


def _read_hour(reader: AutotaskClient, account: SharedBudget) -> None:
    threshold = reader.threshold()
    account.set_hour(threshold.limit, threshold.used)
