"""The shapes of lists of invoices and purchase orders."""

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


class DocumentList(BaseModel):
    items: list[DocumentOut]
    next_cursor: str | None
