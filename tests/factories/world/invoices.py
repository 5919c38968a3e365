"""Invoices in every status, and a purchase order."""

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.domain.company import fold_name
from core.domain.papers import Form
from core.domain.search_words import number_words
from core.store import papers
from core.store.documents import ClientDocument, InvoiceDocument, PurchaseOrderDocument
from core.store.documents.business import (
    DecisionRecord,
    FaultRecord,
    HistoryEntry,
    Hold,
    Line,
    Skip,
)
from core.store.papers import Paper
from tests.factories.world.names import FAULTS

_EMBEDDED = {"hold": Hold, "fault": FaultRecord, "skip": Skip}


def company_id_of(name: str) -> int:
    """The same for the same name."""
    return 7 if name == "Beacon Engineering" else zlib.crc32(name.encode()) % 100_000 + 10


def client(connection_id: str, shelf: str, party_id: int, name: str) -> None:
    """Makes its name findable, as the job of the figures does."""
    values = {"connection": connection_id, "shelf": shelf, "party_id": party_id, "name": name}
    ClientDocument._get_collection().update_one(
        {"_id": f"{connection_id}/{shelf}/{party_id}"},
        {"$set": {**values, "folded": fold_name(name)}},
        upsert=True,
    )


def invoice(autotask_id: int, now: datetime, connection_id: str = "kauri", **changes: Any) -> None:
    total = Decimal(changes.pop("total", "1150.00"))
    net = (total / Decimal("1.15")).quantize(Decimal("0.01"))
    company = changes.get("company", "Beacon Engineering")
    at = changes.pop("at", now - timedelta(hours=1))
    values: dict[str, Any] = {
        "connection": connection_id,
        "number": f"INV-{autotask_id}",
        "company_id": company_id_of(company),
        "company": company,
        "company_folded": fold_name(company),
        "issued_on": now.date().isoformat(),
        "due_on": (now.date() + timedelta(days=20)).isoformat(),
        "currency": "NZD",
        "subtotal": net,
        "tax": total - net,
        "total": total,
        "tax_region": "New Zealand GST",
        "content_hash": "hash",
        "created_at": at,
        "ingested_at": at,
        "updated_at": at,
        "status": "pending_sync",
        "lines": [_line(1, "Managed Services – Onsite", net)],
        "history": [_step(at, None, "pending_sync", "INGESTED", "Downloaded from Autotask.")],
    }
    document = InvoiceDocument(id=f"{connection_id}/{autotask_id}", autotask_id=autotask_id)
    for name, value in {**values, **changes}.items():
        parts = _EMBEDDED.get(name)
        setattr(document, name, parts(**value) if parts and isinstance(value, dict) else value)
    document.decisions = _decisions(document.lines)
    document.number_words = number_words(document.number, document.xero_number)
    client(connection_id, "invoices", document.company_id, document.company)
    document.save(force_insert=True)


def complete(autotask_id: int, now: datetime, **changes: Any) -> None:
    at = changes.get("at", now - timedelta(hours=1))
    history = [
        _step(at, None, "pending_sync", "INGESTED", "Downloaded from Autotask."),
        _step(at, "pending_sync", "processing", "CLAIMED", "Claimed as part of a batch of 50."),
        _step(at, "processing", "complete", "POSTED", f"Xero has it as INV-{autotask_id}."),
    ]
    values: dict[str, Any] = {
        "status": "complete",
        "xero_kind": "invoice",
        "xero_id": f"00000000-0000-4000-8000-{autotask_id:012d}",
        "xero_number": f"INV-{autotask_id}",
        "xero_status": "AUTHORISED",
        "completed_at": at,
        "history": history,
    }
    invoice(autotask_id, now, **{**values, **changes})


