"""What one page of a query holds, and whether it can be trusted."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from core.clients.autotask.query import PAGE_SIZE
from core.domain.errors import UnavailableError

Raw = dict[str, Any]


class RawPage(NamedTuple):
    """Rows in order of id; `is_last` when Autotask has no more for this filter.

    `unusable` rows have no id that is a whole number of 64 bits; they keep no other row back.
    """

    rows: tuple[Raw, ...]
    is_last: bool
    last_id: int
    unusable: tuple[Any, ...] = ()


def read_page(entity: str, answer: Raw, after_id: int) -> RawPage:
    """Read the answer to a question for rows above an id; one that would lose rows is asked again."""
    found, details = answer.get("items"), answer.get("pageDetails")
    if not isinstance(found, list) or not isinstance(details, dict):
        raise UnavailableError(f"Autotask's answer for {entity} has an unknown shape.")
    _check_whole(entity, found, details)
    rows = tuple(row for row in found if _has_id(row))
    _check_order(entity, rows, after_id)
    has_more = _has_more(found, details)
    if has_more and not rows:
        raise UnavailableError(f"Autotask promised more {entity} but sent none.")
    last_id = rows[-1]["id"] if rows else after_id
    return RawPage(rows, not has_more, last_id, tuple(row for row in found if not _has_id(row)))


def _has_more(rows: Sequence[Any], details: Raw) -> bool:
    """Believe the next page's address, so that a full page costs no empty one behind it.

    A short page with an address is not the last; without word of an address, fullness tells.
    """
    if "nextPageUrl" in details:
        return bool(details["nextPageUrl"])
    return len(rows) >= PAGE_SIZE


def _check_whole(entity: str, rows: Sequence[Any], details: Raw) -> None:
    told = details.get("count")
    if isinstance(told, int) and told > len(rows):
        raise UnavailableError(
            f"Autotask cut a page of {entity}: {told} rows told, {len(rows)} came."
        )


def _has_id(row: object) -> bool:
    number = row.get("id") if isinstance(row, dict) else None
    # Autotask's ids are longs; a larger one neither goes into a filter nor into the store.
    return isinstance(number, int) and not isinstance(number, bool) and number.bit_length() <= 63


def _check_order(entity: str, rows: Sequence[Raw], after_id: int) -> None:
    """Refuse a page that would make us skip rows: ids must go up, from above where we asked."""
    previous = after_id
    for row in rows:
        if row["id"] <= previous:
            raise UnavailableError(f"Autotask repeated or mixed up a page of {entity}.")
        previous = row["id"]
