"""What a change would have done to the last invoices, and what speaks against it, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.domain.settings_words import LABELS
from gateway.answers import Effect, EffectChange, EffectRow, OptionProblem
from gateway.presenters.amounts import amount_in


@dataclass(frozen=True, slots=True)
class EffectLine:
    """An invoice that would have gone otherwise; `changes` are (what, before, after)."""

    autotask_id: int
    number: str
    company: str
    amount: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class EffectView:
    """`blocks` keep the change from being applied; `remarks` do not; `standing` were there before."""

    looked_at: int
    lines: tuple[EffectLine, ...]
    summary: tuple[str, ...]
    later: tuple[tuple[str, str], ...]
    blocks: tuple[str, ...]
    remarks: tuple[str, ...]
    standing: tuple[str, ...]
    not_read: tuple[str, ...]


def effect_view(effect: Effect) -> EffectView:
    problems = effect.problems
    return EffectView(
        looked_at=len(effect.invoices),
        lines=tuple(_line(each) for each in effect.invoices if each.is_changed),
        summary=effect.summary,
        later=tuple((LABELS.get(name, name), text) for name, text in effect.not_shown.items()),
        blocks=_words(each for each in problems if each.blocks and not each.is_standing),
        remarks=_words(each for each in problems if not each.blocks and not each.is_standing),
        standing=_words(each for each in problems if each.is_standing),
        not_read=effect.not_read,
    )


def _words(problems: Iterable[OptionProblem]) -> tuple[str, ...]:
    return tuple(f"{LABELS.get(each.option, each.option)}: {each.message}" for each in problems)


def _line(row: EffectRow) -> EffectLine:
    return EffectLine(
        row.autotask_id,
        row.number,
        row.company,
        amount_in(Decimal(row.total) if row.total else None, row.currency),
        tuple(
            (_FIELDS.get(each.field, each.field.replace("_", " ")), *_told(each))
            for each in row.changes
        ),
    )


_FIELDS = {"outcome": "it", "is_sent_to_contact": "marked as sent", "issued_on": "date",
           "due_on": "due date"}  # fmt: skip
_OUTCOMES = {
    "send": "is sent", "update": "is updated", "void": "is voided", "hold": "waits", "stop": "stops with a fault", "skip": "is skipped",
}  # fmt: skip


def _told(change: EffectChange) -> tuple[str, str]:
    if change.field == "outcome":
        return _OUTCOMES.get(change.before, change.before), _OUTCOMES.get(
            change.after, change.after
        )
    return change.before, change.after
