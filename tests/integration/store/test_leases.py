from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from core.domain.errors import LeaseLostError
from core.store import leases
from core.store.leases import Lease
from tests.integration.conftest import Server
from tests.integration.store.conftest import all_at_once

AsOwner = Callable[[str], AbstractContextManager[None]]
pytestmark = pytest.mark.usefixtures("server")


def _run_out(server: Server, job: str = "kauri/post") -> None:
    """Let the time of a lease pass, on the clock that counts: the server's."""
    server.leases.update_one(
        {"_id": job},
        [{"$set": {"until_at": {"$subtract": ["$$NOW", 1]}}}],
    )


def _taken(lease: Lease | None) -> Lease:
    assert lease is not None
    return lease


def test_one_of_two_instances_gets_the_job(as_owner: AsOwner) -> None:
    with as_owner("a"):
        assert leases.acquire("kauri/post", 15)
    with as_owner("b"):
        assert leases.acquire("kauri/post", 15) is None


def test_not_even_its_holder_gets_a_job_twice() -> None:
    assert leases.acquire("kauri/post", 15)
    assert leases.acquire("kauri/post", 15) is None


def test_another_job_or_connection_is_free() -> None:
    assert leases.acquire("kauri/post", 15)
    assert leases.acquire("kauri/ingest", 15)
    assert leases.acquire("rata/post", 15)


def test_of_many_at_the_same_moment_exactly_one_gets_a_new_job() -> None:
    for turn in range(5):
        got = all_at_once(lambda _, job=f"job {turn}": leases.acquire(job, 15))  # type: ignore[misc]
        assert sum(lease is not None for lease in got) == 1


def test_of_many_at_the_same_moment_exactly_one_follows_a_dead_holder(server: Server) -> None:
    leases.acquire("kauri/post", 15)
    _run_out(server)
    got = [lease for lease in all_at_once(lambda _: leases.acquire("kauri/post", 15)) if lease]
    assert [lease.fence for lease in got] == [2]


def test_every_take_over_raises_the_fence(server: Server) -> None:
    fences = []
    for _ in range(4):
        fences.append(_taken(leases.acquire("kauri/post", 15)).fence)
        _run_out(server)
    assert fences == [1, 2, 3, 4]


def test_a_holder_that_slept_too_long_finds_its_lease_lost(
    server: Server, as_owner: AsOwner
) -> None:
    with as_owner("a"):
        slept = _taken(leases.acquire("kauri/post", 15))
    _run_out(server)
    with as_owner("b"):
        assert leases.acquire("kauri/post", 15)
    with as_owner("a"), pytest.raises(LeaseLostError, match="kauri/post"):
        leases.renew(slept)


def test_a_lease_that_ran_out_is_lost_even_if_nobody_followed(server: Server) -> None:
    lease = _taken(leases.acquire("kauri/post", 15))
    _run_out(server)
    with pytest.raises(LeaseLostError):
        leases.renew(lease)


def test_a_fence_does_not_help_another_owner(as_owner: AsOwner) -> None:
    with as_owner("a"):
        lease = _taken(leases.acquire("kauri/post", 15))
    with as_owner("b"), pytest.raises(LeaseLostError):
        leases.renew(lease)


def test_renewing_prolongs_from_the_servers_now(server: Server) -> None:
    lease = _taken(leases.acquire("kauri/post", 15))
    server.leases.update_one(
        {"_id": "kauri/post"}, [{"$set": {"until_at": {"$add": ["$$NOW", 2_000]}}}]
    )
    leases.renew(lease)
    left = {"$subtract": ["$until_at", "$$NOW"]}
    within = {"$and": [{"$gt": [left, 13_000]}, {"$lte": [left, 15_000]}]}
    assert server.leases.find_one({"_id": "kauri/post", "$expr": within})


def test_a_lease_let_go_is_free_for_the_next(server: Server) -> None:
    leases.release(_taken(leases.acquire("kauri/post", 15)))
    is_over = {"$expr": {"$lte": ["$until_at", "$$NOW"]}}
    assert server.leases.find_one({"_id": "kauri/post", **is_over})


def test_letting_go_of_a_lost_lease_does_not_free_the_new_holders(
    server: Server, as_owner: AsOwner
) -> None:
    with as_owner("a"):
        lost = _taken(leases.acquire("kauri/post", 15))
    _run_out(server)
    with as_owner("b"):
        held = _taken(leases.acquire("kauri/post", 15))
    with as_owner("a"):
        leases.release(lost)
    with as_owner("b"):
        leases.renew(held)
