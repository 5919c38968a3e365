"""Which of the invoices found again are read with their lines."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from core.domain.snapshot import is_same_header
from core.domain.status import Status
from core.store.ingested_invoices import Known

# Holds that end with other lines or with time, although the header stays as it is.
_WANTED_AGAIN = frozenset({"NO_LINES", "SUMS_DIFFER", "REFRESHING", "NO_NUMBER"})


class Depth(Enum):
    """How closely invoices that were found are looked at."""

    # What is new, changed or waited for.
    NEWS = auto()
    # Also what stopped for want of lines: they may have come long after, and no header tells.
    SWEEP = auto()
    # Each of them, changed or not.
    ALL = auto()


def needs_lines(
    raw: Mapping[str, Any],
    known: Known | None,
    depth: Depth = Depth.NEWS,
    *,
    skips_exported: bool = False,
) -> bool:
    """Tell whether an invoice has to be looked at: new, changed, unreadable, or on such a hold.

    With `skips_exported` also one that waits and that another tool has marked.
    """
    if depth is Depth.ALL or known is None or known.look_again or known.may_mend_itself:
        return True
    if depth is Depth.SWEEP and known.lacks_lines:
        return True
    if known.status is Status.PENDING_SYNC and known.hold_code in _WANTED_AGAIN:
        return True
    if skips_exported and known.is_unposted and raw.get("webServiceDate") is not None:
        return True
    return not is_same_header(known.as_billed(raw), known.raw.get("invoice") or {})
