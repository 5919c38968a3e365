"""How both sides of a connection are, and the warnings that stand on it."""

from datetime import datetime
from typing import Any

from core.store.connections.documents import of_tenant
from core.store.connections.reading import autotask_key
from core.store.documents import ConnectionDocument


def report_health(connection_id: str, side: str, state: str, message: str, now: datetime) -> bool:
    """Note how a side ("autotask" or "xero") is; True when its state has changed.

    `since_at` keeps the moment of the last change and `last_good_at` that of the last success.
    Autotask is the same for all who share it, so it is told on each of them.
    """
    field = f"{side}_health"
    connections = ConnectionDocument._get_collection()
    concerned: dict[str, Any] = {"_id": connection_id}
    if side == "autotask":
        concerned = of_tenant(autotask_key(connection_id))
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
