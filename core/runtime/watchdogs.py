"""Ends a process that can't work any more but does not die by itself, so that a supervisor can restart it.

76: the container was killed by an error and is still there after 5 seconds.
77: no greenlet could run for 20 seconds because one of them never gave way.
"""

import faulthandler
import logging
import os
import sys
import time
from typing import Any

import eventlet
from eventlet import patcher

log = logging.getLogger(__name__)

ZOMBIE = 76
HUB_BLOCKED = 77
ZOMBIE_SECONDS = 5.0
HUB_SECONDS = 20.0


def watch_for_zombie(container: Any, limit_seconds: float = ZOMBIE_SECONDS) -> None:
    """Leave when the container is being killed for longer than the limit."""

    def watch() -> None:
        killed_at: float | None = None
        while True:
            eventlet.sleep(0.5)
            if container._being_killed and killed_at is None:
                killed_at = time.monotonic()
            if killed_at is not None and time.monotonic() - killed_at > limit_seconds:
                log.critical("The container was killed but does not die; leaving.")
                logging.shutdown()
                os._exit(ZOMBIE)

    eventlet.spawn_n(watch)


def watch_hub(limit_seconds: float = HUB_SECONDS) -> None:
    """Leave, with the stacks of all threads on standard error, when greenlets get no turn for so long."""
    last_turn = [time.monotonic()]

    def beat() -> None:
        while True:
            last_turn[0] = time.monotonic()
            eventlet.sleep(0.5)

    # Real threads and clocks: the patched ones would stand still together with the hub.
    threading = patcher.original("threading")
    clock = patcher.original("time")

    def watch() -> None:
        while True:
            clock.sleep(1)
            if clock.monotonic() - last_turn[0] > limit_seconds:
                sys.stderr.write(f"No greenlet got a turn for {limit_seconds} s; leaving.\n")
                faulthandler.dump_traceback(all_threads=True)
                os._exit(HUB_BLOCKED)

    eventlet.spawn_n(beat)
    threading.Thread(target=watch, name="hub watchdog", daemon=True).start()
