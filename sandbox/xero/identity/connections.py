"""Which organisations an app may reach, and since which consent."""

from typing import Any
from uuid import uuid4

from sandbox.door.clock import Clock
from sandbox.door.storage import Store

_CONNECTIONS, _SCOPES = "_connections", "_scopes"
CONNECTION_ENTITIES = (_CONNECTIONS, _SCOPES)
Record = dict[str, Any]


class Connections:
    """The connections of every app to the one organisation."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def tenant(self) -> Record:
        """The organisation as a tenant."""
        organisation = self._store.all("Organisation")[0]
        return {"id": organisation["OrganisationID"], "name": organisation["Name"]}

    def consent(self, client_id: str, scope: str) -> tuple[str, str]:
        """A user's yes: connects the app. The consent's event id, and all scopes now granted."""
        event = str(uuid4())
        self._connect(client_id, event)
        # Scopes add up over consents; only a revocation removes them.
        known = self._store.get(_SCOPES, client_id) or {"scope": []}
        granted = list(dict.fromkeys([*known["scope"], *scope.split()]))
        self._store.put(_SCOPES, client_id, {"scope": granted})
        return event, " ".join(granted)

    def _connect(self, client_id: str, event: str) -> None:
        now = f"{self._clock.now():%Y-%m-%dT%H:%M:%S.%f}0"
        old = next(iter(self.of(client_id)), None)
        # A reconnect keeps the connection and its first consent.
        record = {**old, "updatedDateUtc": now} if old else self._record(event, now)
        self._store.put(_CONNECTIONS, record["id"], {**record, "_client": client_id})

    def _record(self, event: str, now: str) -> Record:
        tenant = self.tenant()
        return {
            "id": str(uuid4()),
            "authEventId": event,
            "tenantId": tenant["id"],
            "tenantType": "ORGANISATION",
            "tenantName": tenant["name"],
            "createdDateUtc": now,
            "updatedDateUtc": now,
        }

    def of(self, client_id: str) -> list[Record]:
        """An app's connections as `GET /connections` shows them."""
        return [
            {name: value for name, value in row.items() if name != "_client"}
            for row in self._store.all(_CONNECTIONS)
            if row["_client"] == client_id
        ]

    def all(self) -> list[Record]:
        """Every app's connections."""
        return [dict(row) for row in self._store.all(_CONNECTIONS)]

    def reaches(self, client_id: str, tenant_id: str) -> bool:
        """Whether an app is connected to a tenant."""
        return any(row["tenantId"] == tenant_id.strip().lower() for row in self.of(client_id))

    def remove(self, client_id: str, connection_id: str) -> bool:
        """Disconnect one; False when there is none."""
        known = any(row["id"] == connection_id for row in self.of(client_id))
        if known:
            self._store.delete(_CONNECTIONS, connection_id)
        return known

    def remove_all(self, client_id: str) -> None:
        """What a revocation does: no connections and no scopes any more."""
        for row in self.of(client_id):
            self._store.delete(_CONNECTIONS, row["id"])
        self._store.delete(_SCOPES, client_id)
