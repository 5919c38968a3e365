"""Waits until an instant, to within a few milliseconds, unless the process is to stop."""

from datetime import datetime

import eventlet

from core.runtime.clock import Clock
from core.runtime.stopping import is_stopping

_LONGEST_NAP_SECONDS = 0.5


def pause_until(until: datetime, now: Clock) -> bool:
    """Sleep in short naps, the last of them just as long as is left; False when asked to stop."""
    while (left := (until - now()).total_seconds()) > 0:
        if is_stopping():
            return False
        eventlet.sleep(min(left, _LONGEST_NAP_SECONDS))
    return not is_stopping()
