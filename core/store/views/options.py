"""A connection's options as screens need them: all of them, their version, and who changed what."""

from dataclasses import dataclass
from typing import Any

from core.domain.connection_settings import ConnectionSettings
from core.domain.setting_merge import SettingChange
from core.store import options as store
from core.store import setting_changes
from core.store.documents import ConnectionDocument, SettingChangeDocument
from core.store.setting_changes import MOST_SINCE
from core.store.views.reading import collection, read

__all__ = ["MOST_SINCE", "OptionsView", "Sharer", "history", "options", "sharers", "since"]


@dataclass(frozen=True, slots=True)
class OptionsView:
    """`settings` as they count now; `version` rises with each save."""

    settings: ConnectionSettings
    version: int
    newest: SettingChange | None = None

    @property
    def dump(self) -> dict[str, Any]:
        """In the form in which they are stored and travel."""
        return self.settings.model_dump(mode="json")


@read
def options(connection: str) -> OptionsView:
    """Those of a connection that exists; what is not stored is as usual."""
    stored = store.stored(connection)
    if stored is None:
        return OptionsView(ConnectionSettings(), 0)
    known = ConnectionSettings.model_fields
    told = {name: value for name, value in stored.settings.items() if name in known}
    return OptionsView(ConnectionSettings.model_validate(told), stored.version, stored.newest)


@read
def since(connection: str, version: int) -> tuple[SettingChange, ...]:
    """Every save after a version, the newest first."""
    stored = store.stored(connection)
    return setting_changes.since(connection, version, stored.newest if stored else None)


@read
def history(connection: str, below: int | None = None, most: int = 50) -> tuple[SettingChange, ...]:
    """A page of saves, the newest first, beginning below a version."""
    wanted: dict[str, Any] = {"connection": connection}
    if below is not None:
        wanted["version"] = {"$lt": below}
    found = collection(SettingChangeDocument).find(wanted).sort("version", -1).limit(most)
    kept = tuple(setting_changes.read_form(each) for each in found)
    if below is not None:
        return kept
    # The newest stands with the options before it stands in the history.
    stored = store.stored(connection)
    newest = stored.newest if stored else None
    if newest is None or (kept and kept[0].version >= newest.version):
        return kept
    return (newest, *kept)[:most]


@dataclass(frozen=True, slots=True)
class Sharer:
    """A connection that reads the same Autotask tenant."""

    id: str
    name: str


@read
def sharers(autotask_key: str) -> tuple[Sharer, ...]:
    """All connections of a tenant, the one that has its sign-in first."""
    wanted = {"$or": [{"_id": autotask_key}, {"autotask_of": autotask_key}]}
    found = collection(ConnectionDocument).find(wanted, {"name": 1}).sort("name", 1)
    rows = [Sharer(each["_id"], each["name"]) for each in found]
    return tuple(sorted(rows, key=lambda each: each.id != autotask_key))
