"""What the page Audit asks for, noted where it costs calls."""

from typing import Any

from gateway.audited.noting import commands, noted
from gateway.gate import principal


def read_aside(connection: str, autotask_id: int) -> dict[str, Any]:
    with noted("read_aside", connection, f"invoices/{autotask_id}"):
        return commands().read_aside(connection, autotask_id)


def start_contact_report(connection: str) -> tuple[str, str]:
    with noted("contact_report", connection) as line:
        started, message = commands().start_contact_report(connection, principal().name)
        line.subject = started
    return started, message or "The report has started."


def stop_contact_report(connection: str, report: str) -> str:
    with noted("contact_report_stop", connection, report):
        return commands().stop_contact_report(connection, report, principal().name)
