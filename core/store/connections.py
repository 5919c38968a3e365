"""Connections: what they are told, their credentials, the health of both sides."""

from datetime import datetime
from typing import Any

from core.domain.connection_settings import ConnectionSettings
from core.domain.records import Connection
from core.domain.route_check import Present
from core.store.documents import ConnectionDocument, InvoiceDocument
from core.store.sealing import Sealer


def every() -> list[Connection]:
    """All connections, in the order of their names."""
    found = ConnectionDocument._get_collection().find().sort("name")
    return [_to_domain(document) for document in found]


def get(connection_id: str) -> Connection | None:
    document = ConnectionDocument._get_collection().find_one({"_id": connection_id})
    return _to_domain(document) if document else None


def owners() -> list[Connection]:
    """Those that have credentials of their own: one of each Autotask tenant, in the same order."""
    return [each for each in every() if each.autotask_of is None]


def sharing(key: str) -> list[Connection]:
    """Every connection of one Autotask tenant, the owner of its credentials first."""
    found = ConnectionDocument._get_collection().find(_of_tenant(key)).sort("name")
    connections = [_to_domain(document) for document in found]
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


def ensure(connection: dict[str, Any], sealer: Sealer, now: datetime) -> None:
    """Create a connection, or bring its name, credentials and settings up to date.

    `connection` holds id, name, state, settings and autotask {user, secret, integration_code}, or
    {same_as} with the id of the connection whose Autotask it reads. The state of one that exists
    is left alone.
    """
    settings = ConnectionSettings.model_validate(connection["settings"])
    ConnectionDocument._get_collection().update_one(
        {"_id": connection["id"]},
        {
            "$set": {
                "name": connection["name"],
                "settings": settings.model_dump(mode="json"),
                **_access_fields(connection["autotask"], sealer),
                "updated_at": now,
            },
            "$setOnInsert": {
                "state": connection.get("state", "paused"),
                "created_at": now,
                "autotask_health": {"state": "unknown"},
                "xero_health": {"state": "unknown"},
            },
            "$inc": {"revision": 1},
        },
        upsert=True,
    )


def _access_fields(autotask: dict[str, str], sealer: Sealer) -> dict[str, Any]:
    if "same_as" in autotask:
        owner = {"autotask_of": autotask["same_as"]}
        return {**owner, "autotask_user": None, "autotask_sealed": None}
    return {
        "autotask_of": None,
        "autotask_user": autotask["user"],
        "autotask_sealed": sealer.seal(autotask),
    }


def set_state(connection_id: str, state: str, now: datetime) -> bool:
    """Pause or activate; False when there is no such connection."""
    result = ConnectionDocument._get_collection().update_one(
        {"_id": connection_id},
        {"$set": {"state": state, "updated_at": now}, "$inc": {"revision": 1}},
    )
    return bool(result.matched_count)


def autotask_credentials(connection_id: str, sealer: Sealer) -> dict[str, str]:
    """User, secret and integration code, opened."""
    document = ConnectionDocument._get_collection().find_one(
        {"_id": connection_id}, {"autotask_sealed": 1}
    )
    if not document or not document.get("autotask_sealed"):
        raise LookupError(f"Connection {connection_id} has no Autotask credentials.")
    return sealer.open(document["autotask_sealed"])


def set_zone(key: str, url: str, web_url: str) -> None:
    """Remember where the tenant lives, for all who share it."""
    zone = {"autotask_zone_url": url, "autotask_web_url": web_url}
    _set_all(key, {**zone, "autotask_refused_zone": None})


def forget_zone(key: str) -> None:
    """Make the next call look the zone up again (a tenant may have moved)."""
    _set_all(key, {"autotask_zone_url": None, "autotask_refused_zone": None})


def doubt_zone(key: str, url: str) -> None:
    """Autotask refused the sign-in there: before the next call somebody asks where it lives now."""
    _set_all(key, {"autotask_zone_url": None, "autotask_refused_zone": url})


