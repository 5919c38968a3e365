"""Trouble: killed actors, lost broker and database, vendors that fail. Nothing is lost or doubled."""

import signal
import urllib.error
import urllib.request
from collections.abc import Iterator

import psutil
import pytest

from tests.e2e import world
from tests.stack import Stack, wait_until

pytestmark = pytest.mark.timeout(400)

BACKLOG = 200


@pytest.fixture(autouse=True)
def mended(demo: Stack) -> Iterator[None]:
    """What a failed test left broken would stop all that come after it."""
    yield
    for vendor in ("XERO", "AUTOTASK"):
        world.mend_vendor(demo, vendor)


def all_sent(demo: Stack, ids: list[int]) -> bool:
    return world.in_status(demo, ids, "complete") == len(ids)


@pytest.mark.parametrize(
    "actor",
    ["autotask_ingestion", "xero_posting", "sync_log", "purchase_order_sync", "payment_sync"],
)
def test_an_actor_killed_in_the_middle_of_a_backlog_makes_no_difference(
    demo: Stack, actor: str
) -> None:
    last_call = world.calls(demo, "XERO")[-1]["n"]
    victim = demo.process(actor)
    ids = world.bill(demo, BACKLOG)
    demo.post(f"{world.CONNECTION}/sync-now")
    wait_until(lambda: world.calls(demo, "XERO", last_call), 40, "posting has begun")
    victim.kill()
    wait_until(lambda: all_sent(demo, ids), 120, "all are sent")
    assert world.disagreements(demo) == []
    wait_until(lambda: is_new(demo, actor, victim.pid), 40, f"{actor} runs again")


def is_new(demo: Stack, actor: str, old_pid: int) -> bool:
    return any(each.pid != old_pid for each in demo.named(actor))


def test_the_poster_killed_while_xero_is_answering(demo: Stack) -> None:
    world.break_vendor(demo, "XERO", "slow", "PUT Invoices", 1, seconds=3)
    calls_before = len(world.calls(demo, "XERO"))
    victim = demo.process("xero_posting")
    ids = world.bill(demo, 60)
    demo.post(f"{world.CONNECTION}/sync-now")
    wait_until(lambda: world.in_status(demo, ids, "processing") > 0, 40, "a batch is claimed")
    victim.send_signal(signal.SIGKILL)
    wait_until(lambda: all_sent(demo, ids), 120, "all are sent")
    assert len(world.calls(demo, "XERO")) > calls_before
    assert world.disagreements(demo) == []


@pytest.mark.parametrize("fault", ["drop_after_commit", "drop_before_commit", "truncated_body"])
def test_a_lost_answer_is_found_out_and_nothing_is_sent_twice(demo: Stack, fault: str) -> None:
    world.break_vendor(demo, "XERO", fault, "PUT Invoices", 1)
    ids = world.bill(demo, 5)
    demo.post(f"{world.CONNECTION}/sync-now")
    wait_until(lambda: all_sent(demo, ids), 60, "all are sent")
    assert world.disagreements(demo) == []


def test_rabbitmq_killed_and_back_again(demo: Stack) -> None:
    demo.process("rabbitmq").kill()
    ids = world.bill(demo, 3)
    wait_until(lambda: all_sent(demo, ids), 120, "all are sent: the sweep needs no bell")
    wait_until(lambda: code_of(demo, "/sync-now") == 200, 90, "requests are answered again")
    assert world.disagreements(demo) == []


def code_of(demo: Stack, command: str) -> int:
    """How the API answers a command; 503 with a sentence while the broker is away."""
    try:
        demo.post(f"{world.CONNECTION}{command}")
    except urllib.error.HTTPError as error:
        return error.code
    return 200


def test_mongod_killed_gives_a_sentence_and_goes_on_by_itself(demo: Stack) -> None:
    mongod = demo.process("mongod")
    mongod.suspend()
    try:
        # On a busy machine it still answers until one of its threads has had a turn.
        wait_until(lambda: mongod.status() == psutil.STATUS_STOPPED, 20, "it stands still")
        with pytest.raises(urllib.error.HTTPError) as refused:
            demo.get("/api/v1/connections", timeout=30)
        assert refused.value.code == 503
        assert "database" in refused.value.read().decode().lower()
    finally:
        mongod.kill()
    ids = world.bill(demo, 3)
    wait_until(lambda: is_up(demo) and all_sent(demo, ids), 120, "all are sent")
    assert world.disagreements(demo) == []


def is_up(demo: Stack) -> bool:
    try:
        demo.get("/api/v1/connections")
    except (urllib.error.HTTPError, OSError):
        return False
    return True


@pytest.mark.parametrize(
    ("vendor", "fault", "endpoint", "state"),
    [
        ("XERO", "disconnected", "PUT Invoices", "disconnected"),
        ("XERO", "unavailable", "PUT Invoices", "down"),
        ("AUTOTASK", "unavailable", "Invoices", "down"),
        ("AUTOTASK", "unauthorized", "Invoices", "unauthorized"),
    ],
)
def test_a_vendor_in_trouble_is_named_and_the_queue_goes_on_afterwards(
    demo: Stack, vendor: str, fault: str, endpoint: str, state: str
) -> None:
    side = vendor.lower()

    def health() -> dict[str, str]:
        found: dict[str, str] = demo.get(world.CONNECTION)[side]
        return found

    world.break_vendor(demo, vendor, fault, endpoint, 1_000)
    ids = world.bill(demo, 2)
    demo.post(f"{world.CONNECTION}/sync-now")
    wait_until(lambda: health()["state"] == state, 60, f"{side} is {state}")
    assert side in health()["message"].lower()
    assert world.in_status(demo, ids, "fault") == 0
    wait_until(lambda: line_about(demo, side, state), 30, "the log names it")
    world.mend_vendor(demo, vendor)
    demo.post(f"{world.CONNECTION}/sync-now")
    wait_until(lambda: all_sent(demo, ids), 300, "all are sent")
    assert health()["state"] == "ok"
    assert world.disagreements(demo) == []


def line_about(demo: Stack, side: str, state: str) -> bool:
    lines = demo.get(f"{world.CONNECTION}/logs?level=error&limit=50")["items"]
    return any(line["code"] == f"{side}_{state}".upper() for line in lines)


def test_an_unknown_id_is_a_page_that_says_so(demo: Stack) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        demo.get(f"{world.CONNECTION}/invoices/1")
    assert refused.value.code == 404
    assert "Traceback" not in refused.value.read().decode()