def fault(autotask_id: int, now: datetime, kind: int = 0, **changes: Any) -> None:
    code, side, title, message, step, link, said = FAULTS[kind]
    at = changes.get("at", now - timedelta(hours=1))
    record = {
        "code": code, "side": side, "title": title, "message": message, "next_step": step,
        "link": link, "vendor_text": said, "at": at,
    }  # fmt: skip
    history = [
        _step(at, None, "pending_sync", "INGESTED", "Downloaded from Autotask."),
        _step(at, "processing", "fault", code, message),
    ]
    values: dict[str, Any] = {"status": "fault", "fault": record, "attempts": 1, "history": history}
    invoice(autotask_id, now, **{**values, **changes})


def purchase_order(autotask_id: int, now: datetime, connection_id: str = "kauri") -> None:
    client(connection_id, "purchase_orders", 3, "Ingram Distribution")
    PurchaseOrderDocument(
        id=f"{connection_id}/{autotask_id}",
        connection=connection_id,
        autotask_id=autotask_id,
        number=f"PO-{autotask_id}",
        number_words=number_words(f"PO-{autotask_id}"),
        vendor_id=3,
        vendor="Ingram Distribution",
        vendor_folded="ingram distribution",
        ordered_on=now.date().isoformat(),
        autotask_status="Submitted",
        currency="NZD",
        subtotal=Decimal("300.00"),
        total=Decimal("345.00"),
        content_hash="hash",
        created_at=now,
        status="pending_sync",
        lines=[],
        ingested_at=now,
        updated_at=now,
    ).save(force_insert=True)


def many_lines(count: int) -> list[dict[str, Any]]:
    words = (
        "Managed Services – Onsite",
        "Microsoft 365 Business Premium",
        "Hardware: docking station",
    )
    return [_line(index, words[index % 3], Decimal(100 + index)) for index in range(count)]


def faults_again() -> None:
    """Undo every resync of a fault."""
    InvoiceDocument._get_collection().update_many(
        {"fault": {"$ne": None}}, {"$set": {"status": "fault"}}
    )


def rename_client(document_id: str, name: str) -> None:
    """As a write does that leaves `updated_at` behind: only a whole look brings it."""
    InvoiceDocument.objects(id=document_id).update_one(set__company=name)


def keep_paper(
    autotask_id: int, form: Form, content: bytes, connection_id: str = "kauri", **changes: Any
) -> None:
    """A printed form of the invoice as it is now, unless `changes` say otherwise."""
    found = InvoiceDocument._get_collection().find_one({"_id": f"{connection_id}/{autotask_id}"})
    assert found
    values = {"hash": found["content_hash"], "fetched_at": datetime.now(UTC), **changes}
    papers.keep(connection_id, autotask_id, form, Paper(content, **values))


def _line(number: int, description: str, net: Decimal) -> dict[str, Any]:

    return Line(
        autotask_id=number,
        description=description,
        quantity=Decimal(1),
        rate=net,
        net=net,
        tax=(net * Decimal("0.15")).quantize(Decimal("0.01")),
        billing_code="Managed Services",
        sort_order=number,
    )


def _decisions(lines: Sequence[Line]) -> list[DecisionRecord]:
    """What was decided about each line, and about the document."""
    of_document = [
        DecisionRecord(subject="number", value="INV-1", reason="Autotask's own number."),
        DecisionRecord(subject="due_date", value="2026-12-12", reason="Autotask's due date."),
    ]
    return of_document + [
        DecisionRecord(subject=subject, value=value, reason=reason, line=line.autotask_id)
        for line in lines
        for subject, value, reason in (
            ("account", "210", "Billing code Managed Services → 210 by the mapping table."),
            ("tax", "OUTPUT2", "Tax region New Zealand GST → OUTPUT2 by the mapping table."),
        )
    ]


def _step(at: datetime, source: str | None, target: str, code: str, message: str) -> Any:

    return HistoryEntry(
        at=at,
        source=source,
        target=target,
        code=code,
        message=message,
        by="sync",
        run_id="run-0001",
    )
