"""A connection with invoices in a real MongoDB, and what the actor rang and wrote."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet

from core.domain.faults import Fault
from core.runtime.journal import Journal
from core.store import connections, reference_data
from core.store.invoices import fault_form
from core.store.sealing import Sealer
from tests.factories.documents import NOON
from tests.integration.conftest import Server
from tests.integration.store.conftest import _home, server

__all__ = ["_home", "server"]


@dataclass
class Office:
    """The actor's surroundings: time, bells and the log, all kept in memory."""

    server: Server
    rung: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    written: list[dict[str, Any]] = field(default_factory=list)
    clock: datetime = NOON

    def now(self) -> datetime:
        return self.clock

    def pass_time(self, **span: float) -> None:
        self.clock += timedelta(**span)

    def announce(self, event: str, payload: dict[str, Any]) -> None:
        self.rung.append((str(event), payload))

    def journal_for(self, connection_id: str) -> Journal:
        return self.journal_of(connection_id, "run")

    def journal_of(self, connection_id: str, run_id: str) -> Journal:
        return Journal(self.written.extend, connection_id, "xero_posting", run_id, self.now)

    def connect(self, connection_id: str = "kauri", **settings: Any) -> None:
        told = {
            "accounts": {"Labor": "200"},
            "tax_types": {"New Zealand GST": "OUTPUT2"},
            **settings,
        }
        connection = {
            "id": connection_id,
            "name": connection_id.capitalize(),
            "state": "active",
            "settings": told,
            "autotask": {"user": "u", "secret": "s", "integration_code": "i"},
        }
        connections.ensure(connection, Sealer(Fernet.generate_key().decode()), self.now())

    def invoice(self, autotask_id: int) -> dict[str, Any]:
        found = self.server.invoices.find_one({"_id": f"kauri/{autotask_id}"})
        assert found
        return found

    def stop(self, fault: Fault, *autotask_ids: int) -> None:
        """As if posting had met this fault just now."""
        self.server.invoices.update_many(
            {"autotask_id": {"$in": list(autotask_ids)}},
            {
                "$set": {
                    "status": "fault",
                    "fault": fault_form(fault, self.clock),
                    "updated_at": self.clock,
                    "hold": None,
                }
            },
        )

    def learn(self) -> None:
        """Autotask calls its billing code Labor, and company 7 has a contact in Xero."""
        reference_data.save("kauri", "billing_code", {"11": {"name": "Labor"}}, self.clock)
        self.server.contact_links.insert_one(
            {
                "_id": "kauri/7",
                "connection": "kauri",
                "company_id": 7,
                "company": "Company 7",
                "xero_contact_id": "contact-7",
                "how": "the name",
                "linked_at": self.clock,
            }
        )

    def bells(self, event: str) -> list[dict[str, Any]]:
        return [payload for name, payload in self.rung if name == event]


@pytest.fixture
def office(server: Server) -> Office:
    made = Office(server)
    made.connect()
    return made
