"""A connection's options, changed as a whole or not at all."""

from datetime import datetime
from typing import Any

from core.domain.connection_settings import ConnectionSettings
from core.store.documents import ConnectionDocument


def stored(connection_id: str) -> dict[str, Any] | None:
    """The options as they are stored; None when there is no such connection."""
    found = ConnectionDocument._get_collection().find_one({"_id": connection_id}, {"settings": 1})
    return dict(found.get("settings") or {}) if found else None


def replace(
    connection_id: str, before: dict[str, Any], settings: ConnectionSettings, now: datetime
) -> bool:
    """Put new options in the place of those that were read; False when somebody was faster."""
    result = ConnectionDocument._get_collection().update_one(
        {"_id": connection_id, "settings": before},
        {
            "$set": {"settings": settings.model_dump(mode="json"), "updated_at": now},
            "$inc": {"revision": 1},
        },
    )
    return bool(result.modified_count)
