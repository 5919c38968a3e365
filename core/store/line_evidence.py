"""Whose lines Autotask has ever shown us, told from what the ledger has."""

from collections.abc import Collection, Sequence
from typing import Any

from core.domain.admission import LinesSeen
from core.domain.status import Status
from core.store.documents import InvoiceDocument

_HAS_LINES = {"lines.0": {"$exists": True}}


def lines_seen(connection_ids: Sequence[str], company_ids: Collection[int]) -> dict[int, LinesSeen]:
    """`connection_ids` are those of one Autotask tenant, whose API user sees the same for all."""
    here = {"connection": {"$in": list(connection_ids)}}
    if not _is_any(here):
        # Nothing has lines: to ask for each company would be to read everything once more.
        return dict.fromkeys(company_ids, LinesSeen.OF_NOBODY)
    return {each: _of_company(here, each) for each in company_ids}


def _of_company(here: dict[str, Any], company_id: int) -> LinesSeen:
    # All statuses are named because the index of companies has the status before the company.
    of_company = {"status": {"$in": [each.value for each in Status]}, "company_id": company_id}
    is_any = _is_any({**here, **of_company})
    return LinesSeen.OF_THIS_COMPANY if is_any else LinesSeen.OF_OTHERS_ONLY


def _is_any(wanted: dict[str, Any]) -> bool:
    found = InvoiceDocument._get_collection().find_one({**wanted, **_HAS_LINES}, {"_id": 1})
    return found is not None
