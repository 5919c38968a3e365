"""What stands over a list: how many of how many, what they are called, which causes there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain.status import Status
from core.store.views.documents import CauseGroup, Counted, Page
from core.store.views.search import DocumentFilter
from gateway.messages import list as messages
from gateway.presenters.banners import MOST_CAUSES
from gateway.presenters.counted import added, counted
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import day


@dataclass(frozen=True, slots=True)
class Listing:
    """All of it is text, except what chooses between parts of the page.

    `total` is how many match, "" where nobody knows; `matching` is the number that a button for
    all of them shows, 0 where a button could not say what it does.
    """

    before: str
    shown: int
    after: str
    total: str
    matching: int
    is_window: bool
    searched_back_to: str
    cause_title: str
    cause_count: str
    causes: tuple[CauseGroup, ...]


def listing(
    page: Page,
    wanted: DocumentFilter,
    counts: Mapping[Status, Counted],
    causes: Sequence[CauseGroup],
    through: Lens,
    *,
    is_first: bool,
) -> Listing:
    total = _total(page, wanted, counts, causes, is_first=is_first)
    is_window = page.is_window and is_first
    noun = messages.NOUNS[through.kind]
    before, after = _sentence(page, total, noun, is_window=is_window)
    back_to = page.searched_back_to
    return Listing(
        before=before,
        shown=len(page.rows),
        after=after,
        total=counted(total) if total else "",
        matching=total.n if total and not wanted.is_deep else 0,
        is_window=is_window,
        searched_back_to=day(back_to.astimezone(through.zone).date().isoformat())
        if back_to
        else "",
        cause_title=cause_title(wanted, causes),
        cause_count=_cause_count(wanted, causes),
        causes=_listed(wanted, causes),
    )


def cause_title(wanted: DocumentFilter, causes: Sequence[CauseGroup]) -> str:
    """What a filter's cause is called in the status that is asked for."""
    if wanted.statuses == (Status.SKIPPED,):
        return messages.SKIP_REASONS.get(wanted.cause, wanted.cause)
    if wanted.statuses == (Status.COMPLETE,) and wanted.cause in messages.COMPLETE_REASONS:
        return messages.COMPLETE_REASONS[wanted.cause]
    titles = {group.code: group.title for group in causes}
    return titles.get(wanted.cause, wanted.cause)


def _total(
    page: Page,
    wanted: DocumentFilter,
    counts: Mapping[Status, Counted],
    causes: Sequence[CauseGroup],
    *,
    is_first: bool,
) -> Counted | None:
    if is_first and page.next_cursor is None:
        return Counted(len(page.rows))
    if wanted.is_deep and wanted.text:
        return None
    if wanted.cause:
        group = _group(wanted, causes)
        return Counted(group.count, group.is_more) if group else None
    return added(*(counts[status] for status in wanted.statuses or counts))


def _sentence(
    page: Page, total: Counted | None, noun: tuple[str, str], *, is_window: bool
) -> tuple[str, str]:
    shown = len(page.rows)
    if total is None:
        return "", f" {noun[shown != 1]} on this page"
    if total.n == shown and not total.is_more:
        return "", f" {noun[shown != 1]}"
    of = f" of {counted(total)} {noun[1]}"
    return ("The last " if is_window else ""), of


def _group(wanted: DocumentFilter, causes: Sequence[CauseGroup]) -> CauseGroup | None:
    """The faults of the cause that is asked for; a list of others has none."""
    if wanted.statuses not in ((), (Status.FAULT,)):
        return None
    return next((group for group in causes if group.code == wanted.cause), None)


def _cause_count(wanted: DocumentFilter, causes: Sequence[CauseGroup]) -> str:
    """How many faults a retry of all with this cause would move."""
    group = _group(wanted, causes) if wanted.cause else None
    return counted(Counted(group.count, group.is_more)) if group else ""


def _listed(wanted: DocumentFilter, causes: Sequence[CauseGroup]) -> tuple[CauseGroup, ...]:
    """All causes over the list of faults, where the banner does not show them all by itself."""
    is_list_of_faults = wanted.statuses == (Status.FAULT,) and not wanted.cause
    return tuple(causes) if is_list_of_faults and len(causes) > MOST_CAUSES else ()
