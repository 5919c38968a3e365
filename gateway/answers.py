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
class Conflict:
    """A row that `by` has changed to `theirs` while somebody wanted it to become `mine`."""

    option: str
    key: tuple[str, ...]
    mine: Any
    theirs: Any
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Saved:
    """Whether options were saved, what was found on the way, and which are different now.

    `not_read` names lists that Xero did not give now; what was read of them before counted. Where
    others have changed the same rows meanwhile, nothing is saved and `conflicts` says which.
    """

    is_saved: bool
    problems: tuple[OptionProblem, ...]
    changed: tuple[str, ...]
    not_read: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def read_conflict(told: Mapping[str, Any]) -> Conflict:
    return Conflict(
        str(told.get("option") or ""),
        tuple(str(part) for part in told.get("key") or ()),
        told.get("mine"),
        told.get("theirs"),
        str(told.get("by") or ""),
        str(told.get("at") or ""),
    )


def read_option_problem(told: Mapping[str, Any]) -> OptionProblem:
    return OptionProblem(
        str(told.get("option") or ""),
        str(told.get("message") or ""),
        blocks=bool(told.get("blocks", True)),
        is_standing=bool(told.get("standing")),
    )


@dataclass(frozen=True, slots=True)
class EffectChange:
    """One field of one document, before and after: account, tax type, total, outcome ..."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One of the last invoices, judged by the options as they are and as they would be.

    `before` and `after` have outcome, code, message and title; amounts are decimal strings.
    """

    autotask_id: int
    number: str
    company: str
    currency: str
    total: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    changes: tuple[EffectChange, ...]

    @property
    def is_changed(self) -> bool:
        return bool(self.changes)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of options would have done to the last invoices.

    `summary` are sentences with counts; `not_shown` says of each option that no simulation can
    show from when on it counts.
    """

    problems: tuple[OptionProblem, ...]
    invoices: tuple[EffectRow, ...]
    summary: tuple[str, ...]
    not_shown: Mapping[str, str]
    not_read: tuple[str, ...] = ()


def read_effect(told: Mapping[str, Any]) -> Effect:
    return Effect(
        tuple(read_option_problem(each) for each in told.get("problems") or ()),
        tuple(_read_row(each) for each in told.get("invoices") or ()),
        tuple(str(each) for each in told.get("summary") or ()),
        {str(name): str(text) for name, text in (told.get("not_shown") or {}).items()},
        tuple(str(each) for each in told.get("not_read") or ()),
    )


def _read_row(told: Mapping[str, Any]) -> EffectRow:
    return EffectRow(
        int(told.get("autotask_id") or 0),
        str(told.get("number") or ""),
        str(told.get("company") or ""),
        str(told.get("currency") or ""),
        str(told.get("total") or ""),
        told.get("before") or {},
        told.get("after") or {},
        tuple(
            EffectChange(str(each["field"]), str(each["before"]), str(each["after"]))
            for each in told.get("changes") or ()
        ),
    )
