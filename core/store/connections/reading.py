"""Connections as they are, and who shares whose Autotask."""

from core.domain.records import Connection
from core.domain.route_check import Present
from core.store.connections.documents import of_tenant, to_domain
from core.store.documents import ConnectionDocument, InvoiceDocument


def every() -> list[Connection]:
    """All connections, in the order of their names."""
    found = ConnectionDocument._get_collection().find().sort("name")
    return [to_domain(document) for document in found]


def get(connection_id: str) -> Connection | None:
    document = ConnectionDocument._get_collection().find_one({"_id": connection_id})
    return to_domain(document) if document else None


def owners() -> list[Connection]:
    """Those that have credentials of their own: one of each Autotask tenant, in the same order."""
    return [each for each in every() if each.autotask_of is None]


def sharing(key: str) -> list[Connection]:
    """Every connection of one Autotask tenant, the owner of its credentials first."""
    found = ConnectionDocument._get_collection().find(of_tenant(key)).sort("name")
    connections = [to_domain(document) for document in found]
    return sorted(connections, key=lambda each: each.autotask_of is not None)


def autotask_key(connection_id: str) -> str:
    """Under which id the tenant of a connection keeps what all who share it have in common."""
    found = ConnectionDocument._get_collection().find_one(
        {"_id": connection_id}, {"autotask_of": 1}
    )
    return (found or {}).get("autotask_of") or connection_id


def present() -> list[Present]:
    """Who reads whose Autotask, and whether invoices of it are in the ledger already."""
    found = ConnectionDocument._get_collection().find({}, {"autotask_user": 1, "autotask_of": 1})
    return [
        Present(
            id=document["_id"],
            autotask_user=document.get("autotask_user") or "",
            autotask_of=document.get("autotask_of"),
            has_invoices=_has_invoices(document["_id"]),
        )
        for document in found
    ]


def _has_invoices(connection_id: str) -> bool:
    wanted = {"connection": connection_id}
    return InvoiceDocument._get_collection().find_one(wanted, {"_id": 1}) is not None
