"""Opens a connection's Autotask: credentials, zone, shared budget, one HTTP door."""

from collections.abc import Callable

import eventlet

from core.clients.autotask.client import AutotaskClient
from core.clients.autotask.entities import AutotaskCredentials
from core.clients.budget import Budget, Unmetered
from core.clients.http import CallRecord, Http
from core.domain.errors import UnauthorizedError
from core.domain.records import Connection
from core.runtime.clock import utc_now
from core.runtime.patient_budget import PatientBudget
from core.runtime.settings import Settings
from core.runtime.stopping import is_stopping
from core.store import connections
from core.store.budgets import Limits, SharedBudget
from core.store.sealing import Sealer

# Autotask: three concurrent requests per endpoint (ThreadLimiting); kept for the whole connection.
_IN_FLIGHT = 3


class AutotaskAccess:
    """Makes clients for connections; holds no state of its own but pooled sockets."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sealer = Sealer(settings.secret_key)
        self._http = Http(settings.connect_timeout_seconds, settings.read_timeout_seconds)

    def open(self, connection: Connection, on_call: Callable[[CallRecord], None]) -> AutotaskClient:
        """A client for the connection; looks its zone up first if that is not known yet.

        Raises `UnauthorizedError` for credentials that are missing or cannot be opened, and what
        the zone look-up raises.
        """
        budget = PatientBudget(self.budget(connection), utc_now, eventlet.sleep, is_stopping)
        return self._open(connection, on_call, budget)

    def read_threshold(self, connection: Connection, on_call: Callable[[CallRecord], None]) -> None:
        """Believe Autotask's own count of the hour's calls.

        The reading spends no budget: it is what ends a wait for the hour.
        """
        threshold = self._open(connection, on_call, Unmetered()).threshold()
        self.budget(connection).set_hour(threshold.limit, threshold.used)

    def _open(
        self, connection: Connection, on_call: Callable[[CallRecord], None], budget: Budget
    ) -> AutotaskClient:
        credentials = self._credentials(connection.autotask_key)
        http = self._http.observed_by(on_call)
        zone_url = connection.zone_url
        if zone_url is None:
            seeker = AutotaskClient(credentials, http, budget, None)
            zone = seeker.discover_zone(
                self._settings.autotask_zone_url, self._settings.autotask_sandbox_url or None
            )
            connections.set_zone(connection.autotask_key, zone.url, zone.web_url)
            zone_url = zone.url
        return AutotaskClient(credentials, http, budget, zone_url)

    def budget(self, connection: Connection) -> SharedBudget:
        share = connection.settings.autotask_share
        return SharedBudget(
            f"autotask:{connection.autotask_key}",
            Limits(in_flight=_IN_FLIGHT, per_hour_share=share),
        )

    def _credentials(self, autotask_key: str) -> AutotaskCredentials:
        try:
            stored = connections.autotask_credentials(autotask_key, self._sealer)
        except LookupError as error:
            raise UnauthorizedError("Autotask's credentials have not been entered yet.") from error
        return AutotaskCredentials(stored["user"], stored["secret"], stored["integration_code"])
