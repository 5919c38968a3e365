"""What the screens would be told, and what traced records would keep."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.domain.call_account import Refusal


class FakeHealth:
    """Standing warnings by code, and every wait that began."""

    def __init__(self) -> None:
        self.warnings: dict[str, str] = {}
        self.waited_for: list[Refusal] = []
        self.is_waiting = False

    def warn(self, code: str, message: str) -> None:
        self.warnings[code] = message

    def unwarn(self, code: str) -> None:
        self.warnings.pop(code, None)

    def waits(self, refusal: Refusal | None) -> None:
        self.is_waiting = refusal is not None
        if refusal is not None:
            self.waited_for.append(refusal)


class Traces:
    """Entries by Autotask id."""

    def __init__(self) -> None:
        self.of: dict[int, list[Mapping[str, Any]]] = {}

    def add(
        self, connection_id: str, autotask_id: int, entries: Sequence[Mapping[str, Any]]
    ) -> None:
        self.of.setdefault(autotask_id, []).extend(entries)
