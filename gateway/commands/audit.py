"""Buttons of the page Audit, which change nothing."""

from typing import Any

from gateway.asking import VENDOR_SECONDS, Asking


class AuditCommands(Asking):
    """Simulations of any invoice, a report on contacts, options checked as they are."""

    def read_aside(self, connection: str, autotask_id: int) -> dict[str, Any]:
        """Have Autotask asked for an invoice that is not in the ledger, and ingestion judge it.

        The answer has `verdict` {outcome, code, message}; what was read is kept for an hour.
        """
        return self._ask(
            "autotask_ingestion",
            "read_aside",
            VENDOR_SECONDS,
            connection_id=connection,
            autotask_id=autotask_id,
        )

    def simulate_reading(self, connection: str, autotask_id: int) -> dict[str, Any]:
        """What would be sent of an invoice that was read aside, in the form of `preview`."""
        return self._ask(
            "xero_posting",
            "simulate_reading",
            VENDOR_SECONDS,
            connection_id=connection,
            autotask_id=autotask_id,
        )

    def start_contact_report(self, connection: str, by: str) -> tuple[str, str]:
        """The id of the report that has begun, and a sentence."""
        answer = self._ask(
            "xero_posting",
            "start_contact_report",
            VENDOR_SECONDS,
            connection_id=connection,
            by=by,
        )
        return str(answer.get("report") or ""), str(answer.get("message") or "")

    def stop_contact_report(self, connection: str, report: str, by: str) -> str:
        """A sentence."""
        answer = self._ask(
            "xero_posting",
            "stop_contact_report",
            VENDOR_SECONDS,
            connection_id=connection,
            report=report,
            by=by,
        )
        return str(answer.get("message") or "")

    def check_settings(self, connection: str, settings: dict[str, Any]) -> dict[str, Any]:
        """What Xero's lists say to these options: `problems` and `not_read`."""
        return self._ask(
            "xero_posting",
            "check_settings",
            VENDOR_SECONDS,
            connection_id=connection,
            settings=settings,
        )
