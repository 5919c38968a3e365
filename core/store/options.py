"""A connection's options, changed as a whole or not at all, each change with its history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.domain.connection_settings import ConnectionSettings
from core.domain.setting_merge import SettingChange
from core.domain.setting_rows import differences
from core.store import setting_changes
from core.store.documents import ConnectionDocument

_OPTIONS = frozenset(ConnectionSettings.model_fields)


@dataclass(frozen=True, slots=True)
class StoredOptions:
    """`settings` as they are stored; `newest` is the change by which they came to be so."""

    settings: dict[str, Any]
    version: int
    newest: SettingChange | None


def stored(connection_id: str) -> StoredOptions | None:
    """None when there is no such connection."""
    found = ConnectionDocument._get_collection().find_one(
        {"_id": connection_id}, {"settings": 1, "settings_version": 1, "settings_change": 1}
    )
    if found is None:
        return None
    newest = found.get("settings_change")
    return StoredOptions(
        dict(found.get("settings") or {}),
        int(found.get("settings_version") or 0),
        setting_changes.read_form(newest) if newest else None,
    )


def replace(
    connection_id: str, before: StoredOptions, settings: ConnectionSettings, change: SettingChange
) -> bool:
    """Put new options in the place of those that were read; False when somebody was faster.

    The change is written with the options and then put into the history; should that fail, the next
    change finds it beside the options.
    """
    if before.newest is not None:
        setting_changes.keep(connection_id, before.newest)
    result = ConnectionDocument._get_collection().update_one(
        {
            "_id": connection_id,
            "settings": before.settings,
            "settings_version": as_version(before),
        },
        {
            "$set": {
                "settings": settings.model_dump(mode="json"),
                **fields_of(change),
                "updated_at": change.at,
            },
            "$inc": {"revision": 1},
        },
    )
    if result.modified_count:
        setting_changes.keep(connection_id, change)
    return bool(result.modified_count)


def as_version(before: StoredOptions | None) -> Any:
    """The condition that the options are still of the version that was read."""
    # A connection that nobody has changed yet has no version.
    version = before.version if before else 0
    return version or {"$in": [0, None]}


def change_to(
    before: StoredOptions | None, settings: ConnectionSettings, by: str, now: datetime
) -> SettingChange | None:
    """The change that options given as a whole come to; None when nothing is different or new."""
    if before is None:
        return None
    known = {name: each for name, each in before.settings.items() if name in _OPTIONS}
    present = ConnectionSettings.model_validate(known).model_dump(mode="json")
    changes = differences(present, settings.model_dump(mode="json"))
    return SettingChange(before.version + 1, by, now, changes) if changes else None


def fields_of(change: SettingChange) -> dict[str, Any]:
    """What is written with the options that a change leads to."""
    return {
        "settings_version": change.version,
        "settings_change": setting_changes.form_of(change),
    }
