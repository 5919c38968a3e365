"""Calling an actor from a plain process with many threads."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.domain.errors import UnavailableError
from core.runtime.rpc_client import RemoteCallError, RpcClient
from tests.integration.runtime.conftest import Sample


def test_eight_threads_share_one_client_and_each_gets_its_own_answer(
    shared_sample: Sample, rpc: RpcClient
) -> None:
    def ask(number: int) -> str:
        answer: str = rpc.call("payment_sync", "echo", text=str(number))["text"]
        return answer

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(200))) == [str(number) for number in range(200)]


def test_trouble_in_the_actor_is_an_answer_with_a_sentence(
    shared_sample: Sample, rpc: RpcClient
) -> None:
    assert rpc.call("payment_sync", "fail", how="trouble") == {
        "ok": False,
        "problem": {"code": "unavailable", "message": "Xero is not reachable."},
    }


def test_a_bug_in_the_actor_is_told_apart_from_trouble(
    shared_sample: Sample, rpc: RpcClient
) -> None:
    with pytest.raises(RemoteCallError, match="LookupError"):
        rpc.call("payment_sync", "fail", how="badly")


def test_a_time_limit_that_leaves_a_handler_is_answered_too(
    shared_sample: Sample, rpc: RpcClient
) -> None:
    for _ in range(15):
        with pytest.raises(RemoteCallError, match="HandlerStoppedError"):
            rpc.call("payment_sync", "fail", how="limit")
    assert rpc.call("payment_sync", "echo", text="still here")["text"] == "still here"


def test_a_service_that_nobody_ever_started_is_refused_at_once(rpc: RpcClient) -> None:
    began = time.monotonic()
    with pytest.raises(UnavailableError, match="The posting service is not answering"):
        rpc.call("xero_posting", "preview", connection_id="kauri", autotask_id=1)
    assert time.monotonic() - began < 3


def test_an_actor_that_is_too_slow_gives_a_sentence_at_the_deadline(
    shared_sample: Sample, rpc: RpcClient
) -> None:
    began = time.monotonic()
    with pytest.raises(UnavailableError, match="not answering"):
        rpc.call("payment_sync", "echo", timeout_seconds=1, text="slow", seconds=4)
    assert 0.9 < time.monotonic() - began < 2
