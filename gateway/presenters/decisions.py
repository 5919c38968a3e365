"""Why a document looks in Xero as it does: each choice with its reason."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.store.views.record import DecisionRow
from gateway.presenters.times import day

SUBJECTS = {
    "account": "Account",
    "tax": "Tax rate",
    "tracking": "Tracking",
    "branding": "Branding theme",
    "date": "Date",
    "due_date": "Due date",
    "number": "Number",
    "reference": "Reference",
    "status": "Status on arrival",
    "currency": "Currency",
    "contact": "Contact",
    "layout": "Lines",
    "price": "Price",
    "rounding": "Rounding",
}
XERO_DECIDES = "Xero decides"
# These two have a column of their own beside each line.
_IN_COLUMNS = ("account", "tax")
_DAYS = ("date", "due_date")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice, in words."""

    subject: str
    value: str
    reason: str


def of_document(decisions: Iterable[DecisionRow]) -> tuple[Choice, ...]:
    """What was decided about the document as a whole."""
    return tuple(choice_of(each) for each in decisions if each.line is None)


def of_line(decisions: Iterable[DecisionRow], autotask_id: int) -> tuple[Choice, ...]:
    """What was decided about a line, besides its account and tax rate."""
    return tuple(
        choice_of(each)
        for each in decisions
        if each.line == autotask_id and each.subject not in _IN_COLUMNS
    )


def choice_of(row: DecisionRow) -> Choice:
    value = shown(row)
    if row.subject in _DAYS and _ISO_DAY.fullmatch(value):
        value = day(value)
    return Choice(SUBJECTS.get(row.subject, row.subject.capitalize()), value, row.reason)


def shown(row: DecisionRow) -> str:
    """A tax decision without a value leaves the tax to Xero; other values are as they are."""
    return row.value or (XERO_DECIDES if row.subject == "tax" else "")
