"""Tells Autotask which invoices are in Xero (webServiceDate, the marker other tools read too).

Autotask has no batch form, so each costs a call; it is an option, runs a few at a time after
ingestion and never in the way of posting. The same value twice is harmless.
"""

from core.store import invoices
from services.autotask_ingestion.desk import Desk

_AT_A_TIME = 20


def write_back(desk: Desk) -> int:
    """Mark some finished invoices as exported; returns how many."""
    if not desk.connection.settings.write_back_exported:
        return 0
    waiting = invoices.unwritten_back(desk.connection.id, _AT_A_TIME)
    for autotask_id in waiting:
        now = desk.now()
        desk.autotask.write_back(autotask_id, exported_at=now)
        invoices.mark_written_back(desk.connection.id, autotask_id, now)
        desk.journal.info(
            "WRITTEN_BACK", "Autotask was told that it is in Xero.", autotask_id=autotask_id
        )
    return len(waiting)
