"""Stops invoices with a fault: in the ledger, in the log and for whoever listens."""

from collections.abc import Sequence

from core.domain.faults import Fault
from core.domain.records import InvoiceRecord
from core.domain.status import Status
from core.domain.xero_document import XeroDocument
from services.xero_posting.desk import Desk


def stop_claimed(
    desk: Desk,
    batch_id: str,
    record: InvoiceRecord,
    fault: Fault,
    document: XeroDocument | None = None,
) -> None:
    """A claimed invoice becomes a Fault; `document` when it exists in Xero all the same."""
    if fault.code == "CONTACT_ARCHIVED":
        # The link leads nowhere now; a Resync matches the company again.
        desk.links.forget(desk.connection.id, [record.invoice.company_id])
    autotask_id = record.invoice.autotask_id
    step = desk.step(fault.code, fault.message)
    desk.invoices.stop(desk.connection.id, batch_id, autotask_id, fault, step, document)
    _tell(desk, [autotask_id], fault)


def stop_company(desk: Desk, company_id: int, fault: Fault) -> None:
    """Everything that a company has due becomes a Fault."""
    step = desk.step(fault.code, fault.message)
    _tell(desk, desk.invoices.stop_pending(desk.connection.id, company_id, fault, step), fault)


def _tell(desk: Desk, autotask_ids: Sequence[int], fault: Fault) -> None:
    for autotask_id in autotask_ids:
        desk.journal.error(
            fault.code,
            f"{fault.title}. {fault.message}",
            autotask_id=autotask_id,
            detail={"vendor_text": fault.vendor_text},
        )
    desk.tell_status(autotask_ids, Status.FAULT)
