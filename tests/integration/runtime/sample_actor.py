"""An actor for the tests: it writes down what it is asked to do, slowly or badly when told so."""

import os
from collections import Counter
from typing import Any, ClassVar

import eventlet

from core.domain.errors import UnavailableError
from core.runtime.entrypoints import durable_event_handler, event_handler, rpc, timer
from core.runtime.providers.announcer import Announcer
from core.runtime.providers.settings import SettingsProvider
from core.runtime.providers.store import StoreProvider
from core.runtime.providers.sync_log import SyncLogProvider
from core.store import connect


def note(text: str) -> None:
    with open(os.environ["SAMPLE_NOTES"], "a") as notes:
        notes.write(text + "\n")


# The same line at each tick: the store keeps it once.
TICK_LINE = {
    "id": "tick", "connection": "kauri", "at": "2026-11-22T10:00:00+00:00", "level": "info",
    "service": "payment_sync", "code": "TICK", "message": "A tick.",
}  # fmt: skip

_ALWAYS = 100


class SampleActor:
    name = "payment_sync"

    settings = SettingsProvider()
    store = StoreProvider()
    announce = Announcer()
    sync_log = SyncLogProvider()
    # A worker is an object of its own; how often a message came is known to all.
    kept: ClassVar[Counter[int]] = Counter()

    @rpc
    def echo(self, text: str, seconds: float = 0.0) -> dict[str, Any]:
        eventlet.sleep(seconds)
        return {"ok": True, "text": text, "pid": os.getpid()}

    @rpc
    def fail(self, how: str) -> dict[str, Any]:
        if how == "trouble":
            raise UnavailableError("Xero is not reachable.")
        if how == "limit":
            with eventlet.Timeout(0.01):
                eventlet.sleep(1)
        raise LookupError(how)

    @rpc
    def ask_database(self) -> dict[str, Any]:
        connect.ping()
        return {"ok": True}

    @rpc
    def ring(self, event: str) -> dict[str, Any]:
        self.announce(event, {"connection_id": "kauri"})
        return {"ok": True}

    @rpc
    def write_lines(self, lines: list[dict[str, Any]]) -> dict[str, Any]:
        self.sync_log.write(lines)
        return {"ok": True}

    @event_handler("autotask_ingestion", "invoices_pending")
    def heard(self, payload: dict[str, Any]) -> None:
        note(f"begin {payload['n']}")
        eventlet.sleep(payload.get("seconds", 0))
        if payload.get("error"):
            raise LookupError(payload["error"])
        note(f"end {payload['n']}")

    @durable_event_handler("autotask_ingestion", "log_line")
    def keep(self, payload: dict[str, Any]) -> None:
        note(f"keep {payload['n']}")
        self.kept[payload["n"]] += 1
        if payload.get("error") and self.kept[payload["n"]] <= payload.get("fails", _ALWAYS):
            raise LookupError(payload["error"])

    @timer(seconds=0.5)
    def tick(self) -> None:
        note("tick")
        self.announce("run_finished", {"connection_id": "kauri"})
        self.sync_log.write([TICK_LINE])
        eventlet.sleep(float(os.environ.get("SAMPLE_TICK_SECONDS", "0")))
        connect.ping()
