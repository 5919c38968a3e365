"""Views of a list: those that everybody has, those that people saved, and a filter in words."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.domain.status import Status
from core.store.views.documents import Counted
from core.store.views.saved_views import SavedView
from core.store.views.search import DocumentFilter
from gateway.presenters.counted import added, counted
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import day

EVERYTHING = "view=all"
"""A query of its own, because a list without one opens with its reader's default."""
_NEEDS_ATTENTION = (Status.FAULT, Status.DIAGNOSTIC)
_ON_ITS_WAY = (Status.PENDING_SYNC, Status.PROCESSING)
_SORTED = {
    "updated": "last change",
    "id": "Autotask ID",
    "party": "name",
    "date": "date",
    "total": "amount",
}


@dataclass(frozen=True, slots=True)
class ViewLink:
    """An entry of the menu. `count` only where it costs nothing; `id` is empty for built-in ones."""

    name: str
    url: str
    count: str = ""
    is_current: bool = False
    id: str = ""
    owner: str = ""
    is_own: bool = False
    is_shared: bool = False
    is_default: bool = False


def built_in(
    base: str, query: str, counts: Mapping[Status, Counted], through: Lens
) -> tuple[ViewLink, ...]:
    """`counts` are those of the whole list, None of its filters; `query` is what is shown now."""
    today = through.now.astimezone(through.organisation_zone).date()
    month = f"{today:%Y-%m}"
    last = monthrange(today.year, today.month)[1]
    made = (
        ("Everything", "", None),
        ("Needs attention", _of(_NEEDS_ATTENTION), _NEEDS_ATTENTION),
        ("On its way", _of(_ON_ITS_WAY), _ON_ITS_WAY),
        ("Skipped", _of((Status.SKIPPED,)), (Status.SKIPPED,)),
        ("This month", f"from={month}-01&to={month}-{last}", None),
        ("Removed from the list", "removed=1", None),
    )
    return tuple(
        ViewLink(
            name=name,
            url=f"{base}?{wanted or EVERYTHING}",
            count=counted(added(*(counts[each] for each in statuses)))
            if statuses and counts
            else "",
            is_current=wanted == query,
        )
        for name, wanted, statuses in made
    )


def saved(base: str, query: str, views: Iterable[SavedView], person: str) -> tuple[ViewLink, ...]:
    return tuple(
        ViewLink(
            name=view.name,
            url=f"{base}?{view.query or EVERYTHING}",
            is_current=view.query == query,
            id=view.id,
            owner=view.owner,
            is_own=view.owner == person,
            is_shared=view.is_shared,
            is_default=view.is_default and view.owner == person,
        )
        for view in views
    )


def in_words(wanted: DocumentFilter, order: str = "", cause: str = "") -> str:
    """A filter as somebody would say it; `cause` is the title of its cause."""
    parts = [
        " or ".join(status.label for status in wanted.statuses),
        f"cause: {cause or wanted.cause}" if wanted.cause else "",
        f"matching “{wanted.text}”" if wanted.text else "",
        _days(wanted),
        f"in {wanted.currency}" if wanted.currency else "",
        "removed from the list" if wanted.removed else "",
    ]
    told = ", ".join(part for part in parts if part) or "everything"
    name = _SORTED.get(order.removeprefix("-"))
    if name is None or order == "-updated":
        return told
    return f"{told}, by {name}, {'descending' if order.startswith('-') else 'ascending'}"


def _days(wanted: DocumentFilter) -> str:
    first, last = day(wanted.first_on), day(wanted.last_on)
    if first and last:
        return f"dated {first} to {last}" if first != last else f"dated {first}"
    return f"dated from {first}" if first else f"dated until {last}" if last else ""


def _of(statuses: Iterable[Status]) -> str:
    return "&".join(f"status={status.value}" for status in statuses)
