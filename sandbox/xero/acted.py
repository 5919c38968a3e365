"""Faults that show in the data: answers out of step, pages that repeat, words unheard of."""

from sandbox.door.faults import Fault
from sandbox.xero.books import IDS, ZERO_ID, Record
from sandbox.xero.refusals import RejectedElementError

_IDS = frozenset(IDS.values()) - {"Code", "TaxType"}
_REFUSED = "The sandbox was told to refuse this element."


def is_named(fault: Fault | None, name: str) -> bool:
    """Whether this fault was met."""
    return fault is not None and fault.effect == name


def refuse_by_fault(fault: Fault | None, index: int, shown: Record) -> None:
    """Take one element back with the fault's text, as if a rule were broken that nobody knew of."""
    if fault is None or fault.effect != "element_refused" or index != fault.number("index", 0):
        return
    ids = {name: ZERO_ID for name in _IDS if name in shown}
    hidden = ("UpdatedDateUTC", "UpdatedDateUTCString", "AmountDue", "BrandingThemeID")
    echo = {name: value for name, value in shown.items() if name not in hidden}
    raise RejectedElementError([fault.text("text", _REFUSED)], {**echo, **ids})


def muddled(rows: list[Record], fault: Fault | None) -> list[Record]:
    """The rows of an answer as the fault wants them; for clients that trust positions and words."""
    if is_named(fault, "elements_reordered"):
        return [*rows[1:], *rows[:1]] if len(rows) < 3 else [*rows[1::2], *rows[::2]]
    if is_named(fault, "element_missing"):
        return rows[:-1]
    if is_named(fault, "element_extra"):
        return [*rows, *rows[:1]]
    if is_named(fault, "unknown_enum"):
        words = ("Status", "ContactStatus")
        return [{**row, **{name: "BRANDNEW" for name in words if name in row}} for row in rows]
    return rows


def page_asked(page: str | None, fault: Fault | None) -> str | None:
    """The page to answer with: the one before, when pages repeat."""
    if is_named(fault, "repeated_page") and page and page.isdigit() and int(page) > 1:
        return str(int(page) - 1)
    return page
