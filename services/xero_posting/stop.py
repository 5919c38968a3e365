"""Stops records with a fault: in the ledger, in the log and for whoever listens."""

from collections.abc import Sequence

from core.domain.faults import Fault
from core.domain.records import PostingRecord
from core.domain.status import Status
from core.domain.xero_document import XeroDocument
from core.store.invoices import Stop
from services.xero_posting.desk import Desk


def stop_claimed(
    desk: Desk,
    batch_id: str,
    record: PostingRecord,
    fault: Fault,
    document: XeroDocument | None = None,
) -> None:
    """A claimed record becomes a Fault; `document` when it exists in Xero all the same."""
    stop_many(desk, batch_id, [(record, Stop(record.autotask_id, fault, document))])


def stop_many(desk: Desk, batch_id: str, stopped: Sequence[tuple[PostingRecord, Stop]]) -> None:
    """Several claimed records become Faults, each with its own."""
    if not stopped:
        return
    stops = [stop for _, stop in stopped]
    desk.records.stop(desk.connection.id, batch_id, stops, desk.step("STOPPED", ""))
    for stop in stops:
        _log(desk, stop.autotask_id, stop.fault)
    desk.tell_status([stop.autotask_id for stop in stops], Status.FAULT)


def stop_company(desk: Desk, company_id: int, fault: Fault) -> None:
    """Everything that a company has due becomes a Fault."""
    step = desk.step(fault.code, fault.message)
    stopped = desk.records.stop_pending(desk.connection.id, company_id, fault, step)
    for autotask_id in stopped:
        _log(desk, autotask_id, fault)
    desk.tell_status(stopped, Status.FAULT)


def _log(desk: Desk, autotask_id: int, fault: Fault) -> None:
    desk.journal.error(
        fault.code,
        f"{fault.title}. {fault.message}",
        autotask_id=autotask_id,
        detail={"vendor_text": fault.vendor_text},
    )
