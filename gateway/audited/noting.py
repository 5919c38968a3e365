"""The trail: who did what to which, and why."""

from flask import current_app

from core.runtime.clock import utc_now
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


def note(action: str, connection: str, subject: str = "", reason: str = "") -> None:
    audit_events.record(
        at=utc_now(),
        who=principal().name,
        action=action,
        connection=connection,
        subject=subject or None,
        reason=reason or None,
    )
