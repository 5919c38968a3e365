"""Options saved, and noted."""

from collections.abc import Iterable

from gateway.answers import Saved
from gateway.audited.noting import commands, noted
from gateway.commands.settings import SettingsWish
from gateway.gate import principal

_LONGEST = 500


def save_settings(connection: str, wish: SettingsWish, draft: str = "") -> Saved:
    """The trail names the options, their rows and the draft that they were looked at in."""
    asked = _subject(wish, draft, wish.changes)
    with noted("settings", connection, asked, wish.reason) as line:
        saved = commands().save_settings(connection, wish, principal().name)
        line.is_done = saved.is_saved and bool(saved.changed)
        line.subject = _subject(wish, draft, saved.changed)
    return saved


def _subject(wish: SettingsWish, draft: str, changed: Iterable[str]) -> str:
    rows = "; ".join(" / ".join((row["option"], *row["key"])) for row in wish.rows)
    told = rows or ", ".join(changed)
    return f"{f'draft {draft}: ' if draft else ''}{told}"[:_LONGEST]