def refused_zone(key: str) -> str | None:
    """Where the sign-in was refused, while nobody has found out whether the tenant has moved."""
    found = ConnectionDocument._get_collection().find_one(
        {"_id": key}, {"autotask_refused_zone": 1}
    )
    return (found or {}).get("autotask_refused_zone")


def save_credentials(key: str, credentials: dict[str, str], sealer: Sealer, now: datetime) -> None:
    """Replace the sealed credentials; nothing else changes."""
    _set(key, {**_access_fields(credentials, sealer), "updated_at": now})


def set_xero(connection_id: str, **values: str) -> None:
    """Remember the organisation: tenant_id, organisation, short_code, timezone, base_currency."""
    _set(connection_id, {f"xero_{name}": value for name, value in values.items()})


def set_token_set(connection_id: str, token_set_id: str) -> None:
    _set(connection_id, {"token_set_id": token_set_id})


def report_health(connection_id: str, side: str, state: str, message: str, now: datetime) -> bool:
    """Note how a side ("autotask" or "xero") is; True when its state has changed.

    `since_at` keeps the moment of the last change and `last_good_at` that of the last success.
    Autotask is the same for all who share it, so it is told on each of them.
    """
    field = f"{side}_health"
    connections = ConnectionDocument._get_collection()
    concerned: dict[str, Any] = {"_id": connection_id}
    if side == "autotask":
        concerned = _of_tenant(autotask_key(connection_id))
    good = {f"{field}.last_good_at": now} if state == "ok" else {}
    changed = connections.update_many(
        {**concerned, f"{field}.state": {"$ne": state}},
        {
            "$set": {
                f"{field}.state": state,
                f"{field}.message": message,
                f"{field}.since_at": now,
                **good,
            },
            "$inc": {"revision": 1},
        },
    )
    if changed.modified_count:
        return True
    connections.update_many(concerned, {"$set": {f"{field}.message": message, **good}})
    return False


def side_is_ok(connection_id: str, side: str) -> bool:
    """Tell whether the last call to a side went well."""
    wanted = {"_id": connection_id, f"{side}_health.state": "ok"}
    return ConnectionDocument._get_collection().find_one(wanted, {"_id": 1}) is not None


def warn(connection_id: str, code: str, message: str, now: datetime) -> None:
    """Let a warning stand that stops nothing; one that stands keeps its beginning."""
    ConnectionDocument._get_collection().update_one(
        {"_id": connection_id, f"warnings.{code}": {"$exists": False}},
        {
            "$set": {f"warnings.{code}": {"message": message, "since_at": now}},
            "$inc": {"revision": 1},
        },
    )


def unwarn(connection_id: str, code: str) -> None:
    """Take a warning back; harmless when it does not stand."""
    ConnectionDocument._get_collection().update_one(
        {"_id": connection_id, f"warnings.{code}": {"$exists": True}},
        {"$unset": {f"warnings.{code}": ""}, "$inc": {"revision": 1}},
    )


def touch(connection_id: str) -> None:
    """Raise the revision by which open screens see that something changed."""
    ConnectionDocument._get_collection().update_one(
        {"_id": connection_id}, {"$inc": {"revision": 1}}
    )


def _set(connection_id: str, values: dict[str, Any]) -> None:
    ConnectionDocument._get_collection().update_one(
        {"_id": connection_id}, {"$set": values, "$inc": {"revision": 1}}
    )


def _set_all(key: str, values: dict[str, Any]) -> None:
    ConnectionDocument._get_collection().update_many(
        _of_tenant(key), {"$set": values, "$inc": {"revision": 1}}
    )


def _of_tenant(key: str) -> dict[str, Any]:
    return {"$or": [{"_id": key}, {"autotask_of": key}]}


def _to_domain(document: dict[str, Any]) -> Connection:
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
