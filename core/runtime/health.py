"""`/healthz`, `/readyz` and `/metrics` of an actor, answered outside its worker pool.

A full pool or a lost broker must not look like a dead process: `/healthz` fails only when a restart
would help, `/readyz` says whether the actor can work now.
"""

import json
import time
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
import eventlet.wsgi

from core.runtime import metrics
from core.runtime.providers.store import StoreProvider
from core.runtime.queue_consumer import EnduringQueueConsumer
from core.runtime.settings import Settings
from core.store import connect

StartResponse = Callable[[str, list[tuple[str, str]]], object]

LOOP_SECONDS = 15


class _TooSlow(Exception):  # noqa: N818 - not builtin TimeoutError, which the driver would swallow.
    """The check took too long."""


def serve(container: Any, settings: Settings) -> None:
    """Answer on HEALTH_PORT from a greenlet of its own; 0 means no port."""
    if settings.health_port:
        address = (settings.health_host, settings.health_port)
        listener = eventlet.listen(address, reuse_port=False)
        listener.settimeout(None)
        eventlet.spawn(eventlet.wsgi.server, listener, _App(container), log_output=False)


class _App:
    def __init__(self, container: Any) -> None:
        self._container = container

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/healthz":
                return _answer(start, {"process": self._process()})
            case "/readyz":
                return _answer(start, self._readiness())
            case "/metrics":
                start("200 OK", [("Content-Type", metrics.CONTENT_TYPE)])
                return [metrics.text()]
            case _:
                start("404 Not Found", [("Content-Type", "text/plain")])
                return [b"healthz, readyz or metrics\n"]

    def _readiness(self) -> dict[str, str]:
        checks = {"process": self._process(), "broker": self._broker()}
        if any(isinstance(part, StoreProvider) for part in self._container.dependencies):
            checks["database"] = _database()
        return checks

    def _process(self) -> str:
        return "is being killed" if self._container._being_killed else "ok"

    def _broker(self) -> str:
        if not self._container.started:
            return "is waited for"
        for part in self._container.shared_extensions.values():
            if isinstance(part, EnduringQueueConsumer):
                late = time.monotonic() - part.last_iteration > LOOP_SECONDS
                return "ok" if part.connected and not late else "is away"
        return "ok"


def _database() -> str:
    try:
        with eventlet.Timeout(2, _TooSlow()):
            connect.ping()
    except Exception as problem:  # noqa: BLE001 - whatever it is, the answer is: not ready.
        return f"is away ({type(problem).__name__})"
    return "ok"


def _answer(start: StartResponse, checks: dict[str, str]) -> Iterable[bytes]:
    is_well = all(state == "ok" for state in checks.values())
    start("200 OK" if is_well else "503 Not ready", [("Content-Type", "application/json")])
    return [json.dumps({"status": "ok" if is_well else "unavailable", "checks": checks}).encode()]
