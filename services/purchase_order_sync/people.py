"""What persons and programs ask for about one purchase order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from core.domain.errors import SyncError
from core.domain.status import Status
from core.runtime.answers import Answer, done, problem
from core.runtime.autotask_access import AutotaskAccess
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.telling import as_problem
from core.store import connections
from services.purchase_order_sync.sync import SERVICE, read_again


@dataclass(frozen=True, slots=True)
class Request:
    """Who wants which order read again, and why."""

    connection_id: str
    autotask_id: int
    by: str
    reason: str | None = None


def resync(
    access: AutotaskAccess,
    write_log: Callable[[list[dict[str, Any]]], None],
    request: Request,
    now: Clock,
) -> Answer:
    """Read the order anew from Autotask; nothing is sent to Xero yet."""
    connection = connections.get(request.connection_id)
    if connection is None:
        return problem("not_found", f"There is no connection {request.connection_id}.")
    journal = Journal(write_log, connection.id, SERVICE, uuid4().hex, now)
    try:
        autotask = access.open(connection, journal.call)
        if not read_again(connection, autotask, journal, now, request.autotask_id):
            return problem("not_found", f"Autotask has no purchase order {request.autotask_id}.")
    except SyncError as error:
        return as_problem("autotask", error)
    else:
        because = f" Reason: {request.reason}" if request.reason else ""
        message = f"Read again from Autotask for {request.by}.{because}"
        journal.info("RESYNC", message, autotask_id=request.autotask_id)
    finally:
        journal.flush()
    return done(status=Status.PENDING_SYNC.value, message=message)
