"""Ingestion as it runs, in this process: a real Autotask sandbox, a real MongoDB, no broker."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet

from core.runtime.autotask_access import AutotaskAccess
from core.runtime.clock import utc_now
from core.runtime.settings import Settings
from core.store import checkpoints, connect, connections, log_entries
from core.store.sealing import Sealer
from services.autotask_ingestion.credentials import Credentials
from services.autotask_ingestion.lists import refresh_lists
from services.autotask_ingestion.rounds import Rounds
from tests.contract.sandboxes import INTEGRATION_CODE, SECRET, USER, Sandbox, running
from tests.integration.conftest import EmptyLedger

SMALL = {"companies": 6, "invoices": 30, "lines": 3}


@dataclass
class Tenant:
    """A connection to the sandbox, its rounds, and what they left behind."""

    sandbox: Sandbox
    settings: Settings
    server: Any
    offset: timedelta = timedelta(0)
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    # Happens once, at the next bell.
    when_announced: Callable[[], object] | None = None

    def now(self) -> datetime:
        return utc_now() + self.offset

    def connect(self, *, secret: str = SECRET, **settings: Any) -> None:
        access = {"user": USER, "secret": secret, "integration_code": INTEGRATION_CODE}
        self.ensure("kauri", access, {"poll_seconds": 5, **settings})

    def ensure(
        self, connection_id: str, autotask: dict[str, str], settings: dict[str, Any]
    ) -> None:
        told = {
            "id": connection_id,
            "name": connection_id.title(),
            "state": "active",
            "settings": settings,
            "autotask": autotask,
        }
        connections.ensure(told, Sealer(self.settings.secret_key), self.now())

    @property
    def rounds(self) -> Rounds:
        return Rounds(AutotaskAccess(self.settings), self.write, self._announce, self.now)

    @property
    def credentials(self) -> Credentials:
        return Credentials(AutotaskAccess(self.settings), self.write, self._announce, self.now)

    def refresh_lists(self, connection_id: str = "kauri") -> dict[str, Any]:
        access = AutotaskAccess(self.settings)
        return refresh_lists(access, self.write, connection_id, self.now)

    def _announce(self, event: str, payload: dict[str, Any]) -> None:
        self.events.append((str(event), payload))
        happens, self.when_announced = self.when_announced, None
        if happens:
            happens()

    @staticmethod
    def write(lines: list[dict[str, Any]]) -> None:
        log_entries.insert(lines)

    def run_if_due(self) -> None:
        connection = connections.get("kauri")
        assert connection
        self.rounds.run_if_due(connection)

    def look(self) -> list[dict[str, Any]]:
        """Look now, whenever the next look would be due; the calls that it cost."""
        before = self.sandbox.last_request()
        checkpoints.run_soon("kauri", "ingest", self.now())
        self.run_if_due()
        return self.sandbox.requests_since(before)

    def bill(self, count: int = 1, **more: Any) -> list[int]:
        answer = self.sandbox.door("POST", "invoices", {"count": count, **more})
        return [int(each) for each in answer["ids"]]

    def edit(self, autotask_id: int, entity: str = "Invoices", **fields: Any) -> None:
        body = {"entity": entity, "id": autotask_id, "fields": fields}
        self.sandbox.door("POST", "edit", body)

    def invoice(self, autotask_id: int) -> dict[str, Any]:
        found: dict[str, Any] | None = self.server.invoices.find_one(
            {"_id": f"kauri/{autotask_id}"}
        )
        assert found, f"invoice {autotask_id} is not in the ledger"
        return found

    def standings(self) -> Counter[str]:
        return Counter(each["status"] for each in self.server.invoices.find({}, {"status": 1}))

    def health(self) -> str:
        found = self.server.connections.find_one({"_id": "kauri"})
        assert found
        return str(found["autotask_health"]["state"])

    def log_codes(self, **about: Any) -> list[str]:
        found = self.server.log_entries.find(about, {"code": 1}).sort("at", 1)
        return [line["code"] for line in found if line["code"] != "AUTOTASK_CALL"]


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running("autotask", tmp_path_factory.mktemp("autotask")) as made:
        yield made


@pytest.fixture(scope="module")
def ledger(empty_ledger: EmptyLedger) -> Iterator[EmptyLedger]:
    """The store is connected to it."""
    connect.connect(empty_ledger.uri)
    yield empty_ledger
    connect.disconnect()


@pytest.fixture
def begin(sandbox: Sandbox, ledger: EmptyLedger) -> Callable[..., Tenant]:
    """Starts a world of its own and connects to it."""

    def start(world: Any = SMALL, **settings: Any) -> Tenant:
        server = ledger.clear()
        sandbox.door("DELETE", "faults")
        sandbox.door("POST", "clock", {"offset_seconds": 0})
        sandbox.door("POST", "reset", {"seed": 1, "world": world})
        tenant = Tenant(sandbox, _settings(ledger.uri, sandbox.url), server)
        tenant.connect(**settings)
        return tenant

    return start


@pytest.fixture
def tenant(begin: Callable[..., Tenant]) -> Tenant:
    """A small world that has been looked at once."""
    made = begin()
    made.look()
    return made


def _settings(mongo_uri: str, autotask_url: str) -> Settings:
    return Settings(
        amqp_uri="amqp://nobody:nothing@127.0.0.1:1/",
        mongo_uri=mongo_uri,
        secret_key=Fernet.generate_key().decode(),
        public_url="http://localhost:1",
        xero_client_id="client",
        xero_client_secret=secrets.token_urlsafe(12),
        autotask_zone_url=autotask_url,
        autotask_sandbox_url=autotask_url,
        read_timeout_seconds=5,
    )
