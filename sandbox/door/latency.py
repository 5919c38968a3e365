"""Waiting on purpose, in a way that a stopping server interrupts."""

from collections.abc import Callable, Mapping
from threading import Event
from time import monotonic

from sandbox.door.labels import matches

_GLANCE_SECONDS = 0.25


class Latency:
    """Milliseconds added to calls by endpoint; the most recently set match counts."""

    def __init__(self, stopping: Event) -> None:
        self._stopping = stopping
        self._by_endpoint: dict[str, float] = {}

    def change(self, endpoint: str, milliseconds: float) -> None:
        """Set, or with 0 remove, the delay of an endpoint."""
        self._by_endpoint.pop(endpoint, None)
        if milliseconds:
            self._by_endpoint[endpoint] = milliseconds

    def clear(self) -> None:
        """No delays any more."""
        self._by_endpoint.clear()

    def values(self) -> Mapping[str, float]:
        """The delays in force."""
        return dict(self._by_endpoint)

    def delay(self, label: str) -> None:
        """Hold a call for as long as its endpoint asks."""
        for endpoint, milliseconds in reversed(list(self._by_endpoint.items())):
            if matches(endpoint, label):
                self.hold(milliseconds / 1000)
                return

    def hold(self, seconds: float, gave_up: Callable[[], bool] = lambda: False) -> None:
        """Wait; ends early when the server stops, or when the client is found to have left."""
        until = monotonic() + seconds
        while (left := until - monotonic()) > 0 and not gave_up():
            if self._stopping.wait(min(left, _GLANCE_SECONDS)):
                return
