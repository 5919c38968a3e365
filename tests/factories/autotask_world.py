"""Connections as the page of the Autotask side meets them: well, stopped, spent, shared."""

from datetime import datetime, timedelta
from typing import Any

from core.store.documents import (
    BudgetDocument,
    CheckpointDocument,
    ConnectionDocument,
    InvoiceDocument,
    ReferenceDocument,
    RouteDocument,
)
from tests.factories import gateway_world

ROUTES = {"Tui": "tui", "Kereru": "kereru", "Moa": "gone"}


def tenant(now: datetime, connection_id: str = "kauri", **changes: Any) -> None:
    """What stands of a tenant beside its connection: zone, lists, jobs, the hour's calls."""
    ConnectionDocument._get_collection().update_one(
        {"_id": connection_id},
        {
            "$set": {
                "autotask_zone_url": "https://webservices6.autotask.net/atservicesrest/",
                "autotask_web_url": "https://ww6.autotask.net/",
                **changes,
            }
        },
    )
    CheckpointDocument._get_collection().update_one(
        {"_id": f"{connection_id}/ingest"},
        {"$set": {"state": {"totals": "net"}, "at": now - timedelta(minutes=2)}},
    )
    CheckpointDocument(
        id=f"{connection_id}/sweep",
        at=now,
        last_run_at=now - timedelta(hours=9),
        state={
            "ended_at": now - timedelta(hours=9), "read": 1_204, "missed": 1, "changed": 2,
            "run": None,
        },
    ).save(force_insert=True)  # fmt: skip
    _lists(now, connection_id)


def states(now: datetime) -> None:
    """Connections whose Autotask needs a person, or passes."""
    for state, message in (
        ("unauthorized", "Autotask refuses the API user, its secret or its integration code"),
        ("limited_share", "Our share of the hour's calls is used up."),
    ):
        name = f"autotask-{state.replace('_', '-')}"
        health = {
            "state": state, "message": message, "since_at": now - timedelta(minutes=12),
            "last_good_at": now - timedelta(minutes=13),
        }  # fmt: skip
        gateway_world.connection(now, name, name=f"Kauri {state}", autotask_health=health)
        tenant(now, name)
    BudgetDocument._get_collection().update_one(
        {"_id": "autotask:autotask-limited-share"}, {"$set": {"hour_used": 7_012}}
    )
    flipped = {"TOTALS_FLIPPED": {"message": FLIPPED, "since_at": now - timedelta(hours=1)}}
    gateway_world.connection(now, "flipped", name="Kauri flipped", warnings=flipped)
    tenant(now, "flipped")


FLIPPED = (
    "Invoice 49001 fits its lines only if Autotask's total has the tax in it; those before it only "
    "without."
)


def shared(now: datetime) -> None:
    """Three connections of one Autotask, with a rule, and invoices that no route names."""
    settings = {"route_by": "company_field", "route_field": "XeroOrganisation", "routes": ROUTES}
    gateway_world.connection(now, "totara", name="Totara Holdings", settings=settings)
    tenant(now, "totara")
    for connection_id, name in (("tui", "Tui Services"), ("kereru", "Kererū Hardware")):
        gateway_world.connection(now, connection_id, name=name, autotask_of="totara")
    for autotask_id in (52_001, 52_002):
        unroutable(autotask_id, now)


def read_list(now: datetime, kind: str, connection_id: str = "kauri") -> None:
    """A list that was read just now, and that has no entry."""
    ReferenceDocument._get_collection().insert_one(
        {
            "_id": f"{connection_id}/list_read/{kind}", "connection": connection_id,
            "kind": "list_read", "key": kind, "value": 0, "fetched_at": now,
        }
    )  # fmt: skip


def elsewhere(autotask_id: int, now: datetime) -> None:
    """Closed at the owner, because it goes on at another connection of the tenant."""
    skip = {
        "code": "ROUTED_ELSEWHERE", "message": "It goes to tui.", "at": now,
        "by": "autotask_ingestion",
    }  # fmt: skip
    gateway_world.invoice(autotask_id, now, "totara", status="skipped", skip=skip)
    gateway_world.invoice(autotask_id, now, "tui")
    RouteDocument(
        id=f"totara/{autotask_id}", autotask="totara", autotask_id=autotask_id, connection="tui",
        changed_at=now,
    ).save(force_insert=True)  # fmt: skip


def unroutable(autotask_id: int, now: datetime, connection_id: str = "totara") -> None:
    fault = {
        "code": "UNROUTABLE", "side": "autotask", "title": "No route for this invoice",
        "message": "No route is set for Rimu, the XeroOrganisation of Beacon Engineering.",
        "next_step": "Add the route, then resync.", "link": "here:/autotask#routing",
        "vendor_text": "", "at": now,
    }  # fmt: skip
    gateway_world.invoice(
        autotask_id, now, connection_id, status="fault", fault=fault, company="Beacon Engineering"
    )


def unreadable(now: datetime, connection_id: str = "flipped") -> None:
    """An invoice with a field that nobody can read, and one that is being voided in Xero."""
    fault = {
        "code": "AUTOTASK_DATA", "side": "autotask", "at": now, "link": "", "vendor_text": "",
        "title": "Autotask sent something we cannot read",
        "message": "Field invoiceTotal of this invoice cannot be read. Nothing was sent.",
        "next_step": "Correct the field in Autotask, then resync.",
    }  # fmt: skip
    raw = {
        "invoice": {"id": 53_001, "invoiceTotal": "12,5O", "comments": "x" * 15_000},
        "lines": [{"id": 1, "itemName": "<script>alert(1)</script>"}],
    }
    gateway_world.invoice(53_001, now, connection_id, status="fault", fault=fault, raw=raw)
    gateway_world.complete(53_002, now, connection_id=connection_id, voided=True)
    InvoiceDocument._get_collection().update_one(
        {"_id": f"{connection_id}/53002"}, {"$set": {"status": "pending_sync", "intent": "void"}}
    )


def _lists(now: datetime, connection_id: str) -> None:
    counts = {"company": 41, "billing_code": 58, "currency": 3, "payment_term": 6}
    rows: list[tuple[str, str, Any, datetime]] = [
        (kind, str(number), {"name": f"{kind} {number}"}, now - timedelta(hours=3))
        for kind, count in counts.items()
        for number in range(count)
    ]
    rows += [
        ("line_of_business", "11", {"name": "Managed Services"}, now - timedelta(days=2)),
        ("list_read", "line_of_business", 1, now - timedelta(minutes=40)),
    ]
    ReferenceDocument._get_collection().insert_many(
        [
            {
                "_id": f"{connection_id}/{kind}/{key}", "connection": connection_id, "kind": kind,
                "key": key, "value": value, "fetched_at": at,
            }
            for kind, key, value, at in rows
        ]
    )  # fmt: skip
