"""What stands around an invoice and is not written on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from enum import Enum, auto


class LinesSeen(Enum):
    """Whose lines Autotask has ever shown us; it tells why an invoice comes without any.

    Rights by line of business hide billing items without a word (autotask-api section 2).
    """

    UNKNOWN = auto()
    OF_THIS_COMPANY = auto()
    OF_OTHERS_ONLY = auto()
    OF_NOBODY = auto()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Labels of Autotask's pick lists by number, the evidence about lines, and whose clock is told.

    Empty labels and `UNKNOWN` make the sentences vaguer, never the verdict milder. `poll_seconds` is
    set where the looks of another connection serve this one too.
    """

    company_types: Mapping[int, str] = field(default_factory=dict)
    invoice_statuses: Mapping[int, str] = field(default_factory=dict)
    lines_seen: LinesSeen = LinesSeen.UNKNOWN
    zone: tzinfo = UTC
    poll_seconds: int | None = None
    # A mark of export may be our own word of that.
    was_in_xero: bool = False


NOTHING_KNOWN = Circumstances()
