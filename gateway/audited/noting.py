"""The trail: who did what to which, and why."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import current_app

from core.domain.errors import UnavailableError
from core.runtime.clock import utc_now
from core.store import audit_events
from gateway.autotask_commands import AutotaskCommands
from gateway.commands import Commands
from gateway.gate import principal
from gateway.problems import CommandRefusedError

log = logging.getLogger(__name__)


def commands() -> Commands:
    found: Commands = current_app.extensions["commands"]
    return found


def of_autotask() -> AutotaskCommands:
    found: AutotaskCommands = current_app.extensions["autotask_commands"]
    return found


@dataclass(slots=True)
class Line:
    """What a line will say of a deed that is under way; none is kept of what was not done."""

    subject: str
    is_done: bool = True


@contextmanager
def noted(action: str, connection: str, subject: str = "", reason: str = "") -> Iterator[Line]:
    """A command inside it has a line before it is given, and stays "unknown" if no answer comes."""
    line = Line(subject)
    kept = audit_events.begin(
        at=utc_now(),
        who=principal().name,
        action=action,
        connection=connection,
        subject=subject,
        reason=reason,
    )
    try:
        yield line
    except CommandRefusedError:
        _end(kept, line, is_done=False)
        raise
    _end(kept, line, is_done=line.is_done)


def _end(kept: Any, line: Line, *, is_done: bool) -> None:
    """A database that is away just now leaves the line "unknown"; the answer is told all the same."""
    try:
        if is_done:
            audit_events.settle(kept, line.subject)
        else:
            audit_events.withdraw(kept)
    except UnavailableError:
        log.warning("A line of the trail could not be completed", exc_info=True)


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
