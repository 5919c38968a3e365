"""Two people change the options of a connection: what each saw, and where both want the same row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.domain.setting_rows import Change, Options, conflicts, undo


@dataclass(frozen=True, slots=True)
class SettingChange:
    """What one save changed; `version` is that of the options which came of it."""

    version: int
    by: str
    at: datetime
    changes: tuple[Change, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """A row that another person has changed since, to something else."""

    mine: Change
    theirs: Change
    by: str
    at: datetime


def as_seen(present: Options, since: Sequence[SettingChange]) -> dict[str, Any]:
    """The options as they were before these saves, of which the newest comes first."""
    return undo(present, (each for saved in since for each in reversed(saved.changes)))


def clashes(mine: Iterable[Change], since: Sequence[SettingChange]) -> tuple[Clash, ...]:
    """Where what one person wants meets what others have saved since that person looked."""
    who = [(each, saved) for saved in since for each in saved.changes]
    found = []
    for ours, theirs in conflicts(mine, [each for each, _ in who]):
        saved = next(saved for each, saved in who if each is theirs)
        found.append(Clash(ours, theirs, saved.by, saved.at))
    return tuple(found)
