"""Buttons of a connection's options."""

from typing import Any

from gateway.answers import Effect, Saved, read_effect, read_option_problem
from gateway.asking import VENDOR_SECONDS, Asking


class SettingCommands(Asking):
    """Saving options, and what a change of them would have done."""

    def save_settings(self, connection: str, changes: dict[str, Any], by: str) -> Saved:
        """Check options against the organisation's own lists, and save them if nothing blocks."""
        answer = self._ask(
            "xero_posting",
            "save_settings",
            VENDOR_SECONDS,
            connection_id=connection,
            changes=changes,
            by=by,
        )
        return Saved(
            bool(answer.get("saved")),
            tuple(read_option_problem(each) for each in answer.get("problems") or ()),
            tuple(str(each) for each in answer.get("changed") or ()),
            tuple(str(each) for each in answer.get("not_read") or ()),
        )

    def compare(self, connection: str, changes: dict[str, Any], count: int = 50) -> Effect:
        """What these options would make of the last invoices; nothing is written."""
        answer = self._ask(
            "xero_posting",
            "compare_settings",
            VENDOR_SECONDS,
            connection_id=connection,
            changes=changes,
            count=count,
        )
        return read_effect(answer)
