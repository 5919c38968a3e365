"""Tells the counting jobs in which months invoices are written that nothing else tells of."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from core.store import figures, mapping_use
from core.store.refresh_plans import Plan


@contextmanager
def of_arrivals(connection_id: str, issued_on: Collection[str]) -> Iterator[None]:
    """Around the writing of invoices that are there for the first time."""
    with _told(connection_id, frozenset(), frozenset(day[:7] for day in issued_on)):
        yield


@contextmanager
def of_refresh(connection_id: str, plans: Sequence[Plan]) -> Iterator[None]:
    """Around the writing of what Autotask has changed.

    Invoices that get another date leave a month. Names are used otherwise wherever content has
    changed; what only moves on is used as before.
    """
    left: set[str] = set()
    used: set[str] = set()
    for plan in plans:
        was, values = plan.before, plan.change.get("$set", {})
        months = {was.issued_on[:7], values.get("issued_on", was.issued_on)[:7]} - {""}
        if len(months) > 1:
            left.add(was.issued_on[:7])
        if values.get("content_hash", was.content_hash) != was.content_hash:
            used |= months
    with _told(connection_id, left, used):
        yield


@contextmanager
def _told(connection_id: str, left: Collection[str], used: Collection[str]) -> Iterator[None]:
    """Said before, so that nobody who dies in between forgets it, and after, for who counted meanwhile."""
    _mark(connection_id, left, used)
    yield
    _mark(connection_id, left, used)


def _mark(connection_id: str, left: Collection[str], used: Collection[str]) -> None:
    if left:
        figures.mark_dirty(connection_id, left)
    if used:
        mapping_use.mark(connection_id, used)
