"""The nameko container of an actor: measures each call, gives its log lines a trace, and survives trouble.

Without it an `eventlet.Timeout` that leaves a handler is never acked (it is no Exception), and after
as many of them as there are workers the actor is silently deaf.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

import eventlet
from greenlet import GreenletExit
from nameko.containers import ServiceContainer

from core.runtime import database, metrics
from core.runtime.logging import call_of
from core.runtime.trouble import is_database_away, is_trouble

log = logging.getLogger(__name__)


class HandlerStoppedError(Exception):
    """A time limit or a kill ended a handler; made an ordinary error so that its message is settled."""


class ActorContainer(ServiceContainer):
    """Named in nameko's configuration as SERVICE_CONTAINER_CLS."""

    def _run_worker(self, worker_context: Any, handle_result: Any) -> None:
        name = worker_context.entrypoint.method_name
        method = getattr(worker_context.service, name)
        setattr(worker_context.service, name, self._guarded(method, worker_context))
        super()._run_worker(worker_context, handle_result)

    def _guarded(self, method: Callable[..., Any], worker_context: Any) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            call_of.set(worker_context)
            started = time.monotonic()
            result = "error"
            try:
                answer, result = self._call(method, worker_context, args, kwargs, started)
                return answer
            finally:
                metrics.CALLS.labels(
                    self.service_name, worker_context.entrypoint.method_name, result
                ).observe(time.monotonic() - started)

        return call

    def _call(
        self,
        method: Callable[..., Any],
        worker_context: Any,
        args: Any,
        kwargs: Any,
        started: float,
    ) -> tuple[Any, str]:
        try:
            answer = method(*args, **kwargs)
        except eventlet.Timeout as limit:
            raise HandlerStoppedError(f"over its time limit: {limit}") from limit
        except GreenletExit as end:
            if self._being_killed:
                raise
            raise HandlerStoppedError("stopped from outside") from end
        except Exception as problem:
            if not is_trouble(problem):
                raise
            return self._after_trouble(problem, worker_context, started), "trouble"
        database.note_success()
        return answer, "ok"

    def _after_trouble(self, problem: Exception, worker_context: Any, started: float) -> Any:
        if is_database_away(problem):
            database.OUTAGE.begins(type(problem).__name__, started)
        else:
            log.warning("%s: %s", worker_context.entrypoint.method_name, problem)
        return worker_context.entrypoint.after_trouble(problem)
