"""Doorbells that may be lost, log lines that may not, and messages that nobody can read."""

import uuid
from collections.abc import Callable

import pytest
from kombu import Connection, Queue

from core.runtime.event_entrypoints import ATTEMPT
from core.runtime.rpc_client import RemoteCallError, RpcClient
from tests.integration.conftest import Broker
from tests.integration.runtime.conftest import Sample
from tests.stack import wait_until

Ring = Callable[..., None]


def test_a_doorbell_whose_handler_fails_is_not_rung_again(
    shared_sample: Sample, ring: Ring
) -> None:
    ring("invoices_pending", {"n": 1, "error": "broken"})
    ring("invoices_pending", {"n": 2})
    wait_until(shared_sample.noted("end 2"))
    assert shared_sample.notes.count("begin 1") == 1


def test_a_body_that_is_no_json_object_is_dropped_and_the_next_one_handled(
    shared_sample: Sample, ring: Ring
) -> None:
    ring("invoices_pending", "garbage", content_type="application/octet-stream", serializer=None)
    ring("invoices_pending", [1, 2, 3])
    ring("invoices_pending", {"n": 3})
    wait_until(shared_sample.noted("end 3"))
    assert shared_sample.exit_code is None


def test_a_durable_message_is_tried_again_later(shared_sample: Sample, ring: Ring) -> None:
    # What went on failing would come to the actors of later tests.
    ring("log_line", {"n": 4, "error": "not now", "fails": 1})
    wait_until(lambda: shared_sample.notes.count("keep 4") == 2, 10)


def test_a_durable_message_ends_among_the_dead_letters(
    shared_sample: Sample, ring: Ring, broker: Broker
) -> None:
    ring("log_line", {"n": 5, "error": "never"}, headers={ATTEMPT: 5})
    with Connection(broker.uri) as connection:
        dead = Queue("counterfoil.dead", channel=connection.channel())
        wait_until(lambda: dead.queue_declare(passive=True).message_count > 0)
        letter = dead.get(no_ack=True)
    assert letter.payload == {"n": 5, "error": "never"}
    assert letter.headers["counterfoil-error"] == "LookupError"


def test_an_unknown_method_or_argument_is_answered(shared_sample: Sample, rpc: RpcClient) -> None:
    with pytest.raises(RemoteCallError, match="MethodNotFound"):
        rpc.call("payment_sync", "nothing")
    with pytest.raises(RemoteCallError, match="IncorrectSignature"):
        rpc.call("payment_sync", "echo", wrong=1)


def test_a_request_without_an_address_for_the_reply_does_not_kill_the_actor(
    shared_sample: Sample, rpc: RpcClient, broker: Broker
) -> None:
    with Connection(broker.uri) as connection:
        for body in ({"args": [], "kwargs": {"text": "x"}}, {"nonsense": True}, "text"):
            connection.Producer().publish(
                body, exchange="nameko-rpc", routing_key="payment_sync.echo"
            )
    assert rpc.call("payment_sync", "echo", text="alive")["text"] == "alive"
    assert shared_sample.exit_code is None


def test_log_lines_without_a_logging_actor_go_straight_to_the_store(
    shared_sample: Sample, rpc: RpcClient, shared_environment: dict[str, str]
) -> None:
    lines = [
        {"id": str(uuid.uuid4()), "connection": "kauri", "at": "2026-11-22T10:00:00+00:00",
         "level": "info", "service": "payment_sync", "code": "test", "message": "A line."}
        for _ in range(450)
    ]  # fmt: skip
    rpc.call("payment_sync", "write_lines", lines=lines)
    rpc.call("payment_sync", "write_lines", lines=lines)
    written = {line["id"] for line in lines}
    assert stored_lines(shared_environment["MONGO_URI"]) - {"tick"} == written


def stored_lines(mongo_uri: str) -> set[str]:
    from pymongo import MongoClient

    with MongoClient[dict[str, object]](mongo_uri) as client:
        return {str(line["_id"]) for line in client.get_default_database()["log_entries"].find()}
