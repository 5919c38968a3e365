"""Connections with the health of both sides, what is left of their budgets, and their last runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.domain.connection_settings import ConnectionSettings
from core.store.documents import (
    BudgetDocument,
    CheckpointDocument,
    ConnectionDocument,
    TokenSetDocument,
)
from core.store.views.reading import collection, read


@dataclass(frozen=True, slots=True)
class SideHealth:
    """`state` is ok, unknown, down, maintenance, limited, limited_minute, limited_day, refused,
    unauthorized, disconnected or scope_missing."""

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
    """Calls to one vendor. None means that nobody has said."""

    recent_calls: tuple[datetime, ...] = ()
    day_remaining: int | None = None
    minute_remaining: int | None = None
    hour_limit: int | None = None
    hour_used: int | None = None
    blocked_until_at: datetime | None = None
    blocked_reason: str = ""


@dataclass(frozen=True, slots=True)
class RunRow:
    """When a job last ran and when it will again."""

    last_run_at: datetime | None = None
    next_run_at: datetime | None = None
    running_since_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """One Autotask tenant joined to one Xero organisation, as screens need it."""

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

    @property
    def is_active(self) -> bool:
        return self.state == "active"

    @property
    def has_consent(self) -> bool:
        return self.token_expires_at is not None and not self.token_revoked


@read
def connections() -> tuple[ConnectionRow, ...]:
    """All of them, by name."""
    found = list(collection(ConnectionDocument).find({}, _PROJECTION).sort("name", 1))
    return _with_neighbours(found)


@read
def connection(connection_id: str) -> ConnectionRow | None:
    found = collection(ConnectionDocument).find_one({"_id": connection_id}, _PROJECTION)
    return _with_neighbours([found])[0] if found else None


_PROJECTION = {"autotask_sealed": 0}
_DEFAULT_POLL_SECONDS = 60
_NONE = object()


def _with_neighbours(found: list[dict[str, Any]]) -> tuple[ConnectionRow, ...]:
    """Budgets, token sets and checkpoints of all of them in three questions."""
    budgets = _by_id(
        BudgetDocument,
        [f"xero:{stored.get('xero_tenant_id')}" for stored in found]
        + [f"autotask:{stored['_id']}" for stored in found],
    )
    tokens = _by_id(TokenSetDocument, [stored.get("token_set_id") for stored in found])
    runs = _by_id(CheckpointDocument, [f"{stored['_id']}/ingest" for stored in found])
    return tuple(
        _row(
            stored,
            xero_budget=budgets.get(f"xero:{stored.get('xero_tenant_id')}", {}),
            autotask_budget=budgets.get(f"autotask:{stored['_id']}", {}),
            token=tokens.get(stored.get("token_set_id"), {}),
            run=runs.get(f"{stored['_id']}/ingest", {}),
        )
        for stored in found
    )


def _by_id(document: Any, keys: list[Any]) -> dict[Any, dict[str, Any]]:
    wanted = [key for key in keys if key]
    found = collection(document).find({"_id": {"$in": wanted}}, {"sealed": 0})
    return {stored["_id"]: stored for stored in found}


def _row(
    stored: dict[str, Any],
    *,
    xero_budget: dict[str, Any],
    autotask_budget: dict[str, Any],
    token: dict[str, Any],
    run: dict[str, Any],
) -> ConnectionRow:
    settings = stored.get("settings") or {}
    return ConnectionRow(
        id=stored["_id"],
        name=stored["name"],
        state=stored.get("state") or "paused",
        revision=stored.get("revision") or 0,
        updated_at=stored["updated_at"],
        poll_seconds=int(settings.get("poll_seconds") or _DEFAULT_POLL_SECONDS),
        autotask=_health(stored.get("autotask_health")),
        autotask_user=stored.get("autotask_user") or "",
        autotask_web_url=stored.get("autotask_web_url") or "",
        autotask_budget=_budget(autotask_budget),
        xero=_health(stored.get("xero_health")),
        xero_organisation=stored.get("xero_organisation") or "",
        xero_short_code=stored.get("xero_short_code") or "",
        xero_timezone=stored.get("xero_timezone") or "",
        xero_base_currency=stored.get("xero_base_currency") or "",
        xero_budget=_budget(xero_budget),
        token_expires_at=token.get("expires_at"),
        token_revoked=bool(token.get("revoked")),
        ingest=RunRow(run.get("last_run_at"), run.get("next_run_at"), run.get("running_since_at")),
        warnings=tuple(
            StandingWarning(code, warning.get("message") or "", warning.get("since_at"))
            for code, warning in sorted((stored.get("warnings") or {}).items())
        ),
        settings=_changed(settings),
    )


def _changed(settings: dict[str, Any]) -> dict[str, Any]:
    """The options that somebody has chosen; the others are as every connection has them."""
    usual = ConnectionSettings().model_dump(mode="json")
    return {name: value for name, value in settings.items() if usual.get(name, _NONE) != value}


def _health(health: dict[str, Any] | None) -> SideHealth:
    known = health or {}
    return SideHealth(
        state=known.get("state") or "unknown",
        message=known.get("message") or "",
        since_at=known.get("since_at"),
        last_good_at=known.get("last_good_at"),
    )


def _budget(stored: dict[str, Any]) -> BudgetRow:
    return BudgetRow(
        recent_calls=tuple(stored.get("calls") or ()),
        day_remaining=stored.get("day_remaining"),
        minute_remaining=stored.get("minute_remaining"),
        hour_limit=stored.get("hour_limit"),
        hour_used=stored.get("hour_used"),
        blocked_until_at=stored.get("blocked_until_at"),
        blocked_reason=stored.get("blocked_reason") or "",
    )
