"""A connection's health in words: badges, both sides, the engine."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.store.views.connection_rows import ConnectionRow, SideHealth
from gateway.messages import frame as messages
from gateway.presenters.autotask_hour import hour_view
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, clock_time, moment_or_none

NEEDS_CONSENT = frozenset({"unauthorized", "disconnected", "scope_missing"})
"""States that only a person with the other side's password can end."""

_TONES = {
    "ok": "ok",
    "unauthorized": "bad",
    "disconnected": "bad",
    "scope_missing": "bad",
    "down": "warn",
    "maintenance": "warn",
    "limited": "warn",
    "limited_day": "warn",
    "limited_share": "warn",
    "limited_threads": "warn",
    # A minute passes before anybody has read about it.
    "limited_minute": "ok",
    "refused": "warn",
    "not_permitted": "warn",
    "unknown": "",
}
_ICONS = {
    "ok": "plug-connected",
    "limited_minute": "plug-connected",
    "unauthorized": "plug-connected-x",
    "disconnected": "plug-connected-x",
    "scope_missing": "plug-connected-x",
    "unknown": "info-circle",
}
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
    can_test: bool
    """Whether there is a sign-in that could be proved with one call."""


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
    xero = _badge("Xero", xero_health(connection))
    if is_never_connected(connection):
        # Nothing has gone wrong: it is a step of setting up.
        xero = replace(xero, label=messages.NOT_SET_UP, icon="info-circle", tone="")
    return _badge("Autotask", connection.autotask), xero


def is_never_connected(connection: ConnectionRow) -> bool:
    """Tell whether nobody has signed in to Xero so far."""
    is_told = connection.xero.state in NEEDS_CONSENT
    had_one = connection.token_expires_at is not None or bool(connection.xero_organisation)
    return not (connection.has_consent or is_told or had_one)


def xero_health(connection: ConnectionRow) -> SideHealth:
    """A token set that is gone or revoked says more than the last call did."""
    health = connection.xero
    if connection.has_consent or health.state in NEEDS_CONSENT:
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
    # Nobody calls Autotask while it refuses our sign-in, whatever was planned before.
    is_stopped = connection.is_shut_out
    goes_on = active and not is_stopped
    return Engine(
        is_active=active,
        label="Active" if active else "Paused",
        text=_engine_text(pause, is_active=active, is_stopped=is_stopped),
        last_run=moment_or_none(run.last_run_at, through.now, through.zone),
        next_run=moment_or_none(run.next_run_at, through.now, through.zone) if goes_on else None,
        is_due=run.next_run_at is not None and run.next_run_at <= through.now,
        is_running=run.running_since_at is not None,
    )


def _engine_text(pause: str, *, is_active: bool, is_stopped: bool) -> str:
    if not is_active:
        return "nothing is sent to Xero"
    return "Autotask is not read now" if is_stopped else f"looks every {pause}"


def side_cards(through: Lens) -> tuple[SideCard, SideCard]:
    connection = through.connection
    autotask, xero = badges(connection)
    return (
        SideCard(
            badge=autotask,
            account=connection.autotask_user,
            last_good=moment_or_none(connection.autotask.last_good_at, through.now, through.zone),
            details=_autotask_details(through),
            needs_consent=False,
            can_test=bool(connection.autotask_user),
        ),
        SideCard(
            badge=xero,
            account=connection.xero_organisation,
            last_good=moment_or_none(connection.xero.last_good_at, through.now, through.zone),
            details=_xero_details(through),
            needs_consent=xero.state in NEEDS_CONSENT,
            can_test=connection.has_consent,
        ),
    )


def _badge(name: str, health: SideHealth) -> Badge:
    state = health.state if health.state in messages.SIDE_LABELS else "unknown"
    return Badge(
        name=name,
        state=state,
        label=_label(name, state),
        icon=_ICONS.get(state, "alert-triangle"),
        tone=_TONES[state],
        message=health.message if state != "ok" else "",
    )


def _label(name: str, state: str) -> str:
    own = messages.AUTOTASK_LABELS if name == "Autotask" else {}
    return own.get(state, messages.SIDE_LABELS[state])


def _autotask_details(through: Lens) -> tuple[str, ...]:
    hour = hour_view(through)
    return (f"{hour.used:,} of {hour.limit:,} calls used this hour",) if hour else ()


def _xero_details(through: Lens) -> tuple[str, ...]:
    budget, expires = through.connection.xero_budget, through.connection.token_expires_at
    details = []
    usable = through.connection.has_consent and through.connection.xero.state not in NEEDS_CONSENT
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
