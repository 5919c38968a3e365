"""Every match of a filter for exports, one after the other, so that any length takes little memory."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from core.domain.status import Status
from core.store.views.documents.page import each
from core.store.views.search import DocumentFilter, Kind


class StreamRow(NamedTuple):
    """What an export says of a document. `cause` and `remark` are its fault's, hold's or skip's."""

    autotask_id: int
    number: str | None
    party: str
    dated_on: str | None
    due_on: str | None
    currency: str
    subtotal: Decimal | None
    tax: Decimal | None
    total: Decimal | None
    status: Status
    cause: str
    remark: str
    xero_kind: str | None
    xero_number: str | None
    xero_id: str | None
    updated_at: datetime


def stream(kind: Kind, connection: str, wanted: DocumentFilter, order: str) -> Iterator[StreamRow]:
    for row in each(kind, connection, wanted, order):
        reason = row.fault or row.hold or row.skip
        yield StreamRow(
            row.autotask_id, row.number, row.party, row.dated_on, row.due_on, row.currency,
            row.subtotal, row.tax, row.total, row.status, reason.code if reason else "",
            row.fault.title if row.fault else reason.message if reason else "",
            row.xero_kind, row.xero_number, row.xero_id, row.updated_at,
        )  # fmt: skip
