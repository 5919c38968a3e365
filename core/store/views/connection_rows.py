"""A connection's row: the health of both sides, what is left of their budgets, and its last runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.domain.connection_settings import ConnectionSettings


@dataclass(frozen=True, slots=True)
class SideHealth:
    """`state` is ok, unknown, down, maintenance, limited, limited_minute, limited_day,
    limited_share, limited_threads, refused, not_permitted, unauthorized, disconnected or scope_missing."""

    state: str
    message: str
    since_at: datetime | None
    last_good_at: datetime | None


@dataclass(frozen=True, slots=True)
class StandingWarning:
    """Something of the connection that stops nothing and that a person should know."""

    code: str
    message: str
    since_at: datetime | None


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """Calls to one vendor. None means that nobody has said.

    `hour_is_own` where Autotask tells its count to nobody and ours alone are counted.
    """

    recent_calls: tuple[datetime, ...] = ()
    day_remaining: int | None = None
    minute_remaining: int | None = None
    hour_limit: int | None = None
    hour_used: int | None = None
    hour_read_at: datetime | None = None
    hour_is_own: bool = False
    blocked_until_at: datetime | None = None
    blocked_reason: str = ""


@dataclass(frozen=True, slots=True)
class RunRow:
    """When a job last ran and when it will again."""

    last_run_at: datetime | None = None
    next_run_at: datetime | None = None
    running_since_at: datetime | None = None


_USUAL = ConnectionSettings()


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """One Autotask tenant joined to one Xero organisation, as screens need it.

    What is said of Autotask is said of the tenant: a connection with `autotask_of` shows what
    stands at the connection that has the tenant's credentials.
    """

    id: str
    name: str
    state: str
    revision: int
    updated_at: datetime
    poll_seconds: int
    autotask: SideHealth
    autotask_user: str
    autotask_web_url: str
    autotask_budget: BudgetRow
    xero: SideHealth
    xero_organisation: str
    xero_short_code: str
    xero_timezone: str
    xero_base_currency: str
    xero_budget: BudgetRow
    token_expires_at: datetime | None
    token_revoked: bool
    ingest: RunRow
    warnings: tuple[StandingWarning, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    autotask_of: str = ""
    autotask_zone_url: str = ""
    autotask_share: Decimal = _USUAL.autotask_share

    @property
    def is_active(self) -> bool:
        return self.state == "active"

    @property
    def has_consent(self) -> bool:
        return self.token_expires_at is not None and not self.token_revoked

    @property
    def is_shut_out(self) -> bool:
        """Nobody calls Autotask while it refuses our sign-in."""
        return self.autotask.state == "unauthorized"

    @property
    def next_look_at(self) -> datetime | None:
        """What was planned before a refused sign-in does not happen."""
        return None if self.is_shut_out else self.ingest.next_run_at

    @property
    def autotask_key(self) -> str:
        """The connection that has the credentials of the Autotask tenant."""
        return self.autotask_of or self.id


@dataclass(frozen=True, slots=True)
class Neighbors:
    """What belongs to a connection in other documents; `tenant` is who has Autotask's side.

    `pauses` are those between looks that active connections of the tenant wish.
    """

    tenant: Mapping[str, Any]
    xero_budget: Mapping[str, Any]
    autotask_budget: Mapping[str, Any]
    token: Mapping[str, Any]
    run: Mapping[str, Any]
    pauses: Sequence[int] = ()


_NONE = object()


def make_connection_row(stored: Mapping[str, Any], beside: Neighbors) -> ConnectionRow:
    tenant, run = beside.tenant, beside.run
    reading = tenant.get("settings") or {}
    return ConnectionRow(
        id=stored["_id"],
        name=stored["name"],
        state=stored.get("state") or "paused",
        revision=stored.get("revision") or 0,
        updated_at=stored["updated_at"],
        poll_seconds=min([pause_in(reading), *beside.pauses]),
        autotask=_health(tenant.get("autotask_health")),
        autotask_user=tenant.get("autotask_user") or "",
        autotask_web_url=tenant.get("autotask_web_url") or "",
        autotask_budget=_budget(beside.autotask_budget),
        xero=_health(stored.get("xero_health")),
        xero_organisation=stored.get("xero_organisation") or "",
        xero_short_code=stored.get("xero_short_code") or "",
        xero_timezone=stored.get("xero_timezone") or "",
        xero_base_currency=stored.get("xero_base_currency") or "",
        xero_budget=_budget(beside.xero_budget),
        token_expires_at=beside.token.get("expires_at"),
        token_revoked=bool(beside.token.get("revoked")),
        ingest=RunRow(run.get("last_run_at"), run.get("next_run_at"), run.get("running_since_at")),
        warnings=_warnings(stored.get("warnings") or {}),
        settings=_changed(stored.get("settings") or {}),
        autotask_of=stored.get("autotask_of") or "",
        autotask_zone_url=tenant.get("autotask_zone_url") or "",
        autotask_share=Decimal(str(reading.get("autotask_share") or _USUAL.autotask_share)),
    )


def pause_in(settings: Mapping[str, Any]) -> int:
    return int(settings.get("poll_seconds") or _USUAL.poll_seconds)


def _changed(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The options that somebody has chosen; the others are as every connection has them."""
    usual = _USUAL.model_dump(mode="json")
    return {name: value for name, value in settings.items() if usual.get(name, _NONE) != value}


def _warnings(stored: Mapping[str, Mapping[str, Any]]) -> tuple[StandingWarning, ...]:
    return tuple(
        StandingWarning(code, warning.get("message") or "", warning.get("since_at"))
        for code, warning in sorted(stored.items())
    )


def _health(health: Mapping[str, Any] | None) -> SideHealth:
    known = health or {}
    return SideHealth(
        state=known.get("state") or "unknown",
        message=known.get("message") or "",
        since_at=known.get("since_at"),
        last_good_at=known.get("last_good_at"),
    )


def _budget(stored: Mapping[str, Any]) -> BudgetRow:
    return BudgetRow(
        recent_calls=tuple(stored.get("calls") or ()),
        day_remaining=stored.get("day_remaining"),
        minute_remaining=stored.get("minute_remaining"),
        hour_limit=stored.get("hour_limit"),
        hour_used=stored.get("hour_used"),
        hour_read_at=stored.get("hour_read_at"),
        hour_is_own=bool(stored.get("hour_is_own")),
        blocked_until_at=stored.get("blocked_until_at"),
        blocked_reason=stored.get("blocked_reason") or "",
    )
