"""Puts invoices into the real ledger in a sentence."""

from datetime import datetime
from typing import Any

from core.domain.admission import Admitted, Verdict
from core.domain.invoice import Invoice
from core.domain.records import Ingested, InvoiceRecord
from core.domain.xero_document import XeroDocument
from core.store import ingested_invoices, invoices
from core.store.ingested_invoices import Judged, Known, Reading
from core.store.invoices import Completion, Step
from tests.factories.documents import NOON, make_document, make_draft, make_ingested, make_invoice
from tests.integration.conftest import Server


def step(code: str = "STEP", at: datetime = NOON, **more: Any) -> Step:
    return Step(code, f"{code}.", "test", at, **more)


def store(*ids: int, verdict: Verdict | None = None, connection: str = "kauri", **more: Any) -> int:
    judged = [Judged(_ingested(make_invoice(each, **more)), verdict or Admitted()) for each in ids]
    return ingested_invoices.insert(connection, judged, "test", NOON, "run")


def look_again(
    invoice: Invoice, verdict: Verdict | None = None, at: datetime = NOON, **more: Any
) -> bool:
    """What a look does when it meets a known invoice."""
    ingested: Ingested = _ingested(invoice, **more)
    before = ingested_invoices.known("kauri", [invoice.autotask_id])[invoice.autotask_id]
    return refresh(Judged(ingested, verdict or Admitted()), before, at)


def refresh(judged: Judged, before: Known, at: datetime = NOON, run_id: str = "run") -> bool:
    """True when it has changed; an illegal change is an error."""
    done = ingested_invoices.refresh_all("kauri", [(judged, before)], Reading("test", at, run_id))
    assert not done.refused
    return bool(done.changed)


def _ingested(invoice: Invoice, **more: Any) -> Ingested:
    """With a snapshot that tells two invoices apart."""
    header = {
        "id": invoice.autotask_id,
        "invoiceTotal": str(invoice.header_total),
        "isVoided": invoice.is_voided,
    }
    return make_ingested(invoice, **{"raw": {"invoice": header, "lines": []}, **more})


def claim(batch_id: str, *ids: int, at: datetime = NOON) -> list[InvoiceRecord]:
    return invoices.claim("kauri", ids, batch_id, step("CLAIMED", at))


def complete(batch_id: str, *ids: int, at: datetime = NOON, **more: Any) -> None:
    found = [
        Completion(each, document_of(each), f"hash of {each}", "It is there.", **more)
        for each in ids
    ]
    invoices.complete("kauri", batch_id, found, step("POSTED", at))


def document_of(autotask_id: int) -> XeroDocument:
    draft = make_draft(number=f"INV-{autotask_id}")
    return make_document(draft, xero_id=f"xero-{autotask_id}")


def stored(server: Server, autotask_id: int) -> dict[str, Any]:
    found = server.invoices.find_one({"_id": f"kauri/{autotask_id}"})
    assert found
    return found
