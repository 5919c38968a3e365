"""Faults that show in the data: answers out of step, pages that repeat, words unheard of."""

from sandbox.door.faults import Fault
from sandbox.xero.books import Record

ACTED = frozenset(
    {
        "half_commit",
        "reordered_elements",
        "missing_element",
        "extra_element",
        "unknown_enum",
        "repeated_page",
    }
)


def is_named(fault: Fault | None, name: str) -> bool:
    """Whether this fault was met."""
    return fault is not None and fault.name == name


def muddled(rows: list[Record], fault: Fault | None) -> list[Record]:
    """The rows of an answer as the fault wants them; for clients that trust positions and words."""
    if is_named(fault, "reordered_elements"):
        return [*rows[1:], *rows[:1]] if len(rows) < 3 else [*rows[1::2], *rows[::2]]
    if is_named(fault, "missing_element"):
        return rows[:-1]
    if is_named(fault, "extra_element"):
        return [*rows, *rows[:1]]
    if is_named(fault, "unknown_enum"):
        return [{**row, "Status": "BRANDNEW"} if "Status" in row else row for row in rows]
    return rows


def page_asked(page: str | None, fault: Fault | None) -> str | None:
    """The page to answer with: the one before, when pages repeat."""
    if is_named(fault, "repeated_page") and page and page.isdigit() and int(page) > 1:
        return str(int(page) - 1)
    return page
