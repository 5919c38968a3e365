"""Why an invoice may come without lines, and what to do in each case; values of NO_LINES."""

from dataclasses import dataclass
from enum import Enum, auto


class MissingLines(Enum):
    """The cause that is most likely, by what else Autotask has shown us."""

    LINE_OF_BUSINESS = auto()
    NO_RIGHT_AT_ALL = auto()
    DAMAGED_RUN = auto()
    UNCLEAR = auto()


@dataclass(frozen=True, slots=True)
class MissingLinesCause:
    """`likely` ends the sentence “Most likely …”, `remedy` goes before “, then resync”."""

    likely: str
    remedy: str


CAUSES = {
    MissingLines.LINE_OF_BUSINESS: MissingLinesCause(
        "the API user may not see this client's line of business: we get the lines of other "
        "clients and never got one of this client's",
        "Give the API user access to every line of business in its security level",
    ),
    MissingLines.NO_RIGHT_AT_ALL: MissingLinesCause(
        "the API user may not see billing items at all: Autotask has not given us a single line "
        "of any invoice",
        "Give the API user access to contracts, finance and every line of business in its "
        "security level",
    ),
    MissingLines.DAMAGED_RUN: MissingLinesCause(
        "the invoice run in Autotask was damaged, because other invoices of this client came with "
        "their lines; or all of its lines are of a line of business that the API user may not see",
        "Look at the invoice in Autotask; if it is empty there, void it and invoice the items "
        "again; if its lines are there, give the API user access to their line of business",
    ),
    MissingLines.UNCLEAR: MissingLinesCause(
        "the API user may not see this client's line of business, or the invoice run in Autotask "
        "was damaged",
        "Look at the invoice in Autotask; if its lines are there, give the API user access to "
        "every line of business",
    ),
}
