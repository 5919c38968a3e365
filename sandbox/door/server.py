"""Serving one sandbox with gunicorn: one process that works, many threads, and a quick way out."""

import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

from gunicorn.app.base import BaseApplication

from sandbox.door.gate import Gate

_THREADS = 32
# What is still open then is cut off; nothing is lost, as every commit is on disk already.
_GRACE_SECONDS = 1


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    def __init__(self, options: dict[str, Any], build: Callable[[], Gate]) -> None:
        self._options = options
        self._build = build
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Gate:
        return self._build()


def _stop_at_once(worker: Any) -> None:
    gate = worker.app.wsgi()

    def wake_held_calls(number: int, frame: FrameType | None) -> None:
        gate.door.stopping.set()
        worker.handle_exit(number, frame)

    # Ctrl-C reaches the whole process group, so the worker sees SIGINT as well.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, wake_held_calls)


def serve(name: str, host: str, port: int, build: Callable[[], Gate]) -> None:
    """Run until SIGTERM or SIGINT; `build` is called in the process that works."""
    options = {
        "bind": f"{host}:{port}",
        "proc_name": f"sandbox-{name}",
        "worker_class": "gthread",
        "workers": 1,
        "threads": _THREADS,
        "graceful_timeout": _GRACE_SECONDS,
        # Longer than a client's pause, or it would send into a connection that is just closing.
        "keepalive": 75,
        "post_worker_init": _stop_at_once,
        "limit_request_line": 8190,
        "loglevel": "warning",
    }
    _Server(options, build).run()
