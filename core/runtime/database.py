"""What a process knows of its database: whether it is away, told once by whichever part notices first."""

import logging
import time

from core.runtime.outage import Outage
from core.runtime.trouble import DATABASE_AWAY, is_database_away
from core.store import connect

_log = logging.getLogger(__name__)
OUTAGE = Outage(_log, "MongoDB", DATABASE_AWAY)
"""One for the process."""


def note_success(outage: Outage = OUTAGE) -> None:
    """A call of an entrypoint came to a good end, which ends an outage only if the database says so.

    Many calls never ask it anything.
    """
    if not outage.is_on:
        return
    asked_at = time.monotonic()
    try:
        connect.ping()
    except Exception as problem:  # noqa: BLE001 - the call itself has come to its end
        if not is_database_away(problem):
            _log.exception("MongoDB is there and refuses to say so.")
    else:
        outage.ends(asked_at)
