"""What commands come back with, in the gateway's own forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Done:
    """The actor did it. `status` is the document's status now, if the command concerns one."""

    message: str
    status: str = ""
    started: bool = True


@dataclass(frozen=True, slots=True)
class DoneMany:
    """`refused` counts what was left alone, by its reason."""

    moved: int
    refused: dict[str, int]
    message: str


@dataclass(frozen=True, slots=True)
class OptionProblem:
    """`option` is the name of a setting, `message` what is wrong with it.

    Only one that `blocks` keeps options from being saved; a standing one was there before.
    """

    option: str
    message: str
    blocks: bool = True
    is_standing: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """Whether options were saved, what was found on the way, and which are different now.

    `not_read` names lists that Xero did not give now; what was read of them before counted.
    """

    is_saved: bool
    problems: tuple[OptionProblem, ...]
    changed: tuple[str, ...]
    not_read: tuple[str, ...] = ()


def read_option_problem(told: Mapping[str, Any]) -> OptionProblem:
    return OptionProblem(
        str(told.get("option") or ""),
        str(told.get("message") or ""),
        blocks=bool(told.get("blocks", True)),
        is_standing=bool(told.get("standing")),
    )
