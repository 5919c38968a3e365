"""Buttons of a connection's options."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from gateway.answers import Effect, Saved, read_conflict, read_effect, read_option_problem
from gateway.asking import VENDOR_SECONDS, Asking

RowForm = dict[str, Any]
"""A row as it travels: {"option", "key": [...], "value"}."""


@dataclass(frozen=True, slots=True)
class SettingsWish:
    """What options are to become: whole ones by name, rows of them, or both.

    `based_on` is the version that the person saw; None takes whatever is there now for it.
    """

    changes: dict[str, Any] = field(default_factory=dict)
    rows: Sequence[RowForm] = ()
    based_on: int | None = None
    reason: str = ""


class SettingCommands(Asking):
    """Saving options, and what a change of them would have done."""

    def save_settings(self, connection: str, wish: SettingsWish, by: str) -> Saved:
        """Check options against the organisation's own lists, and save them if nothing blocks."""
        answer = self._ask(
            "xero_posting",
            "save_settings",
            VENDOR_SECONDS,
            connection_id=connection,
            by=by,
            **_told(wish),
        )
        return Saved(
            bool(answer.get("saved")),
            tuple(read_option_problem(each) for each in answer.get("problems") or ()),
            tuple(str(each) for each in answer.get("changed") or ()),
            tuple(str(each) for each in answer.get("not_read") or ()),
            tuple(read_conflict(each) for each in answer.get("conflicts") or ()),
        )

    def compare(
        self,
        connection: str,
        changes: dict[str, Any] | None = None,
        rows: Sequence[RowForm] = (),
        count: int = 50,
    ) -> Effect:
        """What these options would make of the last invoices; nothing is written."""
        answer = self._ask(
            "xero_posting",
            "compare_settings",
            VENDOR_SECONDS,
            connection_id=connection,
            changes=changes or {},
            rows=list(rows),
            count=count,
        )
        return read_effect(answer)


def _told(wish: SettingsWish) -> dict[str, Any]:
    """Only what was said, so that what is usual is told in one place."""
    filled = {
        "changes": wish.changes,
        "rows": list(wish.rows),
        "reason": wish.reason,
    }
    told: dict[str, Any] = {name: value for name, value in filled.items() if value}
    return told if wish.based_on is None else told | {"based_on": wish.based_on}
