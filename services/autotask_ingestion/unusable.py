"""Rows of invoices that came without a usable id: no record can stand for them, so people are told.

The warning stands until a sweep, which reads everything, meets none.
"""

from collections.abc import Sequence

from core.clients.autotask.entities import InvoicePage
from core.domain.faults import make_fault
from services.autotask_ingestion.desk import Desk

CODE = "ROWS_WITHOUT_ID"
_LONGEST_SHOWN = 300


def tell(desk: Desk, found: Sequence[InvoicePage]) -> int:
    """Warn of rows that cannot be stored; returns how many there are."""
    rows = [row for page in found for row in page.unusable]
    if not rows:
        return 0
    said = make_fault(CODE, count=len(rows))
    desk.ledger.connections.warn(desk.connection.id, CODE, said.message, desk.now())
    if CODE not in desk.connection.warnings:
        shown = repr(rows[0])[:_LONGEST_SHOWN]
        desk.journal.warning(CODE, said.message, detail={"count": len(rows), "first": shown})
    return len(rows)


def take_back(desk: Desk) -> None:
    """Everything was read and every row had its id."""
    if CODE in desk.connection.warnings:
        desk.ledger.connections.unwarn(desk.connection.id, CODE)
