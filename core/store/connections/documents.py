"""What the others here share: the collection, and a connection as the domain knows it."""

from typing import Any

from core.domain.connection_settings import ConnectionSettings
from core.domain.records import Connection
from core.store.documents import ConnectionDocument


def set_fields(connection_id: str, values: dict[str, Any]) -> None:
    ConnectionDocument._get_collection().update_one(
        {"_id": connection_id}, {"$set": values, "$inc": {"revision": 1}}
    )


def set_for_all(key: str, values: dict[str, Any]) -> None:
    ConnectionDocument._get_collection().update_many(
        of_tenant(key), {"$set": values, "$inc": {"revision": 1}}
    )


def of_tenant(key: str) -> dict[str, Any]:
    return {"$or": [{"_id": key}, {"autotask_of": key}]}


def to_domain(document: dict[str, Any]) -> Connection:
    return Connection(
        id=document["_id"],
        name=document["name"],
        is_active=document["state"] == "active",
        settings=_read_settings(document.get("settings") or {}),
        zone_url=document.get("autotask_zone_url"),
        tenant_id=document.get("xero_tenant_id"),
        token_set_id=document.get("token_set_id"),
        short_code=document.get("xero_short_code"),
        autotask_of=document.get("autotask_of"),
        timezone=document.get("xero_timezone"),
        warnings=frozenset(document.get("warnings") or ()),
    )


def _read_settings(stored: dict[str, Any]) -> ConnectionSettings:
    """Options that another version knew are left out; strictness belongs to saving."""
    known = ConnectionSettings.model_fields
    return ConnectionSettings.model_validate(
        {name: value for name, value in stored.items() if name in known}
    )
