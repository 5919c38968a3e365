"""The history of a connection's options: one document for each save, none of them lost."""

from typing import Any

from core.domain.setting_merge import SettingChange
from core.domain.setting_rows import change_form, change_from
from core.store.documents import SettingChangeDocument


def form_of(change: SettingChange) -> dict[str, Any]:
    """As it stands with the options themselves and in the history."""
    return {
        "version": change.version,
        "by": change.by,
        "at": change.at,
        "reason": change.reason,
        "rows": [change_form(each) for each in change.changes],
    }


def read_form(stored: dict[str, Any]) -> SettingChange:
    return SettingChange(
        int(stored["version"]),
        str(stored["by"]),
        stored["at"],
        tuple(change_from(each) for each in stored.get("rows") or ()),
        str(stored.get("reason") or ""),
    )


def keep(connection_id: str, change: SettingChange) -> None:
    """Put a save into the history, unless it is there."""
    SettingChangeDocument._get_collection().update_one(
        {"_id": f"{connection_id}/{change.version}"},
        {"$setOnInsert": {"connection": connection_id, **form_of(change)}},
        upsert=True,
    )


MOST_SINCE = 300
"""Who looked so many saves ago has to look again: each of them is taken back to see what was seen."""


def since(
    connection_id: str, version: int, newest: SettingChange | None = None
) -> tuple[SettingChange, ...]:
    """Every save after a version, the newest first.

    `newest` stands with the options and may not have reached the history.
    """
    wanted = {"connection": connection_id, "version": {"$gt": version}}
    found = SettingChangeDocument._get_collection().find(wanted).sort("version", -1)
    kept = tuple(read_form(each) for each in found)
    is_missing = newest is not None and newest.version > version
    if newest is not None and is_missing and newest.version not in {each.version for each in kept}:
        return (newest, *kept)
    return kept
