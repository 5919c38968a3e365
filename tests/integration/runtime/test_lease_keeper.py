"""A short lease that lives as long as its holder does."""

import secrets
from collections.abc import Iterator
from typing import Any

import eventlet
import pytest
from pymongo import MongoClient

from core.domain.errors import LeaseLostError
from core.runtime import lease_keeper
from core.runtime.lease_keeper import holding
from core.store import connect, leases
from tests.integration.conftest import Database


@pytest.fixture
def server(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty ledger, and leases that beat three times in each of their two seconds."""
    name = f"leases_{secrets.token_hex(6)}"
    connect.connect(database.uri(name))
    client: MongoClient[dict[str, Any]] = MongoClient(database.uri(name), tz_aware=True)
    monkeypatch.setattr(lease_keeper, "LEASE_SECONDS", 2)
    yield client[name]
    client.drop_database(name)
    client.close()
    connect.disconnect()


def _wait(seconds: float) -> None:
    """Let the beat run, as a holder does that waits for an answer."""
    eventlet.sleep(seconds)


def test_a_holder_that_works_longer_than_its_lease_keeps_it(server: Any) -> None:
    with holding("job") as lease:
        assert lease
        _wait(3)
        assert leases.acquire("job", 2) is None
        leases.renew(lease)


def test_a_job_that_somebody_has_is_not_to_be_had(server: Any) -> None:
    assert leases.acquire("job", 15)
    with holding("job") as lease:
        assert lease is None


def test_a_job_is_let_go_when_its_block_ends_even_by_an_error(server: Any) -> None:
    with pytest.raises(ZeroDivisionError), holding("job"):
        raise ZeroDivisionError
    _wait(0.01)
    with holding("job") as lease:
        assert lease
        assert lease.fence == 2


def test_a_beat_under_a_lost_lease_stops_and_does_not_take_it_back(server: Any) -> None:
    with holding("job") as lease:
        assert lease
        server.leases.update_one({"_id": "job"}, {"$set": {"owner": "another", "fence": 9}})
        _wait(1.5)
        assert server.leases.find_one({"_id": "job"})["owner"] == "another"
        with pytest.raises(LeaseLostError):
            leases.renew(lease)
    assert server.leases.find_one({"_id": "job"})["fence"] == 9
