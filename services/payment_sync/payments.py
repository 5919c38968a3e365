"""One pull of payments: what was made or deleted in Xero since the last time."""

from datetime import timedelta

from core.clients.xero.client import XeroClient
from core.domain.payment import Payment
from core.domain.records import Connection
from core.runtime.clock import Clock
from core.store import checkpoints, payments

JOB = "payments"
# Xero compares If-Modified-Since by the second and may be late (xero-api 4.3).
_OVERLAP = timedelta(minutes=5)


def pull(connection: Connection, xero: XeroClient, now: Clock) -> int:
    """Store payments and show on their invoices what is paid; returns how many were news."""
    started = now()
    checkpoint = checkpoints.load(connection.id, JOB).at
    since = checkpoint - _OVERLAP if checkpoint else None
    stored, page, is_last = 0, 0, False
    while not is_last:
        page += 1
        found, is_last = xero.payments_since(since, page)
        stored += payments.store(connection.id, found)
        payments.show_on_invoices(connection.id, _touched(found))
    checkpoints.advance(connection.id, JOB, started)
    return stored


def _touched(found: list[Payment]) -> set[str]:
    return {payment.xero_invoice_id for payment in found if payment.xero_invoice_id}
