"""Sync Logs, Analytics, Audit."""

from datetime import datetime, timedelta
from typing import Any

from core.runtime.clock import utc_now
from core.store.documents import LogEntryDocument, SyncRunDocument
from tests.e2e.screens.catalogue import View
from tests.e2e.screens.watched import Watched
from tests.factories import gateway_world
from tests.factories.world import audit
from tests.factories.world.names import LONG_NAMES

ANSWERS: dict[str, Any] = {"simulate_reading": audit.simulated(utc_now())}


def fill(now: datetime) -> None:
    """A connection with a failed run, a call with its bodies and a post, reports and deeds."""
    gateway_world.connection(now, "trail", name="Trail of Kauri")
    for number, job in enumerate(("post", "ingest")):
        SyncRunDocument(
            id=f"t-{number}", connection="trail", job=job, outcome="ok" if number else "failed",
            started_at=now - timedelta(minutes=number + 1), message="Xero is not answering.",
            finished_at=now - timedelta(minutes=number, seconds=20), counts={"new": 3},
        ).save(force_insert=True)  # fmt: skip
    said = (
        ("error", "XERO_CALL", "PUT /Invoices: HTTP 500 in 312 ms",
         {"request": '{"Invoices":[{"Total":100.10}]}', "answer": f"<h1>{LONG_NAMES[0]}</h1>"}),
        ("info", "POSTED", "Xero has the invoice, totals agree.", {"batch_id": "b-1"}),
        ("info", "PAGE_READ", f"Asked Autotask for {LONG_NAMES[0]}.", {"status": 200}),
    )  # fmt: skip
    for number, (level, code, message, detail) in enumerate(said * 3):
        LogEntryDocument(
            id=f"trail-{number}", connection="trail", at=now - timedelta(seconds=30 + number),
            run_id=f"t-{number // 5}", level=level, service="xero_posting", autotask_id=49_001,
            code=code, message=message, detail=detail,
        ).save(force_insert=True)  # fmt: skip
    audit.contact_report(now, "trail", "r-9")
    audit.deeds(now, "trail")


def lines_are_open(watched: Watched) -> None:
    for summary in watched.page.locator("#log summary").all()[:2]:
        summary.click()


VIEWS = {
    "logs": View("/c/kauri/sync/logs"),
    "logs unfolded": View("/c/trail/sync/logs", prepare=lines_are_open),
    "no such line": View("/c/kauri/sync/logs?autotask_id=47999&to=2001-01-01"),
    "no lines yet": View("/c/fresh/sync/logs"),
    "analytics": View("/c/kauri/sync/analytics"),
    "value": View("/c/kauri/sync/analytics?measure=value&currency=AUD&span=24"),
    "no year yet": View("/c/fresh/sync/analytics?span=fy"),
    "audit": View("/c/trail/audit"),
    "simulated": View("/c/trail/audit/invoices/7"),
    "contact report": View("/c/trail/audit/contacts"),
    "no report": View("/c/fresh/audit/contacts"),
    "lists compared": View("/c/rimu/audit/comparison"),
    "who did what": View("/c/trail/audit/trail"),
}
