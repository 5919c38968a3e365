"""The trail: who did what to which, and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app

from core.domain.errors import UnavailableError
from core.runtime.clock import utc_now
from core.runtime.rpc_client import RemoteCallError
from core.store import audit_events
from gateway.autotask_commands import AutotaskCommands
from gateway.commands import Commands
from gateway.gate import principal


def commands() -> Commands:
    found: Commands = current_app.extensions["commands"]
    return found


def of_autotask() -> AutotaskCommands:
    found: AutotaskCommands = current_app.extensions["autotask_commands"]
    return found


@dataclass(slots=True)
class Line:
    """What a line will say of a deed that is under way; none is written for what was not done."""

    subject: str
    is_done: bool = True


@contextmanager
def noted(action: str, connection: str, subject: str = "", reason: str = "") -> Iterator[Line]:
    """A command inside it leaves a line, also if no answer came: it may have been carried out."""
    line = Line(subject)
    try:
        yield line
    except (UnavailableError, RemoteCallError):
        note(action, connection, line.subject, reason, outcome="unknown")
        raise
    if line.is_done:
        note(action, connection, line.subject, reason)


def note(action: str, connection: str, subject: str = "", reason: str = "", **detail: str) -> None:
    audit_events.record(
        at=utc_now(),
        who=principal().name,
        action=action,
        connection=connection,
        subject=subject or None,
        reason=reason or None,
        detail=detail,
    )
