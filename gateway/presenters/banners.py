"""The banners of a connection: red only where somebody must act, at most one red at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.domain.faults import CATALOGUE, FaultKind, names_in
from core.domain.status import Status
from core.store.views.connection_rows import ConnectionRow, SideHealth, StandingWarning
from core.store.views.documents import CauseGroup, Counted
from gateway.messages import frame as messages
from gateway.messages.frame import plural
from gateway.presenters.autotask import trouble
from gateway.presenters.connections import NEEDS_CONSENT, is_never_connected, xero_health
from gateway.presenters.counted import added, plural_of
from gateway.presenters.document_rows import Lens, limit_sentence
from gateway.presenters.times import clock_time

# A service that has not begun a run this long after its time is not at work.
_LATE = timedelta(minutes=1)
_WINDOW_SECONDS = 60
MOST_CAUSES = 6
"""More would push the list that they lead to out of sight."""
# States in which a side does not work for a while; everything goes on by itself.
_PASSING = ("down", "maintenance", "refused")


@dataclass(frozen=True, slots=True)
class Banner:
    """`action` is "connect", "reconnect", "switch_on", "autotask" or "" - which button the banner carries."""

    tone: Literal["bad", "warn"]
    title: str
    text: str
    action: str = ""
    causes: tuple[CauseGroup, ...] = ()
    more_causes: int = 0
    is_of_faults: bool = False


def banners(
    through: Lens,
    counts: Mapping[Status, Counted],
    causes: Sequence[CauseGroup],
    *,
    hears_commands: bool = True,
) -> tuple[Banner, ...]:
    """At most one red: a person must sign in again, else faults. Passing trouble is amber."""
    waiting = added(counts[Status.PENDING_SYNC], counts[Status.PROCESSING])
    found = _trouble(through, waiting) or _own_trouble(through, hears_commands)
    shown = [found] if found else []
    if not through.connection.is_active and waiting:
        shown.append(_paused(waiting))
    if counts[Status.FAULT] and not any(banner.tone == "bad" for banner in shown):
        shown.append(_faults(counts[Status.FAULT], causes))
    shown += [_standing(warning, through) for warning in through.connection.warnings]
    return tuple(shown)


def tile_trouble(through: Lens) -> Banner | None:
    """The one thing that a connection's tile says beside its figures: trouble, else a warning."""
    standing = (_standing(warning, through) for warning in through.connection.warnings)
    return _trouble(through, waiting=Counted(0)) or next(standing, None)


def is_late(connection: ConnectionRow, now: datetime) -> bool:
    """Tell whether the service that looks into Autotask has missed its time."""
    due_at = connection.ingest.next_run_at
    return due_at is not None and now - due_at > _LATE


def _trouble(through: Lens, waiting: Counted) -> Banner | None:
    """Of both sides: what needs a person first, then what passes.

    A limit of a minute is no trouble.
    """
    connection = through.connection
    sides = (("Xero", xero_health(connection)), ("Autotask", connection.autotask))
    for name, health in sides:
        if health.state in NEEDS_CONSENT:
            return _shut_out(name, health, waiting, through)
    if told := trouble.spent(through):
        return Banner("warn", *told, action="autotask")
    if connection.xero.state in _PASSING:
        title = messages.PASSING_TITLES[connection.xero.state].format(side="Xero")
        return Banner("warn", title, _told(connection.xero, through) + _waiting(waiting))
    if told := trouble.passing(through):
        return Banner("warn", *told, action="autotask")
    until = connection.xero_budget.blocked_until_at
    if until and (until - through.now).total_seconds() > _WINDOW_SECONDS:
        is_day = connection.xero_budget.blocked_reason == "day"
        title = messages.DAY_TITLE if is_day else messages.LIMIT_TITLE
        return Banner("warn", title, f"{limit_sentence(through)}. {_waiting(waiting)}")
    if connection.xero.state == "limited_day":
        return Banner("warn", messages.DAY_TITLE, _told(connection.xero, None) + _waiting(waiting))
    return None


def _own_trouble(through: Lens, hears_commands: bool) -> Banner | None:
    if not hears_commands:
        return Banner("warn", messages.BROKER_AWAY_TITLE, messages.BROKER_AWAY)
    due_at = through.connection.ingest.next_run_at
    if due_at is not None and is_late(through.connection, through.now):
        since = clock_time(due_at, through.now, through.zone)
        return Banner("warn", messages.LATE_TITLE, messages.LATE.format(since=since))
    return None


def _shut_out(name: str, health: SideHealth, waiting: Counted, through: Lens) -> Banner:
    if name == "Autotask":
        return Banner("bad", *trouble.shut_out(through), action="autotask")
    if is_never_connected(through.connection):
        text = f"{health.message} {_waiting(waiting) if waiting else ''}".strip()
        return Banner("warn", messages.NOT_CONNECTED_TITLE, text, "connect")
    text = _told(health, through) + _waiting(waiting)
    return Banner("bad", messages.XERO_SHUT[health.state], text, "reconnect")


def _told(health: SideHealth, through: Lens | None) -> str:
    told = f"{health.message.rstrip('.')}. " if health.message else ""
    if through is None or health.since_at is None:
        return told
    since = clock_time(health.since_at, through.now, through.zone)
    return f"{told}Since {since} nothing gets through. "


def _waiting(waiting: Counted) -> str:
    if not waiting:
        return "Nothing is waiting; there is nothing to lose."
    if waiting == Counted(1):
        return "1 invoice is waiting and goes on by itself afterwards."
    return f"{plural_of(waiting, 'invoice')} are waiting and go on by themselves afterwards."


def _paused(waiting: Counted) -> Banner:
    verb = "is" if waiting == Counted(1) else "are"
    text = (
        f"{plural_of(waiting, 'invoice')} {verb} waiting. Nothing is sent to Xero until it is on."
    )
    return Banner("warn", "Sync is paused.", text, "switch_on")


def _faults(count: Counted, causes: Sequence[CauseGroup]) -> Banner:
    """The causes are links in the order of their number; a long list is cut."""
    verb = "needs" if count == Counted(1) else "need"
    title = f"{plural_of(count, 'invoice')} {verb} attention"
    shown = tuple(causes[:MOST_CAUSES])
    return Banner(
        "bad",
        title,
        plural(len(causes), "cause"),
        causes=shown,
        more_causes=len(causes) - len(shown),
        is_of_faults=True,
    )


def _standing(warning: StandingWarning, through: Lens) -> Banner:
    kind = CATALOGUE.get(warning.code)
    since = ""
    if warning.since_at:
        since = f" Since {clock_time(warning.since_at, through.now, through.zone)}."
    if kind is None:
        return Banner("warn", messages.STANDING_TITLE, f"{warning.message.rstrip('.')}.{since}")
    # A sentence with values in it was filled in by who warned.
    said = f"{warning.message.rstrip('.')}." if names_in(kind.message) else kind.message
    # Some who warn say what to do themselves.
    step = "" if kind.next_step in said else f" {kind.next_step}"
    text = f"{said}{since}{step}"
    return Banner("warn", f"{kind.title}.", text, _mended_by(kind))


def _mended_by(kind: FaultKind) -> str:
    if any("connect/xero" in link for link in kind.links):
        return "reconnect"
    return "autotask" if any(link.startswith("here:/autotask") for link in kind.links) else ""
