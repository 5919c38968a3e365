"""A line of the sync log (product.md L1)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4


class Level(StrEnum):
    """How much a line matters to a person."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One sentence about one thing that happened. The id makes writing it twice harmless."""

    connection: str
    at: datetime
    service: str
    code: str
    message: str
    level: Level = Level.INFO
    run_id: str | None = None
    autotask_id: int | None = None
    xero_id: str | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=lambda: uuid4().hex)

    def as_message(self) -> dict[str, Any]:
        """The JSON form that travels to the logging actor."""
        return {
            "connection": self.connection,
            "at": self.at.isoformat(),
            "service": self.service,
            "code": self.code,
            "message": self.message,
            "level": self.level.value,
            "run_id": self.run_id,
            "autotask_id": self.autotask_id,
            "xero_id": self.xero_id,
            "detail": self.detail,
            "id": self.id,
        }
