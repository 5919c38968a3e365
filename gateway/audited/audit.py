"""What the page Audit asks for, noted where it costs calls."""

from typing import Any

from gateway.audited.noting import commands, note
from gateway.gate import principal


def read_aside(connection: str, autotask_id: int) -> dict[str, Any]:
    told = commands().read_aside(connection, autotask_id)
    note("read_aside", connection, f"invoices/{autotask_id}")
    return told


def start_contact_report(connection: str) -> tuple[str, str]:
    started, message = commands().start_contact_report(connection, principal().name)
    note("contact_report", connection, started)
    return started, message or "The report has started."
