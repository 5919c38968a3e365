"""Lines of the log."""

from datetime import datetime, timedelta

from core.store.documents import LogEntryDocument


def logs(now: datetime, connection_id: str = "kauri", count: int = 230) -> None:
    said = (
        ("info", "autotask_ingestion", "PAGE_READ", "Asked Autotask for new invoices: 3 found."),
        ("info", "xero_posting", "POSTED", "Xero has the invoice, totals agree."),
        ("warning", "xero_posting", "RATE_LIMIT", "Waiting 12 s: 58 of 60 calls this minute."),
        ("error", "xero_posting", "ACCOUNT_ARCHIVED", "Account code '204' has been archived."),
        ("info", "purchase_order_sync", "READ", "No purchase order changed."),
    )
    for index in range(count):
        level, service, code, message = said[(index * 7 + index // 3) % 5]
        LogEntryDocument(
            id=f"{connection_id}-{index:05d}",
            connection=connection_id,
            at=now - timedelta(seconds=41 * index),
            run_id=f"run-{index // 20:04d}",
            level=level,
            service=service,
            autotask_id=48_000 - index if service == "xero_posting" else None,
            code=code,
            message=message,
            detail={"method": "PUT", "status": 200} if index % 4 == 0 else {},
        ).save(force_insert=True)
