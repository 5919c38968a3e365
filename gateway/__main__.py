"""`python -m gateway`: gunicorn with threads, each worker with an application of its own."""

import gc
import sys

from flask import Flask
from gunicorn.app.base import BaseApplication

from core.runtime.logging import configure
from core.runtime.settings import Settings, load_or_exit
from gateway.app import create_app


class Gateway(BaseApplication):
    """Gunicorn, told by our settings instead of by its command line."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        settings = self._settings
        for name, value in {
            "bind": f"{settings.gateway_host}:{settings.gateway_port}",
            "workers": settings.gateway_workers,
            "threads": settings.gateway_threads,
            "worker_class": "gthread",
            "preload_app": False,
            "timeout": 60,
            "graceful_timeout": int(settings.grace_seconds),
            "keepalive": 5,
            "proc_name": "counterfoil-gateway",
            "control_socket_disable": True,
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Runs in the worker, after the fork."""
        configure(self._settings, "gateway")
        app = create_app(self._settings)
        _keep_what_stays()
        return app


def _keep_what_stays() -> None:
    """What was made at the start is never looked through for garbage again: that takes a worker a
    quarter of a second each time, in the middle of somebody's page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def main() -> int:
    settings = load_or_exit()
    configure(settings, "gateway")
    Gateway(settings).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
