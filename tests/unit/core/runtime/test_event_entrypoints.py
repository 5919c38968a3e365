"""The ladder that a message climbs when its handler fails."""

from core.domain.errors import UnavailableError
from core.runtime import topology
from core.runtime.event_entrypoints import ATTEMPT, headers_for_later, next_place


def test_each_attempt_waits_longer_and_the_sixth_is_the_last() -> None:
    names = [next_place(attempt).name for attempt in range(7)]
    waits = [f"counterfoil.retry.{seconds}s" for seconds in (1, 5, 15, 60, 300)]
    assert names == [*waits, "counterfoil.dead", "counterfoil.dead"]


def test_the_message_carries_its_story_but_not_the_brokers_notes() -> None:
    old = {"nameko.trace": "t", "x-death": [{"count": 3}], "x-delivery-count": 2, ATTEMPT: 1}
    assert headers_for_later(old, 2, KeyError("a customer's name"), "evt-queue") == {
        "nameko.trace": "t",
        ATTEMPT: 2,
        "counterfoil-error": "KeyError",
        "counterfoil-queue": "evt-queue",
    }


def test_our_own_errors_are_told_in_their_words() -> None:
    told = headers_for_later({}, 1, UnavailableError("The database is not reachable."), "q")
    assert told["counterfoil-error"] == "The database is not reachable."


def test_each_actor_has_an_exchange_for_its_events() -> None:
    assert [topology.event_exchange(actor).name for actor in topology.ACTORS] == [
        "autotask_ingestion.events", "xero_posting.events", "purchase_order_sync.events",
        "payment_sync.events", "sync_log.events",
    ]  # fmt: skip
