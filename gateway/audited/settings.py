"""Options saved, and noted."""

from typing import Any

from gateway.answers import Saved
from gateway.audited.noting import commands, note
from gateway.gate import principal


def save_settings(connection: str, changes: dict[str, Any]) -> Saved:
    saved = commands().save_settings(connection, changes, principal().name)
    if saved.is_saved:
        note("settings", connection, ", ".join(saved.changed)[:500])
    return saved
