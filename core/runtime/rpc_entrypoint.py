"""RPC methods of an actor whose death is never caused by a caller, a reply or a lost link."""

import logging
from typing import Any

from nameko.rpc import Responder, Rpc, RpcConsumer

from core.runtime import topology
from core.runtime.broker import BoundedPublisher
from core.runtime.queue_consumer import EnduringQueueConsumer
from core.runtime.trouble import problem_of

log = logging.getLogger(__name__)

Responder.publisher_cls = BoundedPublisher


class AnsweringRpcConsumer(RpcConsumer):
    """One queue for all RPC methods of an actor."""

    queue_consumer = EnduringQueueConsumer()

    def setup(self) -> None:
        """Give the queue the arguments of `topology` before it is declared."""
        super().setup()
        self.queue.queue_arguments = topology.RPC_ARGUMENTS

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        """Answer, and settle the message even when the answer can't be sent.

        The caller has a deadline and has given up by the time the broker is back; running its
        request again later would surprise it.
        """
        try:
            answered: tuple[Any, Any] = super().handle_result(message, result, exc_info)
        except Exception as problem:  # noqa: BLE001 - an answer nobody gets must not end the actor.
            log.warning("A caller could not be answered: %s", problem)
            self.queue_consumer.ack_message(message)
            return result, exc_info
        return answered


class SteadyRpc(Rpc):
    """An RPC method; trouble becomes an answer that a user can read."""

    rpc_consumer = AnsweringRpcConsumer()

    def after_trouble(self, problem: Exception) -> dict[str, Any]:
        """What the caller is told when a dependency is away."""
        return {"ok": False, "problem": problem_of(problem)}
