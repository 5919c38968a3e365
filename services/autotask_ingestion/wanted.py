"""Which of the invoices found again are read with their lines."""

from collections.abc import Mapping
from typing import Any

from core.domain.snapshot import is_same_header
from core.domain.status import Status
from core.store.ingested_invoices import Known

# Holds that end with other lines or with time, although the header stays as it is.
_WANTED_AGAIN = frozenset({"NO_LINES", "SUMS_DIFFER", "REFRESHING", "NO_NUMBER"})


def needs_lines(
    raw: Mapping[str, Any], known: Known | None, *, skips_exported: bool = False
) -> bool:
    """Tell whether an invoice has to be looked at: new, changed, unreadable, or on such a hold.

    With `skips_exported` also one that waits and that another tool has marked.
    """
    if known is None or known.look_again or known.may_mend_itself:
        return True
    if known.status is Status.PENDING_SYNC and known.hold_code in _WANTED_AGAIN:
        return True
    if skips_exported and known.is_unposted and raw.get("webServiceDate") is not None:
        return True
    return not is_same_header(known.as_billed(raw), known.raw.get("invoice") or {})
