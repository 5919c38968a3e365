"""Prepares a draft for a document that exists: its lines are Xero's lines, changed.

Xero replaces lines that come without their id and removes those that do not come at all (Invoices,
"Updating line items"). What only a bookkeeper can have put on a line goes back with it: an item,
tracking that our mapping does not produce. A discount would change what the line comes to, so a
document with one is left as it is.
"""

from dataclasses import replace
from decimal import Decimal

from core.domain.xero_document import DraftLine, XeroDocument, XeroDraft

_MOST_TRACKING = 2


def merge(draft: XeroDraft, document: XeroDocument) -> XeroDraft | None:
    """The draft with Xero's ids and a bookkeeper's additions; None if some would be lost.

    Status, approval and Xero's own number stay as they are in Xero: they are not ours to change.
    """
    pairs = _pair(draft, document)
    kept = {theirs.xero_id for _, theirs in pairs if theirs is not None}
    lost = [line for line in document.lines if line.xero_id not in kept]
    lines = tuple(_join(ours, theirs) for ours, theirs in pairs)
    if any(_has_additions(line) for line in lost) or not all(map(_is_possible, lines)):
        return None
    return replace(
        draft,
        number=draft.number or document.number,
        status=document.status,
        is_sent_to_contact=document.is_sent_to_contact,
        lines=lines,
    )


def _pair(draft: XeroDraft, document: XeroDocument) -> list[tuple[DraftLine, DraftLine | None]]:
    """Each line of ours with the one of Xero's that it is: the same text first, then the place."""
    free = {index: line for index, line in enumerate(document.lines) if line.xero_id}
    chosen: dict[int, DraftLine] = {}
    for is_same in (_is_alike, _has_same_text, _has_same_amount):
        for place, ours in enumerate(draft.lines):
            if place in chosen:
                continue
            found = next((index for index, line in free.items() if is_same(ours, line)), None)
            if found is not None:
                chosen[place] = free.pop(found)
    for place in range(len(draft.lines)):
        if place not in chosen and place in free:
            chosen[place] = free.pop(place)
    return [(ours, chosen.get(place)) for place, ours in enumerate(draft.lines)]


def _is_alike(ours: DraftLine, theirs: DraftLine) -> bool:
    return _has_same_text(ours, theirs) and ours.net == theirs.net


def _has_same_text(ours: DraftLine, theirs: DraftLine) -> bool:
    return ours.description.split() == theirs.description.split()


def _has_same_amount(ours: DraftLine, theirs: DraftLine) -> bool:
    return ours.net == theirs.net != Decimal(0) and ours.account_code == theirs.account_code


def _has_additions(line: DraftLine) -> bool:
    return bool(line.item_code or line.tracking or line.has_discount)


def _is_possible(line: DraftLine) -> bool:
    return not line.has_discount and len(line.tracking) <= _MOST_TRACKING


def _join(ours: DraftLine, theirs: DraftLine | None) -> DraftLine:
    if theirs is None:
        return ours
    named = {tracking.category_id for tracking in ours.tracking}
    added = tuple(each for each in theirs.tracking if each.category_id not in named)
    return replace(
        ours,
        xero_id=theirs.xero_id,
        tracking=(*ours.tracking, *added),
        item_code=theirs.item_code,
        has_discount=theirs.has_discount,
    )
