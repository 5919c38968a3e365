"""The shapes of preview and preflight: what would become of one record, or of a queue."""

from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, Field

from gateway.api.document_schemas import FaultOut
from gateway.api.record_schemas import DecisionOut
from gateway.api.schemas import ListQuery


class PreflightBody(BaseModel):
    """Which invoices; nothing given means everything that is pending."""

    status: list[str] = Field([], description="Statuses; pending_sync by default.")
    cause: str = Field("", max_length=60, description="Code of a fault.")
    q: str = Field("", max_length=200, description="Autotask id, number or client.")
    from_on: str = Field("", alias="from", description="First invoice date, YYYY-MM-DD.")
    to: str = Field("", description="Last invoice date, YYYY-MM-DD.")


class PreflightStarted(BaseModel):
    id: str
    message: str


class SumOut(BaseModel):
    """Sums of an account, a tax type or a month; credit notes are negative."""

    key: str
    currency: str
    count: int
    net: Decimal
    tax: Decimal


class CauseOfOut(BaseModel):
    """`level` is blocker, hold, skip or warning; `ids` are the first records."""

    level: str
    code: str
    title: str
    count: int
    ids: list[int]


class NewContactOut(BaseModel):
    company_id: int
    company: str


class FiguresOut(BaseModel):
    """`outcomes` counts send, update, void, hold, stop and skip; `kinds` documents by kind and status."""

    outcomes: dict[str, int]
    kinds: dict[str, int]
    accounts: list[SumOut]
    tax_types: list[SumOut]
    months: list[SumOut]
    causes: list[CauseOfOut]
    contacts: list[NewContactOut]
    contacts_cut: bool = Field(False, description="There are more contacts than are listed.")


class PreflightOut(BaseModel):
    """`state` is waiting, running, done or failed; `result` grows while it is running."""

    id: str
    by: str
    state: str
    created_at: datetime
    finished_at: datetime | None
    total: int
    done: int
    message: str
    result: FiguresOut


class PreflightList(BaseModel):
    items: list[PreflightOut]
    next_cursor: str | None


class RowQuery(ListQuery):
    outcome: str = Field("", description="send, update, void, hold, stop or skip.")


class PreflightRowOut(BaseModel):
    """What one record would become."""

    autotask_id: int
    number: str
    company: str
    issued_on: str
    currency: str
    total: str
    outcome: str
    code: str
    message: str
    accounts: list[str]
    tax_types: list[str]
    warnings: list[str]
    new_contact: str


class PreflightRowList(BaseModel):
    items: list[PreflightRowOut]
    next_cursor: str | None


class PreviewOut(BaseModel):
    """What would become of it, in `message` as a whole. `payload` is the exact body, as text.

    It is null when nothing could be made of the invoice. Of one that is in Xero (update) it is what
    Xero's document is read for and compared with.
    """

    outcome: str
    message: str
    payload: str | None
    decisions: list[DecisionOut]
    warnings: list[str]
    hold_code: str | None
    fault: FaultOut | None
    new_contact: str | None
