"""Sync Logs, Analytics, Audit."""

from datetime import datetime
from typing import Any

from core.runtime.clock import utc_now
from tests.e2e.screens.catalogue import View
from tests.e2e.screens.watched import Watched
from tests.factories.world import audit

ANSWERS: dict[str, Any] = {"simulate_reading": audit.simulated(utc_now())}


def fill(now: datetime) -> None:
    audit.walked(now, "trail")


def lines_are_open(watched: Watched) -> None:
    for summary in watched.page.locator("#log summary").all()[:2]:
        summary.click()


VIEWS = {
    "logs": View("/c/kauri/sync/logs?level=error"),
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
