"""Broker and database go away, shortly, for long or by freezing; the actor's process stays and goes on."""

import signal
import time
from collections.abc import Callable, Iterator
from threading import Timer

import pytest

from core.domain.errors import UnavailableError
from core.runtime.rpc_client import RpcClient
from tests.integration.conftest import Broker, Database
from tests.integration.runtime.conftest import Sample
from tests.integration.runtime.test_messages import stored_lines
from tests.integration.runtime.way import Way
from tests.stack import wait_until

Ring = Callable[..., None]
QUEUES = ("rpc-payment_sync", "payment_sync.heard", "payment_sync.keep")
"""What the sample actor consumes from."""


@pytest.fixture(autouse=True)
def healed(broker: Broker, database: Database) -> Iterator[None]:
    """Whatever a test did to the shared nodes is mended for the next one."""
    yield
    for node in (broker.node, database.node):
        node.signal(signal.SIGCONT)
        if node.exit_code is not None:
            node.start()
        node.wait_ready()


def answers(rpc: RpcClient, text: str) -> bool:
    try:
        return bool(rpc.call("payment_sync", "echo", timeout_seconds=2, text=text)["ok"])
    except UnavailableError:
        return False


def test_after_the_broker_was_killed_the_same_process_goes_on(
    sample: Sample, broker: Broker, rpc: RpcClient, ring: Ring
) -> None:
    wait_until(lambda: broker.has_written_down(*QUEUES), what="the broker knows its queues")
    ring("invoices_pending", {"n": 1, "seconds": 1})
    wait_until(sample.noted("begin 1"))
    broker.node.kill()
    wait_until(sample.noted("end 1"))
    broker.node.start()
    wait_until(lambda: answers(rpc, "again"), 10, "the actor answers again")
    ring("invoices_pending", {"n": 2})
    wait_until(sample.noted("end 2"), 5)
    assert sample.exit_code is None
    assert told_once(sample)


def test_an_actor_works_through_a_longer_outage_and_is_back_at_once(
    far_sample: Sample, way: Way, rpc: RpcClient, ring: Ring
) -> None:
    assert answers(rpc, "before")
    way.cut()
    ticks = far_sample.notes.count("tick")
    wait_until(lambda: far_sample.notes.count("tick") >= ticks + 20, 30, "the tick goes on")
    way.mend()
    wait_until(lambda: answers(rpc, "again"), 5, "the actor answers again")
    ring("invoices_pending", {"n": 3})
    wait_until(far_sample.noted("end 3"), 5)
    assert far_sample.exit_code is None
    assert told_once(far_sample)


def told_once(sample: Sample) -> bool:
    said = sample.text()
    return (said.count("RabbitMQ is away"), said.count("RabbitMQ is back")) == (1, 1)


def test_sigterm_during_an_outage_of_the_broker_is_obeyed(far_sample: Sample, way: Way) -> None:
    way.cut()
    wait_until(lambda: "RabbitMQ is away" in far_sample.text())
    far_sample.signal(signal.SIGTERM)
    assert far_sample.wait_gone(8) == 0


def test_a_call_that_runs_when_the_broker_goes_does_not_kill_the_actor(
    far_sample: Sample, way: Way, rpc: RpcClient
) -> None:
    assert answers(rpc, "before")
    cut = Timer(0.5, way.cut)
    cut.start()
    with pytest.raises(UnavailableError):
        rpc.call("payment_sync", "echo", timeout_seconds=5, text="lost", seconds=1.5)
    cut.join()
    way.mend()
    wait_until(lambda: answers(rpc, "again"), 10)
    assert far_sample.exit_code is None


def test_a_caller_whose_link_breaks_is_told_at_once_and_goes_on_later(
    sample: Sample, way: Way
) -> None:
    client = RpcClient(way.uri)
    try:
        assert answers(client, "before")
        cut = Timer(0.5, way.cut)
        cut.start()
        began = time.monotonic()
        with pytest.raises(UnavailableError):
            client.call("payment_sync", "echo", timeout_seconds=20, text="lost", seconds=15)
        assert time.monotonic() - began < 5
        cut.join()
        way.mend()
        wait_until(lambda: answers(client, "again"), 10)
    finally:
        client.close()


def test_no_call_and_no_doorbell_hangs_on_a_frozen_broker(
    sample: Sample, broker: Broker, rpc: RpcClient
) -> None:
    assert answers(rpc, "before")
    broker.node.signal(signal.SIGSTOP)
    for _ in range(2):
        began = time.monotonic()
        with pytest.raises(UnavailableError):
            rpc.call("payment_sync", "echo", timeout_seconds=2, text="frozen")
        assert time.monotonic() - began < 9
    broker.node.signal(signal.SIGCONT)
    wait_until(lambda: answers(rpc, "again"), 60, "the actor answers after the thaw")
    assert sample.exit_code is None


def test_log_lines_written_during_an_outage_are_in_the_store_once(
    far_sample: Sample, way: Way, product_environment: dict[str, str]
) -> None:
    way.cut()
    wait_until(lambda: stored_lines(product_environment["MONGO_URI"]) >= {"tick"}, 20)


def test_a_stopped_database_is_a_sentence_and_its_return_is_enough(
    sample: Sample, database: Database, rpc: RpcClient
) -> None:
    assert rpc.call("payment_sync", "ask_database") == {"ok": True}
    database.node.kill()
    answer = rpc.call("payment_sync", "ask_database", timeout_seconds=10)
    assert answer["problem"]["code"] == "unavailable"
    assert "database is not reachable" in answer["problem"]["message"]
    wait_until(lambda: not sample.part.is_ready(), 10)
    database.node.start()
    wait_until(lambda: rpc.call("payment_sync", "ask_database", timeout_seconds=10)["ok"], 20)
    sample.wait_ready()
    assert sample.exit_code is None
    assert sample.text().count("MongoDB is away") == 1
    assert "Traceback" not in sample.text()


def test_a_frozen_database_gives_an_answer_within_its_deadline(
    sample: Sample, database: Database, rpc: RpcClient
) -> None:
    database.node.signal(signal.SIGSTOP)
    began = time.monotonic()
    answer = rpc.call("payment_sync", "ask_database", timeout_seconds=10)
    assert answer["problem"]["code"] == "unavailable"
    assert time.monotonic() - began < 6
