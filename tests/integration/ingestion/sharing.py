"""Two connections that share the Autotask of the sandbox, for tests."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from core.store import connections, invoices
from core.store.invoices import Step
from core.store.sealing import Sealer
from tests.integration.ingestion.conftest import Tenant

FIELD = "XeroOrganisation"
ROUTES = {"North": "kauri", "South": "rata"}


@dataclass
class Shared:
    """Kauri has the credentials and the rule; Rata reads the same Autotask."""

    tenant: Tenant
    # A company for each place of the field: billed by Kauri, by Rata, by nobody yet.
    north: int
    south: int
    nowhere: int

    def say(self, company_id: int, value: str | None) -> None:
        """Somebody fills in the company's field in Autotask."""
        self.tenant.edit(
            company_id, "Companies", userDefinedFields=[{"name": FIELD, "value": value}]
        )

    def rule(self, **settings: Any) -> None:
        self.tenant.connect(**{"route_by": "company_field", "routes": ROUTES, **settings})

    def share(self, connection_id: str = "rata", **settings: Any) -> None:
        told = {
            "id": connection_id,
            "name": connection_id.capitalize(),
            "state": "active",
            "settings": {"poll_seconds": 5, **settings},
            "autotask": {"same_as": "kauri"},
        }
        connections.ensure(told, Sealer(self.tenant.settings.secret_key), self.tenant.now())

    def bill(self, company_id: int, **more: Any) -> int:
        (autotask_id,) = self.tenant.bill(company_id=company_id, **more)
        return autotask_id

    def records(self, autotask_id: int) -> dict[str, str]:
        """What each connection has of an invoice: its status, or the code of its skip or fault."""
        found = self.tenant.server.invoices.find({"autotask_id": autotask_id})
        return {each["connection"]: _standing(each) for each in found}

    def record(self, connection_id: str, autotask_id: int) -> dict[str, Any]:
        found = self.tenant.server.invoices.find_one({"_id": f"{connection_id}/{autotask_id}"})
        assert found
        return dict(found)

    def route(self, autotask_id: int) -> str:
        found = self.tenant.server.routes.find_one({"_id": f"kauri/{autotask_id}"})
        assert found
        return str(found["connection"])

    def claimed(self, autotask_id: int) -> list[str]:
        """Which connections would post it now: they all claim what they may."""
        step = Step("TEST", "Test.", "test", self.tenant.now())
        return [
            each
            for each in ("kauri", "rata", "totara")
            if invoices.claim(each, [autotask_id], f"batch of {each}", step)
        ]


def _standing(document: dict[str, Any]) -> str:
    for reason in ("skip", "fault", "hold"):
        if document.get(reason):
            return str(document[reason]["code"])
    return str(document["status"])


def questions(calls: list[dict[str, Any]]) -> Counter[str]:
    """How often each entity was asked."""
    return Counter(call["path"].split("/V1.0/")[-1] for call in calls)


def share_a_tenant(tenant: Tenant) -> Shared:
    tenant.sandbox.door("POST", "reset", {"seed": 1, "world": {"companies": 9, "invoices": 9}})
    state = tenant.sandbox.door("GET", "state")
    billed = sorted({each["companyID"] for each in state["Invoices"]})
    shared = Shared(tenant, *billed[:3])
    for company in billed:
        shared.say(company, "North")
    shared.say(shared.south, " south ")
    shared.say(shared.nowhere, None)
    shared.rule()
    shared.share()
    return shared
