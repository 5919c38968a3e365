"""A database that is not there is told within seconds, whatever is asked of it."""

import time
from collections.abc import Iterator

import pytest
from pymongo.errors import ServerSelectionTimeoutError

from core.store import connect
from tests.stack import free_port


@pytest.fixture(autouse=True)
def _nowhere() -> Iterator[None]:
    connect.connect(f"mongodb://127.0.0.1:{free_port()}/counterfoil")
    yield
    connect.disconnect()


def test_no_index_is_waited_for_where_no_database_is() -> None:
    began = time.monotonic()
    with pytest.raises(ServerSelectionTimeoutError):
        connect.create_indexes()
    assert time.monotonic() - began < 10
