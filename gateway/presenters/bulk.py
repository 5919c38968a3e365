"""An action on many documents: asked in numbers before, shown while it works, told when it is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain.status import Status
from core.store.views.bulk_actions import BulkView
from core.store.views.documents import Counted, CurrencySum
from gateway.messages import bulk as messages
from gateway.messages.frame import plural
from gateway.messages.list import NOUNS
from gateway.presenters.amounts import amount_in
from gateway.presenters.counted import added, counted
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment, moment_or_none

_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class StatusLine:
    """What happens to those that stand in one status."""

    status: str
    label: str
    count: str
    effect: str
    is_moved: bool


@dataclass(frozen=True, slots=True)
class Question:
    """All of it is text. `complete` is how many are in Xero already, which a tick adds."""

    action: str
    title: str
    yes: str
    total: str
    values: tuple[str, ...]
    lines: tuple[StatusLine, ...]
    complete: str
    complete_text: str
    doubt: str
    paused: str
    is_possible: bool
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Refusals:
    """What was left alone for one reason; the first of them by their Autotask ids."""

    reason: str
    count: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BulkCard:
    """All of it is text. `percent` is that of what was looked at."""

    id: str
    title: str
    state: str
    label: str
    is_open: bool
    may_stop: bool
    done: str
    percent: int
    moved: str
    refusals: tuple[Refusals, ...]
    result: str
    reason: str
    by: str
    message: str
    began: Moment
    ended: Moment | None


def question(
    action: str,
    counts: Mapping[Status, Counted],
    sums: Sequence[CurrencySum],
    through: Lens,
    doubt: str = "",
) -> Question:
    """`counts` are of what was chosen, by status."""
    effects = messages.EFFECTS[action]
    acting = messages.ACTS_ON[action]
    total = added(*counts.values())
    moved = added(*(counts[status] for status in acting))
    complete = counts[Status.COMPLETE] if action in messages.ASKS_FOR_COMPLETE else Counted(0)
    nouns = NOUNS[through.kind]
    return Question(
        action=action,
        title=messages.TITLES[action].format(count=counted(total), noun=nouns[total.n != 1]),
        yes=f"{messages.BUTTONS[action]} {counted(moved)}" if moved else messages.BUTTONS[action],
        total=counted(total),
        values=_values(sums, nouns),
        lines=tuple(
            StatusLine(status.value, status.label, counted(counts[status]), effects[status],
                       status in acting)
            for status in Status if counts[status]
        ),
        complete=counted(complete) if complete else "",
        complete_text=messages.COMPLETE_TEXT.get(action, ""),
        doubt=doubt,
        paused=messages.PAUSED if action in messages.SENDS and not through.connection.is_active else "",
        is_possible=bool(moved or complete),
        moved=moved.n,
    )  # fmt: skip


def bulk_card(found: BulkView, through: Lens) -> BulkCard:
    nouns = NOUNS[through.kind]
    return BulkCard(
        id=found.id,
        title=messages.NAMES[found.action].format(
            count="many" if found.total is None else f"{found.total:,}",
            noun=nouns[found.total != 1],
        ),
        state=found.state,
        label=_label(found),
        is_open=found.is_open,
        may_stop=found.is_open and not found.stop_asked,
        done="Counting" if found.total is None else f"{found.done:,} of {found.total:,}",
        percent=min(100, 100 * found.done // found.total) if found.total else 0,
        moved=f"{found.moved:,}",
        refusals=_refusals(found),
        result=_result(found),
        reason=found.reason,
        by=found.by,
        message=found.message,
        began=moment(found.created_at, through.now, through.zone),
        ended=moment_or_none(found.finished_at, through.now, through.zone),
    )


def _result(found: BulkView) -> str:
    """ "465 queued, 3 refused: already being sent (48707, 48708, 48711)"."""
    told = f"{found.moved:,} {messages.DONE[found.action]}"
    refused = sum(found.refused.values())
    if not refused:
        return f"{told}."
    parts = [_told(each) for each in _refusals(found)]
    return f"{told}, {refused:,} left: {'; '.join(parts)}."


def _told(refused: Refusals) -> str:
    named = ", ".join(str(each) for each in refused.ids[:3])
    return (
        f"{refused.count} {refused.reason} ({named})"
        if named
        else f"{refused.count} {refused.reason}"
    )


def _refusals(found: BulkView) -> tuple[Refusals, ...]:
    ids: dict[str, list[int]] = {}
    for autotask_id, reason in found.refused_ids:
        ids.setdefault(reason, []).append(autotask_id)
    ordered = sorted(found.refused.items(), key=lambda each: (-each[1], each[0]))
    return tuple(
        Refusals(reason, f"{count:,}", tuple(ids.get(reason, ())[:_MOST_LISTED]))
        for reason, count in ordered
    )


def _label(found: BulkView) -> str:
    if found.is_open and found.stop_asked:
        return "Stopping"
    return messages.STATES[found.state]


def _values(sums: Sequence[CurrencySum], nouns: tuple[str, str]) -> tuple[str, ...]:
    return tuple(
        ("at least " if each.is_more else "")
        + amount_in(each.total, each.currency)
        + (f" in {plural(each.count, *nouns)}" if len(sums) > 1 else "")
        for each in sums
    )
