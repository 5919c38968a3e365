"""A connection is made and told what it is to know."""

from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from core.domain.connection_settings import ConnectionSettings
from core.store import options, setting_changes
from core.store.connections.autotask import access_fields
from core.store.connections.documents import set_fields
from core.store.documents import ConnectionDocument
from core.store.sealing import Sealer

# Who stands in the history of options that a file of the command line has set.
_BY_FILE = "the command line"
_MOST_TRIES = 5


def ensure(connection: dict[str, Any], sealer: Sealer, now: datetime) -> None:
    """Create a connection, or bring its name, credentials and settings up to date.

    `connection` holds id, name, state, settings and autotask {user, secret, integration_code}, or
    {same_as} with the id of the connection whose Autotask it reads. The state of one that exists
    is left alone.
    """
    settings = ConnectionSettings.model_validate(connection["settings"])
    for _ in range(_MOST_TRIES):
        if _save(connection, settings, sealer, now):
            return
    raise RuntimeError("Others change these options without pause; apply the file again.")


def _save(
    connection: dict[str, Any], settings: ConnectionSettings, sealer: Sealer, now: datetime
) -> bool:
    """False when somebody has changed the options since they were read."""
    before = options.stored(connection["id"])
    change = options.change_to(before, settings, _BY_FILE, now)
    if before is not None and before.newest is not None:
        setting_changes.keep(connection["id"], before.newest)
    try:
        ConnectionDocument._get_collection().update_one(
            {"_id": connection["id"], "settings_version": options.as_version(before)},
            {
                "$set": {
                    "name": connection["name"],
                    "settings": settings.model_dump(mode="json"),
                    **(options.fields_of(change) if change else {}),
                    **access_fields(connection["autotask"], sealer),
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
    except DuplicateKeyError:
        # It is there, with another version than the one that was read.
        return False
    if change:
        setting_changes.keep(connection["id"], change)
    return True


def set_state(connection_id: str, state: str, now: datetime) -> bool:
    """Pause or activate; False when there is no such connection."""
    result = ConnectionDocument._get_collection().update_one(
        {"_id": connection_id},
        {"$set": {"state": state, "updated_at": now}, "$inc": {"revision": 1}},
    )
    return bool(result.matched_count)


def set_xero(connection_id: str, **values: str) -> None:
    """Remember the organisation: tenant_id, organisation, short_code, timezone, base_currency."""
    set_fields(connection_id, {f"xero_{name}": value for name, value in values.items()})


def set_token_set(connection_id: str, token_set_id: str) -> None:
    set_fields(connection_id, {"token_set_id": token_set_id})


def touch(connection_id: str) -> None:
    """Raise the revision by which open screens see that something changed."""
    ConnectionDocument._get_collection().update_one(
        {"_id": connection_id}, {"$inc": {"revision": 1}}
    )
