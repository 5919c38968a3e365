"""The shapes of invoices and purchase orders, in lists and one by one."""

from datetime import date as day
from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from gateway.api.schemas import ListQuery, Reason


class DocumentQuery(ListQuery):
    """Filters of a list of documents."""

    model_config = ConfigDict(populate_by_name=True)
    status: list[str] = Field([], description="One or several; repeat it or separate by commas.")
    cause: str = Field(
        "",
        description="Code of a fault; with status=skipped alone the code of a skip, with "
        "status=pending_sync alone that of a hold; WRITE_BACK_GIVEN_UP with status=complete alone are "
        "those of which Autotask could not be told.",
    )
    q: str = Field("", description="Autotask id, number, Xero number, client, or a status.")
    from_on: str = Field("", alias="from", description="First invoice date, YYYY-MM-DD.")
    to: str = Field("", description="Last invoice date, YYYY-MM-DD.")
    sort: str = Field("-updated", description="updated, id, party, date, total, status; - turns.")


class HoldOut(Reason):
    """Why it waits, and when it is looked at again."""

    next_look_at: datetime | None
    until: datetime | None = Field(description="The same as `next_look_at`, by its older name.")


class FaultOut(Reason):
    """A cause of the catalogue, with this document's values."""

    side: str
    title: str
    next_step: str
    retry_helps: bool
    link: str | None = Field(description="The place where the cause is mended.")
    vendor_text: str


class SkipOut(Reason):
    """Which rule, or which person."""

    by: str


class DifferenceOut(BaseModel):
    """A field that both sides say differently."""

    field: str
    autotask: str
    xero: str


class NoticeOut(Reason):
    """Something to know; `differences` after a Resync that Xero did not allow."""

    differences: list[DifferenceOut]


class DocumentOut(BaseModel):
    """A row of a list. For purchase orders `company` is the vendor."""

    autotask_id: int
    number: str | None
    company: str
    date: day | None
    due_date: day | None
    currency: str
    subtotal: Decimal | None
    tax: Decimal | None
    total: Decimal | None
    status: str
    hold: HoldOut | None
    fault: FaultOut | None
    skip: SkipOut | None
    notice: NoticeOut | None
    intent: str | None = Field(
        description="`void`: Autotask voided it, and its document in Xero follows."
    )
    xero_id: str | None
    xero_number: str | None
    xero_url: str | None
    updated_at: datetime


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


class DocumentDetail(DocumentOut):
    """A row with everything else that is known about it."""

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
    checking_since: datetime | None
    xero_status: str
    xero_total: Decimal | None
    amount_due: Decimal | None
    paid_on: day | None
    lines: list[LineOut]
    decisions: list[DecisionOut]
    trace: list[TraceOut]
    history: list[HistoryOut]
    raw: dict[str, object] | None = Field(description="Autotask's own JSON as it was last read.")


class DocumentList(BaseModel):
    items: list[DocumentOut]
    next_cursor: str | None
