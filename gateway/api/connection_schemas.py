"""The shapes of a connection: the health of both sides, its budgets, its options."""

from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, Field

from gateway.api.schemas import Reason


class SideOut(BaseModel):
    """Health of one side: ok, unknown, down, maintenance, limited, limited_minute, limited_day,
    limited_share, limited_threads, refused, not_permitted, unauthorized, disconnected or scope_missing."""

    state: str
    message: str
    since_at: datetime | None
    last_good_at: datetime | None


class HourOut(BaseModel):
    """Autotask's calls of the hour: `used` by all integrations of the tenant, at `read_at`.

    We wait as soon as `stop_at`, our share of the limit, is reached, whoever made the calls.
    """

    limit: int
    used: int
    is_own: bool = Field(
        description="Ours alone are counted, because Autotask tells its count to nobody."
    )
    share: Decimal
    stop_at: int
    read_at: datetime | None


class AutotaskOut(SideOut):
    user: str
    zone: str | None = Field(description="Host of the tenant's zone, once it was looked up.")
    shared_with: str | None = Field(
        description="The connection that has the tenant's sign-in, if it is another one."
    )
    calls_this_hour: int | None
    calls_per_hour: int | None
    hour: HourOut | None = Field(
        description="Null while Autotask has not told its count in the last hour; so are the two before."
    )


class XeroOut(SideOut):
    organisation: str
    base_currency: str
    timezone: str
    token_expires_at: datetime | None
    calls_left_today: int | None
    blocked_until: datetime | None
    blocked_reason: str | None


class StandingWarningOut(Reason):
    """Something of the connection that stops nothing."""

    since_at: datetime | None


class ConnectionOut(BaseModel):
    """One Autotask tenant joined to one Xero organisation."""

    id: str
    name: str
    state: str
    autotask: AutotaskOut
    xero: XeroOut
    warnings: list[StandingWarningOut]
    settings: dict[str, object] = Field(description="The options that are not as by default.")
    last_run_at: datetime | None
    next_run_at: datetime | None = Field(
        description="Null while no look is planned, as while Autotask refuses the sign-in."
    )
    updated_at: datetime


class ConnectionList(BaseModel):
    items: list[ConnectionOut]
    next_cursor: str | None


class CauseOut(BaseModel):
    code: str
    title: str
    count: int


class VolumeOut(BaseModel):
    """What reached Xero in a month, by the organisation's calendar."""

    month: str
    count: int
    value: dict[str, Decimal]


class SummaryOut(BaseModel):
    """The figures of the product dashboard."""

    connection: str
    state: str
    counts: dict[str, int]
    total: int
    held: int
    causes: list[CauseOut]
    this_month: VolumeOut
    last_month: VolumeOut
    autotask: AutotaskOut
    xero: XeroOut
    last_run_at: datetime | None
    next_run_at: datetime | None = Field(
        description="Null while no look is planned, as while Autotask refuses the sign-in."
    )
