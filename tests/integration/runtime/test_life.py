"""How an actor starts, stops and is seen from outside."""

import signal
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.domain.errors import UnavailableError
from core.runtime.rpc_client import RpcClient
from tests.integration.conftest import make_broker, make_database
from tests.integration.runtime.conftest import Sample
from tests.stack import wait_until

Make = Callable[[dict[str, str]], Sample]
Ring = Callable[..., None]


def test_an_actor_that_is_first_waits_for_broker_and_database(
    make_sample: Make, product_environment: dict[str, str], tmp_path: Path
) -> None:
    late_broker, late_database = make_broker(tmp_path), make_database(tmp_path)
    uris = {"AMQP_URI": late_broker.uri, "MONGO_URI": late_database.uri()}
    sample = make_sample({**product_environment, **uris})
    sample.start(wait=False)
    wait_until(lambda: "The actor starts when it answers" in sample.text())
    assert not sample.part.is_ready()
    try:
        late_broker.epmd.start()
        late_broker.node.start()
        wait_until(lambda: "MongoDB is away" in sample.text())
        late_database.node.start()
        sample.wait_ready()
        assert sample.exit_code is None
    finally:
        sample.kill()
        late_database.node.stop()
        late_broker.stop()


def test_sigterm_before_the_broker_is_there_ends_the_process_at_once(
    make_sample: Make, product_environment: dict[str, str]
) -> None:
    sample = make_sample({**product_environment, "AMQP_URI": "amqp://nobody:here@127.0.0.1:9/x"})
    sample.start(wait=False)
    wait_until(lambda: "The actor starts when it answers" in sample.text())
    sample.signal(signal.SIGTERM)
    assert sample.wait_gone(3) == 0


def test_a_stop_lets_running_handlers_end_and_hands_waiting_messages_back(
    make_sample: Make, product_environment: dict[str, str], ring: Ring
) -> None:
    sample = make_sample({**product_environment, "MAX_WORKERS": "3"})
    sample.start()
    for number in range(6):
        ring("invoices_pending", {"n": number, "seconds": 4})
    wait_until(lambda: sum(note.startswith("begin") for note in sample.notes) >= 2)
    sample.signal(signal.SIGTERM)
    assert sample.wait_gone(20) == 0

    begun = {note.split()[1] for note in sample.notes if note.startswith("begin")}
    ended = {note.split()[1] for note in sample.notes if note.startswith("end")}
    assert begun == ended
    assert len(begun) < 6

    sample.start()
    wait_until(lambda: all(f"end {number}" in sample.notes for number in range(6)))
    assert sum(note.startswith("begin") for note in sample.notes) == 6


def test_a_handler_that_outlasts_the_grace_is_left_and_its_message_comes_again(
    make_sample: Make, product_environment: dict[str, str], ring: Ring
) -> None:
    sample = make_sample({**product_environment, "GRACE_SECONDS": "1"})
    sample.start()
    ring("invoices_pending", {"n": 7, "seconds": 6})
    wait_until(sample.noted("begin 7"))
    sample.signal(signal.SIGTERM)
    assert sample.wait_gone(5) == 75

    sample.start()
    wait_until(sample.noted("end 7"))
    assert sample.notes.count("begin 7") == 2


def test_kill_9_in_a_handler_leads_to_another_delivery(sample: Sample, ring: Ring) -> None:
    ring("invoices_pending", {"n": 8, "seconds": 2})
    wait_until(sample.noted("begin 8"))
    sample.kill()
    sample.start()
    wait_until(sample.noted("end 8"))


def test_a_request_whose_caller_gave_up_is_not_carried_out_later(
    sample: Sample, rpc: RpcClient
) -> None:
    sample.kill()
    with pytest.raises(UnavailableError):
        rpc.call("payment_sync", "ring", timeout_seconds=1, event="run_finished")
    sample.start()
    assert rpc.call("payment_sync", "echo", text="new")["text"] == "new"
    assert "run_finished" not in sample.text()


def test_health_answers_while_every_worker_is_busy(sample: Sample, rpc: RpcClient) -> None:
    with ThreadPoolExecutor(10) as threads:
        calls = [
            threads.submit(rpc.call, "payment_sync", "echo", 8, text="busy", seconds=3)
            for _ in range(10)
        ]
        with urllib.request.urlopen(f"{sample.health}/healthz", timeout=1) as response:
            assert response.status == 200
        assert all(call.result()["ok"] for call in calls)
    with urllib.request.urlopen(f"{sample.health}/metrics", timeout=1) as response:
        metrics = response.read().decode()
    assert 'method="echo",result="ok",service="payment_sync"} 10.0' in metrics


def test_a_slow_tick_is_neither_run_twice_at_once_nor_made_up_for(
    make_sample: Make, product_environment: dict[str, str]
) -> None:
    sample = make_sample({**product_environment, "SAMPLE_TICK_SECONDS": "1.5"})
    sample.start()
    before = sample.notes.count("tick")
    started = sample.notes_file.stat().st_mtime
    wait_until(lambda: sample.notes.count("tick") >= before + 4)
    assert sample.notes_file.stat().st_mtime - started > 4 * 1.5 - 1


def test_missing_settings_are_all_named_in_one_message(
    make_sample: Make, product_environment: dict[str, str]
) -> None:
    told = {k: v for k, v in product_environment.items() if k not in ("AMQP_URI", "SECRET_KEY")}
    sample = make_sample({**told, "MAX_WORKERS": "none"})
    sample.start(wait=False)
    assert sample.wait_gone(20) == 2
    assert "AMQP_URI is missing. SECRET_KEY is missing. MAX_WORKERS:" in sample.text()
