"""An outage is told once when it begins and once when it ends."""

import logging
import time

import pytest

from core.runtime.outage import Outage


def test_many_failures_make_two_lines(caplog: pytest.LogCaptureFixture) -> None:
    outage = Outage(logging.getLogger("test"), "RabbitMQ", "Doorbells are not rung.")
    for _ in range(5):
        outage.begins("refused")
        assert outage.is_on
    for _ in range(3):
        outage.ends()
        assert not outage.is_on
    first, second = caplog.messages
    assert first == "RabbitMQ is away (refused). Doorbells are not rung."
    assert second.startswith("RabbitMQ is back after ")


def test_success_without_a_failure_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    Outage(logging.getLogger("test"), "RabbitMQ", "").ends()
    assert caplog.messages == []


def test_a_call_that_began_before_says_nothing_of_now(caplog: pytest.LogCaptureFixture) -> None:
    outage = Outage(logging.getLogger("test"), "MongoDB", "")
    before = time.monotonic()
    outage.begins("gone", tried_at=before)
    outage.ends(tried_at=before - 1)
    assert len(caplog.messages) == 1
    outage.ends(tried_at=time.monotonic())
    outage.begins("late", tried_at=before)
    assert len(caplog.messages) == 2
    assert not outage.is_on
