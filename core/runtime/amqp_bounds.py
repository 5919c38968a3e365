"""Gives every AMQP wait a time limit, because a frozen broker must not freeze a process.

py-amqp waits without any limit for the broker's OK to a declare, a close, a cancel or a publish.
"""

from typing import Any

from amqp.abstract_channel import AbstractChannel

_unbounded_wait = AbstractChannel.wait
_limit_seconds = 10.0


def bound_waits(seconds: float) -> None:
    """From now on no AMQP wait of this process lasts longer. Called once, at start."""
    global _limit_seconds  # noqa: PLW0603 - one process has one limit.
    _limit_seconds = seconds
    AbstractChannel.wait = _bounded_wait


def _bounded_wait(
    self: Any, method: Any, callback: Any = None, timeout: Any = None, returns_tuple: bool = False
) -> Any:
    limit = _limit_seconds if timeout is None else timeout
    return _unbounded_wait(self, method, callback, limit, returns_tuple)
