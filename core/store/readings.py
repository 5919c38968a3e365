"""Invoices that were read aside for a look: kept for an hour, outside the ledger, posted by nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.domain.records import InvoiceRecord
from core.store.documents import ReadingDocument
from core.store.ingested_form import Judged, Reading, first_form
from core.store.invoice_form import document_id, to_record
from core.store.unstorable import storable

KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Aside:
    """An invoice as it would have come in, and what the rules say of it: outcome, code, message."""

    record: InvoiceRecord
    read_at: datetime
    verdict: Mapping[str, str]


def keep(connection_id: str, judged: Judged, verdict: Mapping[str, str], reading: Reading) -> None:
    """Keep the latest reading of an invoice; raises UnstorableError where that cannot be done."""
    form = first_form(connection_id, judged, reading)
    with storable():
        kept = {**form, "verdict": dict(verdict), "expires_at": reading.at + KEPT}
        _readings().replace_one({"_id": form["_id"]}, kept, upsert=True)


def get(connection_id: str, autotask_id: int, now: datetime) -> Aside | None:
    """What was read of it in the last hour."""
    found = _readings().find_one(
        {"_id": document_id(connection_id, autotask_id), "expires_at": {"$gt": now}}
    )
    if found is None:
        return None
    return Aside(to_record(found), found["ingested_at"], found["verdict"])


def _readings() -> Any:
    return ReadingDocument._get_collection()
