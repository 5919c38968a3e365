"""The shapes of one invoice or purchase order, with everything that is known about it."""

from datetime import date as day
from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from gateway.api.document_schemas import DocumentOut
from gateway.api.schemas import CommandBody


class RecordCommandBody(CommandBody):
    """Why, and of which state of the record it is said."""

    version: int | None = Field(
        None,
        ge=0,
        description="`version` of the record as it was read; 409 if it has changed since. Without "
        "one nothing is compared.",
    )


class FixBody(BaseModel):
    """What is chosen; `option` and `key` only where the record offers several rows."""

    value: str = Field(min_length=1, max_length=100)
    option: str | None = None
    key: list[str] | None = None
    version: int | None = Field(None, ge=0, description="As for commands.")


class FixChoiceOut(BaseModel):
    """An entry of Xero's list."""

    value: str
    label: str


class FixOut(BaseModel):
    """A row of the options that mends the fault; `choices` is null where Xero's list was never read."""

    option: str
    key: list[str]
    label: str
    choices: list[FixChoiceOut] | None


class DecisionOut(BaseModel):
    """A choice taken for Xero; `line` is the Autotask id of the line it is about, if it is."""

    subject: str
    value: str
    reason: str
    line: int | None


class TraceOut(BaseModel):
    """What Diagnostic Mode recorded; `kind` is decision, call or answer."""

    at: datetime
    kind: str
    title: str
    body: str


class LineOut(BaseModel):
    """A line with the decisions taken for Xero."""

    autotask_id: int
    description: str
    quantity: Decimal | None
    rate: Decimal | None
    net: Decimal | None
    tax: Decimal | None
    billing_code: str
    account_code: str
    account_reason: str
    tax_type: str
    tax_reason: str


class HistoryOut(BaseModel):
    """One step; `from` is null for the first one."""

    model_config = ConfigDict(serialize_by_alias=True)
    at: datetime
    source: str | None = Field(serialization_alias="from")
    target: str | None = Field(serialization_alias="to")
    code: str
    message: str
    by: str
    run_id: str | None


class SentOut(BaseModel):
    """The document's own part of a request to Xero, as it was sent."""

    at: datetime | None = Field(description="The latest send; null for what has not left yet.")
    document: dict[str, object]


class DocumentDetail(DocumentOut):
    """A row with everything else that is known about it."""

    version: int = Field(description="Grows with every change; commands may name the one they saw.")
    created_at: datetime
    ingested_at: datetime
    completed_at: datetime | None
    written_back_at: datetime | None = Field(description="When Autotask was told.")
    write_back_refusal: str = Field(description="Why Autotask did not take it; empty if it did.")
    write_back_next_at: datetime | None = Field(description="When it is told again.")
    write_back_refused_at: datetime | None = Field(description="When that was given up.")
    order_number: str
    tax_region: str
    voided: bool
    attempts: int
    not_before: datetime | None = Field(description="It is not sent before that.")
    removed_at: datetime | None = Field(description="When somebody took it off the list.")
    checking_since: datetime | None
    xero_status: str
    xero_total: Decimal | None
    amount_due: Decimal | None
    paid_on: day | None
    lines: list[LineOut]
    decisions: list[DecisionOut]
    trace: list[TraceOut]
    history: list[HistoryOut]
    fix: list[FixOut] = Field(description="What `POST …/fix` takes; empty if no row mends it.")
    sent: SentOut | None = Field(description="What was last sent of it.")
    raw: dict[str, object] | None = Field(description="Autotask's own JSON as it was last read.")
