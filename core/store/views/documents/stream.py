"""Every match of a filter for exports, one after the other, so that any length takes little memory."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from core.store.views.documents.page import each
from core.store.views.search import DocumentFilter, Kind


class Streamed(NamedTuple):
    """What an export says of a document; the words of a fault, hold or skip only while it stands."""

    autotask_id: int
    number: str | None
    party: str
    dated_on: str | None
    due_on: str | None
    currency: str
    subtotal: Decimal | None
    tax: Decimal | None
    total: Decimal | None
    status: str
    fault_code: str
    fault_title: str
    hold_code: str
    hold_message: str
    skip_code: str
    skip_message: str
    xero_number: str | None
    xero_id: str | None
    updated_at: datetime


def stream(kind: Kind, connection: str, wanted: DocumentFilter, order: str) -> Iterator[Streamed]:
    for row in each(kind, connection, wanted, order):
        yield Streamed(
            row.autotask_id, row.number, row.party, row.dated_on, row.due_on, row.currency,
            row.subtotal, row.tax, row.total, row.status.value,
            row.fault.code if row.fault else "",
            row.fault.title if row.fault else "",
            row.hold.code if row.hold else "",
            row.hold.message if row.hold else "",
            row.skip.code if row.skip else "",
            row.skip.message if row.skip else "",
            row.xero_number, row.xero_id, row.updated_at,
        )  # fmt: skip
