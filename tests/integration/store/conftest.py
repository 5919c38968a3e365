"""An empty database for each test, with every declared index."""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any, TypeVar

import pytest
from pymongo import MongoClient
from pymongo.database import Database as MongoDatabase

from core.store import connect
from tests.integration.conftest import Database

Result = TypeVar("Result")
Server = MongoDatabase[dict[str, Any]]


@pytest.fixture(scope="module")
def _home(database: Database) -> Iterator[Server]:
    name = f"store_{secrets.token_hex(6)}"
    connect.connect(database.uri(name))
    connect.create_indexes()
    client: MongoClient[dict[str, Any]] = MongoClient(database.uri(name), tz_aware=True)
    yield client[name]
    client.drop_database(name)
    client.close()
    connect.disconnect()


@pytest.fixture
def server(_home: Server) -> Server:
    """The store is connected to it, empty; the value is for looking at it from outside."""
    _home.drop_collection("system.profile")
    for name in _home.list_collection_names():
        _home[name].delete_many({})
    return _home


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
