"""Reads all of Autotask's lists again because a person asked (Refresh)."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from core.domain.errors import SyncError
from core.domain.records import Connection
from core.runtime.answers import Answer, done, problem
from core.runtime.autotask_access import AutotaskAccess
from core.runtime.autotask_reading import TITLES, read_list
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.telling import as_problem
from core.store import connections, reference_data
from services.autotask_ingestion.desk import SERVICE


def refresh_lists(
    access: AutotaskAccess,
    write_log: Callable[[list[dict[str, Any]]], None],
    connection_id: str,
    now: Clock,
) -> Answer:
    """A list that the API user may not read is said so, and the others go on.

    Companies are too many to read at once: each is read again when an invoice of it comes by.
    """
    connection = connections.get(connection_id)
    if connection is None:
        return problem("not_found", f"There is no connection {connection_id}.")
    journal = Journal(write_log, connection_id, SERVICE, uuid4().hex, now)
    try:
        return _refresh(access, connection, journal, now)
    except SyncError as error:
        return as_problem("autotask", error)
    finally:
        journal.flush()


def _refresh(
    access: AutotaskAccess, connection: Connection, journal: Journal, now: Clock
) -> Answer:
    autotask, key = access.open(connection, journal.call), connection.autotask_key
    refusals = {kind: read_list(key, kind, autotask, now) for kind in TITLES}
    reference_data.age(key, "company")
    for refusal in filter(None, refusals.values()):
        journal.warning("LIST_REFUSED", refusal)
    refused = sum(bool(each) for each in refusals.values())
    read = f"{len(TITLES) - refused} lists were read from Autotask"
    but = f"; Autotask does not show {refused} of them to the API user" if refused else ""
    message = f"{read}{but}. Companies are read again as their invoices come."
    journal.info("LISTS_READ", message)
    connections.touch(connection.id)
    rows = [
        {
            "kind": str(kind),
            "name": title,
            "count": len(reference_data.load(key, kind)),
            "refused": refusals[kind] or None,
        }
        for kind, title in TITLES.items()
    ]
    return done(message=message, lists=rows)
