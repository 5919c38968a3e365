"""The timer of an actor: its interval comes from the settings, and a slow tick is not made up for.

nameko's own timer fires all missed ticks at once after a long one, and stops for ever when a handler
ends by anything that is not an Exception (`container` prevents that).
"""

import logging
import time
from typing import Any

import eventlet
from eventlet.event import Event
from nameko.extensions import Entrypoint

log = logging.getLogger(__name__)


class Tick(Entrypoint):
    """Fires once right after the start, then every `seconds` (settings: TICK_SECONDS), never twice at once."""

    def __init__(self, seconds: float | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.seconds = seconds
        self._stopping = Event()
        self._done = Event()
        self._loop: Any = None

    def start(self) -> None:
        """Begin to fire."""
        self._loop = self.container.spawn_managed_thread(self._run)

    def stop(self) -> None:
        """Fire no more; a tick that runs is waited for."""
        if not self._stopping.ready():
            self._stopping.send(True)
        if self._loop is not None:
            self._loop.wait()

    def kill(self) -> None:
        """Fire no more, at once."""
        if self._loop is not None:
            self._loop.kill()

    def after_trouble(self, _problem: Exception) -> None:
        """Nothing: the next tick comes by itself."""

    def handle_result(self, _context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        """The tick is over, well or badly."""
        self._done.send()
        return result, exc_info

    def _run(self) -> None:
        interval = self.seconds or self.container.config["settings"].tick_seconds
        while not self._stopping.ready():
            started = time.monotonic()
            self.container.spawn_worker(self, (), {}, handle_result=self.handle_result)
            self._done.wait()
            self._done.reset()
            self._rest(max(started + interval - time.monotonic(), 0))

    def _rest(self, seconds: float) -> None:
        with eventlet.Timeout(seconds, False):
            self._stopping.wait()
