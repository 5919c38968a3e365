"""Keeps a lease alive while its job runs, so that it can be short: a killed holder is followed soon.

The beat only prolongs. What may not happen under a lost lease is checked where it happens, right
before each send (store/leases.renew).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import eventlet

from core.domain.errors import LeaseLostError
from core.runtime.trouble import is_database_away
from core.store import leases
from core.store.leases import Lease

log = logging.getLogger(__name__)

LEASE_SECONDS = 15


@contextmanager
def holding(job: str) -> Iterator[Lease | None]:
    """Hold the job for the length of the block; None when somebody else has it."""
    lease = leases.acquire(job, LEASE_SECONDS)
    if lease is None:
        yield None
        return
    beat = eventlet.spawn(_beat, lease)
    try:
        yield lease
    finally:
        beat.kill()
        leases.release(lease)


def _beat(lease: Lease) -> None:
    while True:
        eventlet.sleep(LEASE_SECONDS / 3)
        try:
            leases.renew(lease)
        except LeaseLostError as error:
            log.warning("%s", error)
            return
        except Exception as error:
            if not is_database_away(error):
                raise
            log.warning("The lease %s could not be prolonged: %s", lease.job, type(error).__name__)
