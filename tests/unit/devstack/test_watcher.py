"""How long the stack waits before it starts again what has ended."""

from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import pytest
from circus.watcher import Watcher

from devstack import watcher
from devstack.watcher import PatientWatcher

KILLED = 9
EXIT_1 = 1 << 8


class Clock:
    """Both clocks of the module, moved by the test."""

    now = 1_000.0

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now


class Rig:
    """A watcher whose process lives and dies on paper."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.said: list[str] = []
        self.spawned: list[float] = []
        self.watcher = PatientWatcher(
            "gateway", "true", report=self.said.append, changed=self._note_spawn
        )
        self.watcher._status = "active"

    def _note_spawn(self, _name: str) -> None:
        self.spawned.append(self.clock.now)

    def live_and_die(self, seconds: float, status: int = KILLED) -> None:
        process: Any = SimpleNamespace(started=self.clock.now)
        self.watcher.processes = {2**22 + 1: process}
        self.clock.now += seconds
        self.watcher.reap_process(2**22 + 1, status)

    def seconds_until_the_next_start(self) -> float:
        died_at, starts = self.clock.now, len(self.spawned)
        while len(self.spawned) == starts and self.clock.now < died_at + 60:
            self.watcher.spawn_processes()
            self.clock.now += 0.5
        return self.spawned[-1] - died_at


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Rig:
    clock = Clock()
    monkeypatch.setattr(watcher, "time", clock)
    monkeypatch.setattr(Watcher, "reap_process", lambda *_: None)
    spawned: Future[None] = Future()
    spawned.set_result(None)
    monkeypatch.setattr(Watcher, "spawn_processes", lambda _self: spawned)
    return Rig(clock)


def test_the_pause_grows_to_half_a_minute_and_no_further(rig: Rig) -> None:
    pauses = []
    for _ in range(7):
        rig.live_and_die(1)
        pauses.append(rig.seconds_until_the_next_start())
    assert pauses == [1, 2, 4, 8, 16, 30, 30]


def test_a_long_life_is_followed_by_a_short_pause(rig: Rig) -> None:
    for _ in range(5):
        rig.live_and_die(1)
    rig.live_and_die(61)
    assert rig.seconds_until_the_next_start() == 1


def test_the_end_is_told_with_its_cause(rig: Rig) -> None:
    rig.live_and_die(1, KILLED)
    rig.live_and_die(1, EXIT_1)
    assert rig.said == [
        "gateway ended (killed by signal 9); starting again in 1 s.",
        "gateway ended (exit code 1); starting again in 2 s.",
    ]


def test_an_end_that_was_asked_for_is_not_news(rig: Rig) -> None:
    rig.watcher._status = "stopping"
    rig.live_and_die(5)
    assert rig.said == []
