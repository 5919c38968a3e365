"""Actors that answer as a test wants them to, and what they do to the ledger."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from core.domain.papers import Form
from core.store.documents import ConnectionDocument, InvoiceDocument
from tests.factories.world.invoices import keep_paper


@dataclass
class StubRpc:
    """Answers like the actors would, and remembers what it was asked."""

    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    connected: bool = True

    def is_connected(self) -> bool:
        return self.connected

    def call(self, service: str, method: str, timeout_seconds: float = 5, **arguments: Any) -> Any:
        self.calls.append((service, method, arguments))
        answer = self.answers.get(method, {"ok": True, "message": f"{method} done."})
        if isinstance(answer, Exception):
            raise answer
        return answer(arguments) if callable(answer) else answer


def resync_in_store(arguments: dict[str, Any]) -> dict[str, Any]:
    """What the posting actor does to the document, as far as a screen can see."""
    InvoiceDocument._get_collection().update_one(
        {"_id": f"{arguments['connection_id']}/{arguments['autotask_id']}"},
        {"$set": {"status": "pending_sync", "updated_at": datetime.now(UTC)}},
    )
    return {"ok": True, "status": "pending_sync", "message": "It is queued again."}


def switch_in_store(arguments: dict[str, Any]) -> dict[str, Any]:
    """What the ingestion actor does to the connection when its switch is pressed."""
    ConnectionDocument._get_collection().update_one(
        {"_id": arguments["connection_id"]}, {"$set": {"state": arguments["state"]}}
    )
    return {"ok": True, "state": arguments["state"], "message": "It is switched."}


def keeps_page(html: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What the ingestion actor does when a page of Autotask's is wanted."""

    def fetch(arguments: dict[str, Any]) -> dict[str, Any]:
        keep_paper(arguments["autotask_id"], Form.HTML, html.encode(), arguments["connection_id"])
        return {"ok": True, "message": "It was fetched from Autotask."}

    return fetch
