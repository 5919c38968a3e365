"""Buttons that concern many documents at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.answers import Done, DoneMany
from gateway.asking import VENDOR_SECONDS, Asking

MANY_SECONDS = 60.0
"""For commands that move any number of documents before they answer."""


@dataclass(frozen=True, slots=True)
class BulkWish:
    """What to do to which documents; `key` makes a second press the first one.

    `chosen` are Autotask ids, or a filter as `audited.told_filter` makes it.
    """

    action: str
    chosen: Sequence[int] | Mapping[str, Any]
    include_complete: bool = False
    reason: str = ""
    key: str = ""


class BulkCommands(Asking):
    """Actions over a selection or a whole filter, and simulations of a queue."""

    def start_bulk(self, connection: str, shelf: str, by: str, wish: BulkWish) -> tuple[str, str]:
        """The id of the action that has begun, and a sentence."""
        chosen = wish.chosen
        answer = self._ask(
            "xero_posting",
            "start_bulk",
            VENDOR_SECONDS,
            connection_id=connection,
            by=by,
            action=wish.action,
            ids=None if isinstance(chosen, Mapping) else list(chosen),
            wanted=dict(chosen) if isinstance(chosen, Mapping) else None,
            include_complete=wish.include_complete,
            reason=wish.reason,
            key=wish.key,
            shelf=shelf,
        )
        return str(answer.get("bulk") or ""), str(answer.get("message") or "")

    def stop_bulk(self, connection: str, bulk: str, by: str) -> Done:
        """It ends after the portion it is at; what was done stays done."""
        answer = self._ask(
            "xero_posting",
            "stop_bulk",
            VENDOR_SECONDS,
            connection_id=connection,
            bulk=bulk,
            by=by,
        )
        return Done(str(answer.get("message") or ""))

    def resync_cause(self, connection: str, cause: str, by: str, reason: str) -> DoneMany:
        """All faults with this cause, in one command."""
        answer = self._ask(
            "xero_posting",
            "resync_many",
            MANY_SECONDS,
            connection_id=connection,
            by=by,
            cause=cause,
            reason=reason or None,
        )
        refused = answer.get("refused") or {}
        return DoneMany(
            int(answer.get("moved") or 0),
            {str(why): int(count) for why, count in refused.items()},
            str(answer.get("message") or ""),
        )

    def start_preflight(self, connection: str, wanted: dict[str, Any], by: str) -> tuple[str, str]:
        """The id of the simulation that has begun, and a sentence."""
        answer = self._ask(
            "xero_posting",
            "start_preflight",
            VENDOR_SECONDS,
            connection_id=connection,
            by=by,
            wanted=wanted,
        )
        return str(answer.get("preflight") or ""), str(answer.get("message") or "")
