"""What a process knows of its database: whether it is away, told once by whichever part notices first."""

import logging
import time

from core.runtime.outage import Outage
from core.runtime.trouble import DATABASE_AWAY, is_database_away
from core.store import connect

OUTAGE = Outage(logging.getLogger(__name__), "MongoDB", DATABASE_AWAY)
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
    except Exception as problem:
        if not is_database_away(problem):
            raise
    else:
        outage.ends(asked_at)
