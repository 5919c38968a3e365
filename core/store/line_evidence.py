"""Whose lines Autotask has ever shown us, told from what the ledger has."""

from collections.abc import Sequence
from typing import Any

from core.domain.admission import LinesSeen
from core.domain.status import Status
from core.store.documents import InvoiceDocument

_HAS_LINES = {"lines.0": {"$exists": True}}


def lines_seen(connection_ids: Sequence[str], company_id: int) -> LinesSeen:
    """`connection_ids` are those of one Autotask tenant, whose API user sees the same for all."""
    here = {"connection": {"$in": list(connection_ids)}}
    # All statuses are named because the index of companies has the status before the company.
    of_company = {"status": {"$in": [each.value for each in Status]}, "company_id": company_id}
    if _is_any({**here, **of_company}):
        return LinesSeen.OF_THIS_COMPANY
    return LinesSeen.OF_OTHERS_ONLY if _is_any(here) else LinesSeen.OF_NOBODY


def _is_any(wanted: dict[str, Any]) -> bool:
    found = InvoiceDocument._get_collection().find_one({**wanted, **_HAS_LINES}, {"_id": 1})
    return found is not None
