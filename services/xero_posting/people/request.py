"""What a person or a program asks about one invoice, and how it is told afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.domain.events import Event
from core.domain.status import Status
from core.runtime.answers import Answer, problem
from core.runtime.journal import Journal
from core.store.invoices import Step


@dataclass(frozen=True, slots=True)
class Request:
    """Who wants something done to which invoice, and why.

    `expected` is how many steps of its history the person saw; without it nothing is compared.
    """

    connection_id: str
    autotask_id: int
    by: str
    reason: str | None = None
    expected: int | None = None

    @property
    def where(self) -> tuple[str, int]:
        return self.connection_id, self.autotask_id

    def step(self, code: str, sentence: str, now: datetime) -> Step:
        """The line of history of what was asked; the sentence comes without its full stop."""
        because = f" Reason: {self.reason}" if self.reason else ""
        return Step(code, f"{sentence}.{because}", self.by, now)


def unknown(request: Request) -> Answer:
    return problem(
        "not_found", f"Connection {request.connection_id} has no invoice {request.autotask_id}."
    )


def tell(
    request: Request,
    step: Step,
    status: Status,
    journal: Journal,
    announce: Callable[[str, dict[str, Any]], None],
) -> None:
    """A log line, and a ring for the screens."""
    journal.info(step.code, step.message, autotask_id=request.autotask_id)
    journal.flush()
    announce(
        Event.DOCUMENT_STATUS_CHANGED,
        {
            "connection_id": request.connection_id,
            "kind": "invoice",
            "autotask_ids": [request.autotask_id],
            "status": status.value,
        },
    )
