"""Counting calls: switchable limits, fixed windows that survive a restart, calls in flight."""

from collections import Counter
from collections.abc import Mapping
from threading import Lock
from typing import Protocol

from sandbox.door.clock import Clock
from sandbox.door.errors import DoorError
from sandbox.door.storage import Store


class LimitBoard:
    """The vendor's documented limits, each of which the door can switch off or replace."""

    def __init__(self, documented: Mapping[str, float], store: Store) -> None:
        self.documented = dict(documented)
        self._store = store

    def value(self, name: str) -> float | None:
        """The limit in force; None when it is off."""
        chosen = self._store.value("limits", {}).get(name, True)
        if chosen is False:
            return None
        return self.documented[name] if chosen is True else float(chosen)

    def values(self) -> dict[str, float | None]:
        """All limits in force."""
        return {name: self.value(name) for name in self.documented}

    def change(self, changes: Mapping[str, object]) -> None:
        """Switch limits: False is off, True the documented value, a number that number."""
        for name, chosen in changes.items():
            if name not in self.documented:
                known = ", ".join(sorted(self.documented))
                raise DoorError(f"There is no limit named {name}; there are {known}.")
            if not isinstance(chosen, bool | int | float) or chosen < 0:
                raise DoorError(f"The limit {name} takes true, false or a number from 0.")
        with self._store.transaction():
            self._store.set_value("limits", {**self._store.value("limits", {}), **changes})


class Windows(Protocol):
    """Calls per key within some time."""

    def used(self, key: str) -> int:
        """How many calls count now."""

    def seconds_left(self, key: str) -> float:
        """Until one more call may be welcome; 0 when none counts."""

    def count(self, key: str) -> None:
        """One more call."""


class RollingWindow:
    """Calls per key within the last so many seconds, whenever that is."""

    def __init__(self, name: str, seconds: float, clock: Clock, store: Store) -> None:
        self._name = name
        self._seconds = seconds
        self._clock = clock
        self._store = store

    def used(self, key: str) -> int:
        """How many calls the last seconds have seen."""
        return len(self._recent(key))

    def seconds_left(self, key: str) -> float:
        """Until the oldest of them counts no more; 0 when there is none."""
        recent = self._recent(key)
        return recent[0] + self._seconds - self._clock.time() if recent else 0.0

    def count(self, key: str) -> None:
        """One more call."""
        with self._store.transaction():
            recent = [*self._recent(key), self._clock.time()]
            self._store.set_value(self._name, {**self._store.value(self._name, {}), key: recent})

    def _recent(self, key: str) -> list[float]:
        now = self._clock.time()
        calls = self._store.value(self._name, {}).get(key, [])
        return [float(call) for call in calls if now - self._seconds < float(call) <= now]


class FixedWindows:
    """Calls per key, in windows that start with a first call and end so many seconds later."""

    def __init__(self, name: str, seconds: float, clock: Clock, store: Store) -> None:
        self._name = f"window:{name}"
        self._seconds = seconds
        self._clock = clock
        self._store = store

    def used(self, key: str) -> int:
        """How many calls the running window has seen."""
        return self._window(key)[1]

    def seconds_left(self, key: str) -> float:
        """Until the running window ends; 0 when none is running."""
        start, count = self._window(key)
        return start + self._seconds - self._clock.time() if count else 0.0

    def count(self, key: str) -> None:
        """One more call."""
        with self._store.transaction():
            start, count = self._window(key)
            windows = {**self._store.value(self._name, {}), key: [start, count + 1]}
            self._store.set_value(self._name, windows)

    def _window(self, key: str) -> tuple[float, int]:
        now = self._clock.time()
        start, count = self._store.value(self._name, {}).get(key, (now, 0))
        # A clock that was set back must not leave a window open for ever.
        if not start <= now < float(start) + self._seconds:
            return now, 0
        return float(start), int(count)


class InFlight:
    """Calls now in progress per key."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: Counter[str] = Counter()

    def enter(self, key: str, limit: float | None) -> bool:
        """Take a place; False, and no place taken, when all are taken."""
        with self._lock:
            if limit is not None and self._running[key] >= limit:
                return False
            self._running[key] += 1
            return True

    def leave(self, key: str) -> None:
        """Give the place back."""
        with self._lock:
            self._running[key] -= 1
