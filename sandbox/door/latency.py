"""Waiting on purpose, in a way that a stopping server interrupts."""

from collections.abc import Mapping
from threading import Event

from sandbox.door.labels import matches


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

    def hold(self, seconds: float) -> None:
        """Wait; ends early when the server stops."""
        self._stopping.wait(seconds)
