"""A connection's health in words: badges, what waits, the one banner that matters most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.domain.status import Status
from core.store.views.connections import BudgetRow, ConnectionRow, SideHealth
from core.store.views.documents import CauseGroup
from gateway import messages
from gateway.messages import plural
from gateway.presenters.document_rows import Lens, limit_sentence
from gateway.presenters.times import Moment, clock_time, moment_or_none

_TONES = {
    "ok": "ok",
    "unauthorized": "bad",
    "down": "warn",
    "limited": "warn",
    "refused": "warn",
    "unknown": "",
}
# A service that has not begun a run this long after its time is not at work.
_LATE = timedelta(minutes=1)
_XERO_CALLS_PER_MINUTE = 60
_WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Badge:
    """Word, icon and tone; the tone never stands alone."""

    name: str
    state: str
    label: str
    icon: str
    tone: str
    message: str


@dataclass(frozen=True, slots=True)
class SideCard:
    """One side on the dashboard."""

    badge: Badge
    account: str
    last_good: Moment | None
    details: tuple[str, ...]
    needs_consent: bool


@dataclass(frozen=True, slots=True)
class Banner:
    """`action` is "reconnect", "switch_on" or "" - which button the banner carries."""

    tone: Literal["bad", "warn"]
    title: str
    text: str
    action: str = ""
    causes: tuple[CauseGroup, ...] = ()
    fault_count: int = 0


@dataclass(frozen=True, slots=True)
class Engine:
    """The Paused/Active switch and when the engine last looked."""

    is_active: bool
    label: str
    text: str
    last_run: Moment | None
    next_run: Moment | None
    is_due: bool
    is_running: bool


def badges(connection: ConnectionRow) -> tuple[Badge, Badge]:
    return (
        _badge("Autotask", connection.autotask),
        _badge("Xero", xero_health(connection)),
    )


def xero_health(connection: ConnectionRow) -> SideHealth:
    """A token set that is gone or revoked says more than the last call did."""
    health = connection.xero
    if connection.has_consent or health.state == "unauthorized":
        return health
    return SideHealth(
        "unauthorized",
        "Nobody has signed in to Xero for this connection yet."
        if connection.token_expires_at is None
        else "The consent was withdrawn in Xero.",
        health.since_at,
        health.last_good_at,
    )


def engine(through: Lens) -> Engine:
    connection = through.connection
    active = connection.is_active
    seconds = connection.poll_seconds
    pause = f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"
    run = connection.ingest
    return Engine(
        is_active=active,
        label="Active" if active else "Paused",
        text=f"looks every {pause}" if active else "nothing is sent to Xero",
        last_run=moment_or_none(run.last_run_at, through.now, through.zone),
        next_run=moment_or_none(run.next_run_at, through.now, through.zone) if active else None,
        is_due=run.next_run_at is not None and run.next_run_at <= through.now,
        is_running=run.running_since_at is not None,
    )


def side_cards(through: Lens) -> tuple[SideCard, SideCard]:
    connection = through.connection
    autotask, xero = badges(connection)
    return (
        SideCard(
            badge=autotask,
            account=connection.autotask_user,
            last_good=moment_or_none(connection.autotask.last_good_at, through.now, through.zone),
            details=_autotask_details(connection.autotask_budget),
            needs_consent=False,
        ),
        SideCard(
            badge=xero,
            account=connection.xero_organisation,
            last_good=moment_or_none(connection.xero.last_good_at, through.now, through.zone),
            details=_xero_details(through),
            needs_consent=xero.state == "unauthorized",
        ),
    )


def banners(
    through: Lens,
    counts: Mapping[Status, int],
    causes: Sequence[CauseGroup],
    *,
    hears_commands: bool = True,
) -> tuple[Banner, ...]:
    """At most one red: a person must sign in again, else faults. Passing trouble is amber."""
    waiting = counts[Status.PENDING_SYNC] + counts[Status.PROCESSING]
    trouble = _trouble(through, waiting) or _own_trouble(through, hears_commands)
    shown = [trouble] if trouble else []
    if not through.connection.is_active and waiting:
        shown.append(_paused(waiting))
    if counts[Status.FAULT] and not any(banner.tone == "bad" for banner in shown):
        shown.append(_faults(counts[Status.FAULT], causes))
    return tuple(shown)


def _badge(name: str, health: SideHealth) -> Badge:
    state = health.state if health.state in messages.SIDE_LABELS else "unknown"
    icons = {"ok": "plug-connected", "unauthorized": "plug-connected-x", "unknown": "info-circle"}
    return Badge(
        name=name,
        state=state,
        label=messages.SIDE_LABELS[state],
        icon=icons.get(state, "alert-triangle"),
        tone=_TONES[state],
        message=health.message if state != "ok" else "",
    )


def _trouble(through: Lens, waiting: int) -> Banner | None:
    connection = through.connection
    sides = (("Xero", xero_health(connection)), ("Autotask", connection.autotask))
    for name, health in sides:
        if health.state == "unauthorized":
            return _unauthorized(name, health, waiting, through)
    for name, health in sides:
        if health.state == "down":
            return Banner("warn", f"{name} is not answering.", _going_on(health, waiting, through))
        if health.state == "refused":
            return Banner("warn", f"{name} refused a request.", _going_on(health, waiting, through))
    until = connection.xero_budget.blocked_until_at
    if until and (until - through.now).total_seconds() > _WINDOW_SECONDS:
        text = f"{limit_sentence(through)}. {_waiting(waiting)}"
        return Banner("warn", "Xero asked us to slow down.", text)
    return None


def is_late(connection: ConnectionRow, now: datetime) -> bool:
    """Tell whether the service that looks into Autotask has missed its time."""
    due_at = connection.ingest.next_run_at
    return due_at is not None and now - due_at > _LATE


def _own_trouble(through: Lens, hears_commands: bool) -> Banner | None:
    if not hears_commands:
        return Banner("warn", messages.BROKER_AWAY_TITLE, messages.BROKER_AWAY)
    due_at = through.connection.ingest.next_run_at
    if due_at is not None and is_late(through.connection, through.now):
        since = clock_time(due_at, through.now, through.zone)
        return Banner("warn", messages.LATE_TITLE, messages.LATE.format(since=since))
    return None


def _unauthorized(name: str, health: SideHealth, waiting: int, through: Lens) -> Banner:
    if name == "Xero":
        title, action = "Xero needs you to sign in again.", "reconnect"
    else:
        title, action = "Autotask does not accept our sign-in.", ""
    told = f"{health.message.rstrip('.')}. " if health.message else ""
    return Banner("bad", title, told + _since(health, through) + _waiting(waiting), action)


def _going_on(health: SideHealth, waiting: int, through: Lens) -> str:
    told = f"{health.message.rstrip('.')}. " if health.message else ""
    return told + _since(health, through) + _waiting(waiting)


def _since(health: SideHealth, through: Lens) -> str:
    if health.since_at is None:
        return ""
    return f"Since {clock_time(health.since_at, through.now, through.zone)} nothing gets through. "


def _waiting(waiting: int) -> str:
    if not waiting:
        return "Nothing is waiting; there is nothing to lose."
    one_or_more = "is waiting and goes" if waiting == 1 else "are waiting and go"
    return f"{plural(waiting, 'invoice')} {one_or_more} on by itself afterwards.".replace(
        "go on by itself", "go on by themselves"
    )


def _paused(waiting: int) -> Banner:
    verb = "is" if waiting == 1 else "are"
    text = f"{plural(waiting, 'invoice')} {verb} waiting. Nothing is sent to Xero until it is on."
    return Banner("warn", "Sync is paused.", text, "switch_on")


def _faults(count: int, causes: Sequence[CauseGroup]) -> Banner:
    verb = "needs" if count == 1 else "need"
    title = f"{plural(count, 'invoice')} {verb} attention"
    return Banner("bad", title, plural(len(causes), "cause"), "", tuple(causes), count)


def _autotask_details(budget: BudgetRow) -> tuple[str, ...]:
    if not budget.hour_limit:
        return ()
    return (f"{budget.hour_used or 0:,} of {budget.hour_limit:,} calls used this hour",)


def _xero_details(through: Lens) -> tuple[str, ...]:
    budget, expires = through.connection.xero_budget, through.connection.token_expires_at
    details = []
    usable = through.connection.has_consent and through.connection.xero.state != "unauthorized"
    if expires and usable:
        details.append(_token(expires, through))
    if budget.day_remaining is not None:
        details.append(f"{budget.day_remaining:,} calls left today")
    recent = [
        at for at in budget.recent_calls if (through.now - at).total_seconds() < _WINDOW_SECONDS
    ]
    details.append(f"{len(recent)} of {_XERO_CALLS_PER_MINUTE} calls in the last minute")
    return tuple(details)


def _token(expires: datetime, through: Lens) -> str:
    at = clock_time(expires, through.now, through.zone)
    return f"Token valid until {at}, renews itself"
