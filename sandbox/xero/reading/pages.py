"""Pages: from 1, a hundred rows unless asked otherwise, empty past the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Row = TypeVar("Row")
_DEFAULT_SIZE = 100
_LARGEST_SIZE = 1000


@dataclass(frozen=True)
class Page:
    """Which page of how many."""

    number: int
    size: int
    rows: int

    def described(self) -> dict[str, int]:
        """The `pagination` object."""
        return {
            "page": self.number,
            "pageSize": self.size,
            "pageCount": -(-self.rows // self.size),
            "itemCount": self.rows,
        }


def paged(rows: Sequence[Row], page: str | None, size: str | None) -> tuple[Sequence[Row], Page]:
    """The rows of a page; numbers out of range are clamped."""
    number = max(1, _whole(page, 1))
    length = min(_LARGEST_SIZE, max(1, _whole(size, _DEFAULT_SIZE)))
    start = (number - 1) * length
    return rows[start : start + length], Page(number, length, len(rows))


def _whole(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
