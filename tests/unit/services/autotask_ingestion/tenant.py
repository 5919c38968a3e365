"""A tenant whose ledger remembers only what rules learn and warn of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from core.clients.autotask.client import AutotaskClient
from core.domain.admission import LinesSeen
from core.domain.records import Connection
from core.runtime.journal import Journal
from core.store.checkpoints import Checkpoint
from services.autotask_ingestion.desk import Desk
from services.autotask_ingestion.ledger import STORED
from services.autotask_ingestion.ports import Checkpoints, Connections
from tests.factories.documents import make_connection, make_settings
from tests.fakes.clock import FakeClock


@dataclass
class RememberedTenant:
    """Checkpoints, connections and evidence in memory; the first connection owns the tenant."""

    connections: list[Connection]
    seen: LinesSeen = LinesSeen.OF_NOBODY
    state: dict[str, Any] = field(default_factory=dict)
    saves: int = 0
    warnings: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[tuple[list[str], list[int]]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    clock: FakeClock = field(default_factory=FakeClock)

    def load(self, connection_id: str, job: str) -> Checkpoint:
        assert (connection_id, job) == (self.connections[0].id, "ingest")
        return Checkpoint(state=dict(self.state))

    def remember(self, connection_id: str, job: str, **state: Any) -> None:
        assert (connection_id, job) == (self.connections[0].id, "ingest")
        self.saves += 1
        self.state |= state

    def get(self, connection_id: str) -> Connection | None:
        return next((each for each in self.connections if each.id == connection_id), None)

    def sharing(self, key: str) -> list[Connection]:
        return [each for each in self.connections if each.autotask_key == key]

    def warn(self, connection_id: str, code: str, message: str, now: datetime) -> None:
        self.warnings.setdefault(connection_id, {}).setdefault(code, message)

    def unwarn(self, connection_id: str, code: str) -> None:
        self.warnings.get(connection_id, {}).pop(code, None)

    def lines_seen(
        self, connection_ids: Sequence[str], company_ids: Collection[int]
    ) -> dict[int, LinesSeen]:
        self.asked.append((list(connection_ids), list(company_ids)))
        return dict.fromkeys(company_ids, self.seen)

    def desk(self, connection_id: str = "kauri") -> Desk:
        connection = self.get(connection_id)
        assert connection
        standing = frozenset(self.warnings.get(connection_id, {}))
        ledger = replace(
            STORED,
            checkpoints=cast(Checkpoints, self),
            connections=cast(Connections, self),
            evidence=self,
        )
        journal = Journal(self.lines.extend, connection_id, "autotask_ingestion", "r", self.clock)
        nobody = cast(AutotaskClient, None)
        told = replace(connection, warnings=standing)
        return Desk(told, nobody, journal, self.clock, ledger)


def a_tenant(**options: Any) -> RememberedTenant:
    return RememberedTenant([make_connection(settings=make_settings(**options))])
