"""What a look at Autotask asks for, so that nothing is lost and an idle look is one page.

Autotask knows no "changed since", may compare dates by the day, and shows an invoice late and with
an earlier time. So everything above the highest id known is asked for whatever the clocks say, and
what was created since the checkpoint (less an overlap) is read again and again. After a large
billing run that overlap is more than a page; then each look reads a part of it, between two marks
that stand some hundred invoices apart, and the checkpoint moves when the last part is read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# New, voided and watched invoices have to fit beside it into a page of 500.
_PART = 350
# A filter that compares days finds all of a day; after it nothing of the run is read again.
_MARKS_LAST = timedelta(hours=25)
# Voids are few, and one that a wrong clock of ours hides would be seen only by the nightly sweep.
_VOIDS_OVERLAP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to this id a part of what was newly found at that moment."""

    autotask_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the looks have come, as it is kept in their checkpoint."""

    at: datetime | None = None
    highest_id: int | None = None
    marks: tuple[Mark, ...] = ()
    # Invoices found since the last mark.
    unmarked: int = 0
    # The round of parts that is on: up to which id it has read, and when it began.
    read_to: int = 0
    round_began_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """What one look asks for. `part` is None when it reads all of the overlap."""

    created_from: datetime
    voided_from: datetime
    above_id: int | None
    part: tuple[int, int] | None
    began_at: datetime
    is_last_part: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """An invoice of a look: its id and, if it can be read, when it was created."""

    autotask_id: int
    created_at: datetime | None


def window_of(progress: Progress, now: datetime, overlap: timedelta, reach: timedelta) -> Window:
    """What to ask for now; the first look of a connection reaches back `reach`."""
    if progress.at is None or progress.highest_id is None:
        since = now - reach
        return Window(since, since, None, None, now, is_last_part=True)
    # Our clock may have been set back meanwhile.
    checkpoint = min(progress.at, now)
    created_from = checkpoint - overlap
    voided_from = min(created_from, checkpoint - _VOIDS_OVERLAP)
    part, is_last = _part(progress, now)
    began_at = (progress.round_began_at if progress.read_to else None) or now
    return Window(created_from, voided_from, progress.highest_id, part, min(began_at, now), is_last)


def _part(progress: Progress, now: datetime) -> tuple[tuple[int, int] | None, bool]:
    edges = [mark.autotask_id for mark in _fresh(progress.marks, now)]
    ahead = [edge for edge in edges if edge > progress.read_to]
    if ahead:
        return (progress.read_to, ahead[0]), False
    if not progress.read_to:
        return None, True
    return (progress.read_to, progress.highest_id or 0), True


def _fresh(marks: Iterable[Mark], now: datetime) -> list[Mark]:
    # A mark of the future is one of a clock that was set back since.
    return [mark for mark in marks if abs(now - mark.at) < _MARKS_LAST]


def advance(progress: Progress, window: Window, seen: Sequence[Seen], now: datetime) -> Progress:
    """How far the looks are after this one, all of which is stored."""
    marks, unmarked = _mark(progress, seen, now)
    highest = max([progress.highest_id or 0, *(each.autotask_id for each in seen)])
    return Progress(
        at=window.began_at if window.is_last_part else progress.at,
        highest_id=highest,
        marks=tuple(marks),
        unmarked=unmarked,
        read_to=0 if window.is_last_part or window.part is None else window.part[1],
        round_began_at=None if window.is_last_part else window.began_at,
    )


def _mark(progress: Progress, seen: Sequence[Seen], now: datetime) -> tuple[list[Mark], int]:
    marks, unmarked = _fresh(progress.marks, now), progress.unmarked
    for each in sorted(seen, key=lambda found: found.autotask_id):
        is_old = each.created_at is not None and now - each.created_at > _MARKS_LAST
        if is_old or each.autotask_id <= (progress.highest_id or 0):
            continue
        unmarked += 1
        if unmarked == _PART:
            marks.append(Mark(each.autotask_id, now))
            unmarked = 0
    return marks, unmarked


def progress_form(progress: Progress) -> dict[str, Any]:
    """As it is kept; the checkpoint itself stands beside it."""
    return {
        "highest_id": progress.highest_id,
        "marks": [{"id": mark.autotask_id, "at": mark.at} for mark in progress.marks],
        "unmarked": progress.unmarked,
        "read_to": progress.read_to,
        "round_began_at": progress.round_began_at,
    }


def progress_from(at: datetime | None, state: Mapping[str, Any]) -> Progress:
    return Progress(
        at=at,
        highest_id=state.get("highest_id") or None,
        marks=tuple(Mark(each["id"], each["at"]) for each in state.get("marks") or ()),
        unmarked=state.get("unmarked") or 0,
        read_to=state.get("read_to") or 0,
        round_began_at=state.get("round_began_at"),
    )
