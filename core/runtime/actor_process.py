"""The life of an actor's process: waits for the broker, works, stops within its grace, never lingers.

Exit codes: 0 stopped as asked, 1 died of a bug, 2 wrong settings or arguments, 75 the grace was over
and running handlers were left (their messages come again), 76 and 77 see `watchdogs`. A supervisor
restarts on any of them.
"""

import importlib
import inspect
import logging
import os
import signal
import sys
from typing import Any, NoReturn

import eventlet
from eventlet.event import Event
from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR
from nameko.runners import ServiceRunner

from core.runtime import health, stopping, topology, watchdogs
from core.runtime.amqp_bounds import bound_waits
from core.runtime.broker import HEARTBEAT_SECONDS, LINK_ERRORS, BoundedPublisher, address
from core.runtime.logging import configure
from core.runtime.outage import Outage
from core.runtime.settings import WRONG_SETTINGS, Settings, load_or_exit

log = logging.getLogger(__name__)

AMQP_WAIT_SECONDS = 10
PAUSE_SECONDS = 0.5
DIED = 1
GRACE_OVER = 75


def main(arguments: list[str]) -> NoReturn:
    """Run the service class of the one module named in the arguments."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m core.runtime.launch services.<actor>.service\n")
        sys.exit(WRONG_SETTINGS)
    settings = load_or_exit()
    service = service_class(arguments[0])
    configure(settings, service.name)
    bound_waits(AMQP_WAIT_SECONDS)
    actor = Actor(service, settings)
    signal.signal(signal.SIGTERM, actor.ask_to_stop)
    signal.signal(signal.SIGINT, actor.ask_to_stop)
    code = actor.live()
    logging.shutdown()
    # Not sys.exit: it would wait for greenlets and pools that may hang on a broker that is gone.
    os._exit(code)


def service_class(module_name: str) -> Any:
    """The one class of the module that has entrypoints."""
    module = importlib.import_module(module_name)
    found = [
        value
        for value in vars(module).values()
        if inspect.isclass(value) and value.__module__ == module_name and _has_entrypoint(value)
    ]
    if len(found) != 1:
        raise LookupError(f"{module_name} must define exactly one service class, not {len(found)}.")
    return found[0]


def _has_entrypoint(candidate: type) -> bool:
    return any(hasattr(member, ENTRYPOINT_EXTENSIONS_ATTR) for member in vars(candidate).values())


def nameko_config(settings: Settings) -> dict[str, Any]:
    """nameko's own keys, and the settings for our providers."""
    return {
        "AMQP_URI": settings.amqp_uri,
        "HEARTBEAT": HEARTBEAT_SECONDS,
        "TRANSPORT_OPTIONS": BoundedPublisher.transport_options,
        "SERVICE_CONTAINER_CLS": "core.runtime.container.ActorContainer",
        "max_workers": settings.max_workers,
        "settings": settings,
    }


class Actor:
    """One service class in one process."""

    def __init__(self, service: Any, settings: Settings) -> None:
        self._settings = settings
        self._runner = ServiceRunner(nameko_config(settings))
        self._runner.add_service(service)
        (self._container,) = self._runner.containers
        self._is_started = False
        self._is_stopping = False
        self._end = Event()

    def live(self) -> int:
        """Blocks until the end; the answer is the exit code."""
        watchdogs.watch_hub()
        watchdogs.watch_for_zombie(self._container)
        eventlet.spawn_n(self._work)
        code: int = self._end.wait()
        return code

    def ask_to_stop(self, _signal: int, _frame: object) -> None:
        """For signal handlers, which may not block: the stop runs in a greenlet of its own."""
        if not self._is_stopping:
            self._is_stopping = True
            stopping.ask_to_stop()
            eventlet.spawn_n(self._stop)

    def _work(self) -> None:
        try:
            health.serve(self._container, self._settings)
            self._wait_for_broker()
            self._runner.start()
            self._is_started = True
            log.info("Ready.")
            self._container.wait()
        except Exception:
            log.critical("The actor died.", exc_info=True)
            self._finish(DIED)

    def _wait_for_broker(self) -> None:
        uri = self._settings.amqp_uri
        outage = Outage(log, f"RabbitMQ at {address(uri)}", "The actor starts when it answers.")
        while True:
            try:
                topology.declare(uri)
            except LINK_ERRORS as problem:
                outage.begins(problem)
                eventlet.sleep(PAUSE_SECONDS)
            else:
                outage.ends()
                return

    def _stop(self) -> None:
        if not self._is_started:
            self._finish(0)
            return
        log.info("Stopping: running handlers may end within %s s.", self._settings.grace_seconds)
        try:
            with eventlet.Timeout(self._settings.grace_seconds):
                self._runner.stop()
        except eventlet.Timeout:
            left = len(self._container._worker_threads)
            log.warning("The grace is over; %d handlers are left, their messages come again.", left)
            self._finish(GRACE_OVER)
        else:
            log.info("Stopped.")
            self._finish(0)

    def _finish(self, code: int) -> None:
        if not self._end.ready():
            self._end.send(code)
