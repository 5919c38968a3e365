"""The log's lines under the runs that wrote them, with what each run came to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.store.views.logs import LogRow
from core.store.views.runs import RunHead
from gateway.messages import trail as messages
from gateway.messages.frame import plural
from gateway.presenters.document_rows import Lens
from gateway.presenters.logs import part_name
from gateway.presenters.times import Moment, moment


@dataclass(frozen=True, slots=True)
class RunGroup:
    """Lines of one run on this page, the newest first; `id` is empty for lines of no run.

    `title` says when it was, `part` whose it was, `summary` what came of it.
    """

    id: str
    title: str
    part: str
    summary: str
    began: Moment
    is_running: bool
    has_failed: bool
    troubles: int
    lines: tuple[LogRow, ...]


def grouped(
    rows: Iterable[LogRow], heads: Mapping[str, RunHead], through: Lens
) -> tuple[RunGroup, ...]:
    """A run stands where its newest line stands; lines of no run stay where they are."""
    groups: dict[str, list[LogRow]] = {}
    last_key = ""
    for row in rows:
        key = row.run_id or (last_key if last_key.startswith("-") else f"-{row.id}")
        groups.setdefault(key, []).append(row)
        last_key = key
    return tuple(
        _group("" if key.startswith("-") else key, lines, heads.get(key), through)
        for key, lines in groups.items()
    )


def _group(run_id: str, rows: list[LogRow], head: RunHead | None, through: Lens) -> RunGroup:
    began = head.started_at if head else rows[-1].at
    ended = (head.finished_at if head else None) or max(rows[0].at, began)
    return RunGroup(
        id=run_id,
        title=_span(began, ended, through),
        part=_part(rows, head),
        summary=_summary(head) if head else "",
        began=moment(began, through.now, through.zone),
        is_running=head is not None and head.finished_at is None,
        has_failed=head is not None and head.outcome == "failed",
        troubles=sum(row.level != "info" for row in rows),
        lines=tuple(rows),
    )


def _part(rows: list[LogRow], head: RunHead | None) -> str:
    if head and head.job in messages.JOBS:
        return messages.JOBS[head.job]
    return ", ".join(dict.fromkeys(part_name(row.service) for row in rows))


def _summary(head: RunHead) -> str:
    """Figures before words: "14 sent, 1 fault"."""
    if head.finished_at is None:
        return "on now"
    told = [
        plural(head.counts[name], *words)
        for name, words in messages.RUN_COUNTS.items()
        if head.counts.get(name)
    ]
    if told and head.outcome != "failed":
        return ", ".join(told)
    return head.message or ", ".join(told)


def _span(began: datetime, ended: datetime, through: Lens) -> str:
    """ "9:00:02 – 9:00:41", with the day in front when it is not today."""
    first, last = began.astimezone(through.zone), ended.astimezone(through.zone)
    today = through.now.astimezone(through.zone).date()
    day = "" if first.date() == today else f"{first.day} {first:%b}, "
    if f"{first:%H:%M:%S}" == f"{last:%H:%M:%S}" and first.date() == last.date():
        return f"{day}{first:%H:%M:%S}"
    until = "" if last.date() == first.date() else f"{last.day} {last:%b}, "
    return f"{day}{first:%H:%M:%S} – {until}{last:%H:%M:%S}"
