"""Does the same work for several connections at once, so that a slow one holds up nobody."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from eventlet import GreenPool

Item = TypeVar("Item")


def each_at_once(work: Callable[[Item], None], items: Iterable[Item], at_most: int) -> None:
    """Call `work` with each item, `at_most` at a time; a failure is raised after all are done."""
    pool = GreenPool(size=at_most)
    crowd = [pool.spawn(work, item) for item in items]
    pool.waitall()
    for member in crowd:
        member.wait()
