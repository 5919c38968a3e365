"""What went to Xero of a record last, cut out of the frozen request."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.store.documents import BatchDocument, InvoiceDocument
from core.store.views.reading import collection, read


@dataclass(frozen=True, slots=True)
class SentRow:
    """`document` is the record's own part of the request, amounts exact; `at` is the latest send.

    `outcome` is empty while the answer is open.
    """

    batch_id: str
    at: datetime | None
    kind: str
    method: str
    path: str
    state: str
    outcome: str
    sends: int
    together: int
    document: Mapping[str, Any]


@read
def sent(connection: str, autotask_id: int) -> SentRow | None:
    """None when nothing of it was sent, or the request is kept no longer."""
    found = collection(InvoiceDocument).find_one(
        {"_id": f"{connection}/{autotask_id}"}, {"sent_batch_id": 1, "batch_id": 1}
    )
    # While it is on its way, its claim may have no request yet.
    for name in ("batch_id", "sent_batch_id"):
        if (batch_id := (found or {}).get(name)) and (row := _of_batch(batch_id, autotask_id)):
            return row
    return None


def _of_batch(batch_id: str, autotask_id: int) -> SentRow | None:
    batch = collection(BatchDocument).find_one({"_id": batch_id})
    if batch is None or not batch.get("body"):
        return None
    document = element_of(batch, autotask_id)
    return _row(batch, document) if document is not None else None


def element_of(batch: Mapping[str, Any], source_id: int) -> Mapping[str, Any] | None:
    """The part of a request that is about one record: elements stand in the order of the body."""
    places = [each["source_id"] for each in batch.get("elements") or ()]
    if source_id not in places:
        return None
    body = json.loads(bytes(batch["body"]), parse_float=Decimal)
    parts = next((each for each in body.values() if isinstance(each, list)), [])
    place = places.index(source_id)
    return parts[place] if place < len(parts) else None


def _row(batch: Mapping[str, Any], document: Mapping[str, Any]) -> SentRow:
    return SentRow(
        batch_id=batch["_id"],
        at=batch.get("last_sent_at"),
        kind=batch["kind"],
        method=batch["method"],
        path=batch["path"],
        state=batch["state"],
        outcome=batch.get("outcome") or "",
        sends=int(batch.get("sends") or 0),
        together=len(batch.get("elements") or ()),
        document=document,
    )
