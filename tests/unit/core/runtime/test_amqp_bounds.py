"""No AMQP wait without a limit."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from amqp.abstract_channel import AbstractChannel

from core.runtime import amqp_bounds


class Link:
    """A connection on which no frame ever comes."""

    def __init__(self) -> None:
        self.limits: list[float | None] = []

    def drain_events(self, timeout: float | None = None) -> None:
        self.limits.append(timeout)
        raise TimeoutError


@pytest.fixture(autouse=True)
def unbounded_again() -> Iterator[None]:
    before = AbstractChannel.wait
    yield
    AbstractChannel.wait = before


@pytest.mark.parametrize(("asked", "limit"), [(None, 3.0), (1.0, 1.0)])
def test_a_wait_without_a_limit_gets_one_and_a_given_one_is_kept(
    asked: float | None, limit: float
) -> None:
    amqp_bounds.bound_waits(3.0)
    amqp_bounds.bound_waits(3.0)
    link = Link()
    channel = SimpleNamespace(connection=link, _pending={})
    with pytest.raises(TimeoutError):
        AbstractChannel.wait(channel, (10, 41), timeout=asked)
    assert link.limits == [limit]
