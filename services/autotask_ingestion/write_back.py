"""Tells Autotask which invoices are in Xero (webServiceDate, the marker other tools read too).

Autotask has no batch form, so each costs a call; it is an option, runs a few at a time after
ingestion and never in the way of posting. The same value twice is harmless.
"""

from core.domain.errors import RejectedError
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
        try:
            desk.autotask.write_back(autotask_id, exported_at=now)
        except RejectedError as error:
            # One that Autotask refuses must not keep the others waiting behind it.
            reasons = "; ".join(error.reasons)
            desk.journal.warning(
                "WRITE_BACK_REFUSED",
                f"Autotask did not take the mark that it is in Xero: {reasons}",
                autotask_id=autotask_id,
            )
            invoices.mark_write_back_refused(desk.connection.id, autotask_id, now)
        else:
            desk.journal.info(
                "WRITTEN_BACK", "Autotask was told that it is in Xero.", autotask_id=autotask_id
            )
            invoices.mark_written_back(desk.connection.id, autotask_id, now)
    return len(waiting)
