"""Options saved, and noted."""

from gateway.answers import Saved
from gateway.audited.noting import commands, note
from gateway.commands.settings import SettingsWish
from gateway.gate import principal

_LONGEST = 500


def save_settings(connection: str, wish: SettingsWish, draft: str = "") -> Saved:
    """The trail names the options, their rows and the draft that they were looked at in."""
    saved = commands().save_settings(connection, wish, principal().name)
    if saved.is_saved and saved.changed:
        note("settings", connection, _subject(saved, wish, draft), wish.reason)
    return saved


def _subject(saved: Saved, wish: SettingsWish, draft: str) -> str:
    rows = "; ".join(" / ".join((row["option"], *row["key"])) for row in wish.rows)
    told = rows or ", ".join(saved.changed)
    return f"{f'draft {draft}: ' if draft else ''}{told}"[:_LONGEST]
