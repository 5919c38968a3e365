"""After a failed try the next ones fail at once, for a while that grows with the time it took."""

import pytest

from core.runtime import event_publisher
from core.runtime.event_publisher import (
    CONFIRM_SECONDS,
    LONGEST_REST_SECONDS,
    SHORTEST_REST_SECONDS,
    EventPublisher,
    NotPublishedError,
    Rest,
)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


class Link:
    """In the place of nameko's publisher: each try takes `seconds` and fails while `is_away`."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.is_away = True
        self.seconds = 0.0
        self.tries = 0

    def publish(self, _payload: object, **_options: object) -> None:
        self.tries += 1
        self.clock.now += self.seconds
        if self.is_away:
            raise ConnectionRefusedError("refused")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(event_publisher, "time", made)
    return made


@pytest.fixture
def link(clock: Clock) -> Link:
    return Link(clock)


@pytest.fixture
def events(link: Link) -> EventPublisher:
    return EventPublisher(link, Rest())


def fails(events: EventPublisher) -> bool:
    try:
        events.publish("invoices_pending", {}, {}, mandatory=False)
    except NotPublishedError:
        return True
    return False


def test_tries_rest_after_a_failure_and_begin_again_by_themselves(
    events: EventPublisher, link: Link, clock: Clock
) -> None:
    assert fails(events)
    assert fails(events)
    assert link.tries == 1
    link.is_away = False
    clock.now += SHORTEST_REST_SECONDS
    assert not fails(events)
    assert not fails(events)
    assert link.tries == 3


@pytest.mark.parametrize(
    ("try_took", "rest"), [(0.0, SHORTEST_REST_SECONDS), (5.0, 10.0), (60.0, LONGEST_REST_SECONDS)]
)
def test_a_slow_failure_rests_longer(
    events: EventPublisher, link: Link, clock: Clock, try_took: float, rest: float
) -> None:
    link.seconds = try_took
    assert fails(events)
    clock.now += rest - 0.1
    assert fails(events)
    assert link.tries == 1
    clock.now += 0.2
    assert fails(events)
    assert link.tries == 2


@pytest.mark.parametrize(("try_took", "tries_of_others"), [(0.0, 1), (CONFIRM_SECONDS, 0)])
def test_only_a_broker_that_keeps_one_waiting_is_left_alone_by_the_others_too(
    clock: Clock, try_took: float, tries_of_others: int
) -> None:
    frozen, mine, others = Rest(), Link(clock), Link(clock)
    mine.seconds = try_took
    assert fails(EventPublisher(mine, frozen))
    assert fails(EventPublisher(others, frozen))
    assert others.tries == tries_of_others
