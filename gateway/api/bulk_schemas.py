"""The shapes of actions on many documents."""

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator


class BulkBody(BaseModel):
    """What to do to which: ids, or everything that fits a list's query string."""

    action: Literal["resync", "skip", "unskip", "remove"]
    ids: list[int] | None = Field(None, min_length=1, max_length=10_000)
    filter: str | None = Field(
        None, max_length=2000, description="A list's query string; empty means everything."
    )
    include_complete: bool = Field(False, description="Also those that are in Xero already.")
    reason: str = Field("", max_length=500)
    key: str = Field(
        "", max_length=64, description="The same key a second time is the same action, not another."
    )

    @model_validator(mode="after")
    def choose_one(self) -> Self:
        """Everything by mistake would be a very large mistake."""
        if (self.ids is None) == (self.filter is None):
            raise ValueError("give either ids or filter")
        return self


class RefusedOut(BaseModel):
    """One that was left as it was, and why."""

    autotask_id: int
    reason: str


class BulkOut(BaseModel):
    """How far an action is. `refused` counts what was left, by reason; `examples` are the first."""

    id: str
    action: str
    state: Literal["waiting", "running", "done", "stopped", "failed"]
    stop_asked: bool
    total: int | None = Field(description="null until a filter is counted.")
    done: int
    moved: int
    refused: dict[str, int]
    examples: list[RefusedOut]
    by: str
    reason: str
    message: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
