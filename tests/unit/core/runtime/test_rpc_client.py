"""Whether the broker is there, as pages ask it."""

import time

from core.runtime.rpc_client import RpcClient
from tests.stack import wait_until

_NOBODY_THERE = "amqp://nobody:nothing@127.0.0.1:1/"


def test_asking_whether_the_broker_is_there_never_waits_for_it() -> None:
    client = RpcClient(_NOBODY_THERE)
    try:
        began = time.monotonic()
        asked = [client.is_connected() for _ in range(100)]
        assert time.monotonic() - began < 0.25
        assert asked[0] is True, "a link that is only just being made is no outage"
        wait_until(lambda: not client.is_connected(), 10, "the outage is told")
    finally:
        client.close()
