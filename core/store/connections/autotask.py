"""How a tenant of Autotask is reached: sealed credentials, and the zone where it lives."""

from datetime import datetime
from typing import Any

from core.store.connections.documents import set_fields, set_for_all
from core.store.documents import ConnectionDocument
from core.store.sealing import Sealer


def access_fields(autotask: dict[str, str], sealer: Sealer) -> dict[str, Any]:
    if "same_as" in autotask:
        owner = {"autotask_of": autotask["same_as"]}
        return {**owner, "autotask_user": None, "autotask_sealed": None}
    return {
        "autotask_of": None,
        "autotask_user": autotask["user"],
        "autotask_sealed": sealer.seal(autotask),
    }


def autotask_credentials(connection_id: str, sealer: Sealer) -> dict[str, str]:
    """User, secret and integration code, opened."""
    document = ConnectionDocument._get_collection().find_one(
        {"_id": connection_id}, {"autotask_sealed": 1}
    )
    if not document or not document.get("autotask_sealed"):
        raise LookupError(f"Connection {connection_id} has no Autotask credentials.")
    return sealer.open(document["autotask_sealed"])


def save_credentials(key: str, credentials: dict[str, str], sealer: Sealer, now: datetime) -> None:
    """Replace the sealed credentials; nothing else changes."""
    set_fields(key, {**access_fields(credentials, sealer), "updated_at": now})


def set_zone(key: str, url: str, web_url: str) -> None:
    """Remember where the tenant lives, for all who share it."""
    zone = {"autotask_zone_url": url, "autotask_web_url": web_url}
    set_for_all(key, {**zone, "autotask_refused_zone": None})


def forget_zone(key: str) -> None:
    """Make the next call look the zone up again (a tenant may have moved)."""
    set_for_all(key, {"autotask_zone_url": None, "autotask_refused_zone": None})


def doubt_zone(key: str, url: str) -> None:
    """Autotask refused the sign-in there: before the next call somebody asks where it lives now."""
    set_for_all(key, {"autotask_zone_url": None, "autotask_refused_zone": url})


def refused_zone(key: str) -> str | None:
    """Where the sign-in was refused, while nobody has found out whether the tenant has moved."""
    found = ConnectionDocument._get_collection().find_one(
        {"_id": key}, {"autotask_refused_zone": 1}
    )
    return (found or {}).get("autotask_refused_zone")
