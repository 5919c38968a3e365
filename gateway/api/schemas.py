"""The shapes that the JSON API takes and gives. Money is a decimal text, an instant is UTC."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

State = Literal["active", "paused"]


class ListQuery(BaseModel):
    """Paging, common to all lists."""

    limit: int = Field(100, ge=1, le=500, description="Rows of one page.")
    cursor: str | None = Field(None, description="`next_cursor` of the page before.")


class LogQuery(ListQuery):
    """Filters of the sync log."""

    model_config = ConfigDict(populate_by_name=True)
    autotask_id: int | None = None
    from_at: str = Field("", alias="from", description="A day (UTC) or an instant, included.")
    to: str = Field("", description="A day (UTC) or an instant, included.")
    level: list[str] = Field([], description="info, warning, error; one or several.")
    q: str = Field("", description="Text in the message.")
    run: str = Field("", description="Id of a run.")


class AnalyticsQuery(BaseModel):
    """How far back."""

    months: int = Field(12, ge=1, le=120)


class CommandBody(BaseModel):
    """Why; kept in the audit trail and in the document's history."""

    reason: str | None = Field(None, max_length=500)


class ResyncCauseBody(CommandBody):
    """Which faults are sent again."""

    cause: str = Field(min_length=1, max_length=60, description="Code of a fault.")


class ResyncManyOut(BaseModel):
    """`refused` counts what was left alone, by its reason."""

    moved: int
    refused: dict[str, int]
    message: str


class UnknownRefusalOut(BaseModel):
    """A text of Xero's that nobody knew yet; `shape` has its values replaced."""

    shape: str
    count: int
    first_at: datetime
    last_at: datetime
    example: str
    autotask_id: int


class UnknownRefusalList(BaseModel):
    """The latest first. `total` counts refusals, not texts."""

    items: list[UnknownRefusalOut]
    total: int
    next_cursor: str | None


class ConnectionBody(BaseModel):
    """What is to change: the wanted state (not a toggle), options, or both.

    `settings` holds the options to change; the others stay. All are checked before any is saved.
    """

    model_config = ConfigDict(extra="forbid")
    state: State | None = None
    settings: dict[str, object] | None = None

    @model_validator(mode="after")
    def say_something(self) -> "ConnectionBody":
        """A body without a change is a mistake of who sent it."""
        if self.state is None and self.settings is None:
            raise ValueError("say what is to change: state, settings, or both")
        return self


class Reason(BaseModel):
    """Why a document is where it is."""

    code: str
    message: str


class LogLineOut(BaseModel):
    """A line of the sync log."""

    id: str
    at: datetime
    level: str
    service: str
    code: str
    message: str
    autotask_id: int | None
    xero_id: str | None
    run_id: str | None
    detail: dict[str, object]


class LogList(BaseModel):
    items: list[LogLineOut]
    next_cursor: str | None
    searched_back_to: datetime | None = None


class CommandOut(BaseModel):
    """`status` is the document's status now."""

    status: str
    message: str


class SyncNowOut(BaseModel):
    """`started` is false when a run was on already."""

    started: bool
    message: str


class CurrencyMonthOut(BaseModel):
    """Complete invoices by invoice date; credit notes are negative."""

    currency: str
    count: int
    credit_notes: int
    net: Decimal
    total: Decimal
    faults: int


class MonthOut(BaseModel):
    month: str
    count: int
    faults: int
    currencies: list[CurrencyMonthOut]


class AnalyticsOut(BaseModel):
    months: list[MonthOut]
