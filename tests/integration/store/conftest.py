"""An empty database for each test, with every declared index."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any, TypeVar

import pytest

from core.store import connect
from core.store.views import clients
from tests.integration.conftest import EmptyLedger, Server

Result = TypeVar("Result")


@pytest.fixture(scope="module")
def _home(empty_ledger: EmptyLedger) -> Iterator[EmptyLedger]:
    connect.connect(empty_ledger.uri)
    yield empty_ledger
    connect.disconnect()


@pytest.fixture
def server(_home: EmptyLedger) -> Server:
    """The store is connected to it, empty; the value is for looking at it from outside."""
    # Clocks of tests stand still, so that names of another test would pass for these.
    clients._names.cache_clear()
    return _home.clear()


@pytest.fixture
def as_owner(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Speaks as another instance for the length of a block."""

    @contextmanager
    def speak(owner: str) -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr("core.store.leases.OWNER", owner)
            yield

    return speak


def all_at_once(work: Callable[[int], Result], threads: int = 8) -> list[Result]:
    """Call `work` in so many threads that start at the same moment."""
    start = Barrier(threads)

    def begin(number: int) -> Result:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(begin, range(threads)))
