"""The shapes of the audit: simulations, contact reports, lists compared, the trail."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from gateway.api.preflight_schemas import PreviewOut
from gateway.api.schemas import ListQuery


class VerdictOut(BaseModel):
    """What ingestion would do: come_in, hold, skip or stop."""

    outcome: str
    code: str
    message: str


class SimulatedOut(PreviewOut):
    """`verdict` is null for an invoice that is in the ledger; `read_at` too."""

    autotask_id: int
    in_ledger: bool
    verdict: VerdictOut | None = None
    read_at: datetime | None = None


class ContactReportOut(BaseModel):
    """`state` is waiting, running, done, stopped or failed; `counts` are companies by verdict."""

    id: str
    by: str
    state: str
    created_at: datetime
    finished_at: datetime | None
    total: int
    done: int
    counts: dict[str, int]
    message: str


class ContactReportList(BaseModel):
    items: list[ContactReportOut]
    next_cursor: str | None


class ContactReportStarted(BaseModel):
    id: str
    message: str


class CompanyQuery(ListQuery):
    verdict: str = Field("", description="Only companies with this verdict.")


class ContactReportStopped(BaseModel):
    message: str


class FoundContactOut(BaseModel):
    """A contact of Xero's."""

    id: str = ""
    name: str = ""
    account_number: str = ""
    email: str = ""
    is_archived: bool = False


class CompanyOut(BaseModel):
    """What Xero has for one company.

    `verdict` is linked, by_number, by_account, by_name, none, several, archived, taken or gone.
    """

    company_id: int
    company: str
    verdict: str
    message: str
    contacts: list[FoundContactOut]


class CompanyList(BaseModel):
    items: list[CompanyOut]
    next_cursor: str | None


class DiscrepancyOut(BaseModel):
    """`stops`: invoices stop by it. Use and money are of the last 12 months."""

    table: str
    section: str
    name: str
    message: str
    stops: bool
    lines: int
    money: dict[str, Decimal]
    faults: int


class ComparisonOut(BaseModel):
    """`notes` say what could not be compared."""

    items: list[DiscrepancyOut]
    notes: list[str]
    next_cursor: str | None


class TrailQuery(ListQuery):
    model_config = ConfigDict(populate_by_name=True)
    who: str = Field("", description="An e-mail address, or token:name.")
    action: str = Field("", description="What was done, such as resync or settings.")
    from_at: str = Field("", alias="from", description="A day (UTC) or an instant, included.")
    to: str = Field("", description="A day (UTC) or an instant, included.")


class DeedOut(BaseModel):
    """`scope` is installation for what concerns no connection, as signing in does.

    `outcome` is unknown where no answer came: it may have been done.
    """

    at: datetime
    who: str
    action: str
    subject: str
    reason: str
    scope: Literal["connection", "installation"]
    outcome: Literal["done", "unknown"]


class DeedList(BaseModel):
    items: list[DeedOut]
    next_cursor: str | None
