"""Buttons of one document."""

from dataclasses import dataclass
from typing import Any

from gateway.answers import Done
from gateway.asking import RPC_SECONDS, VENDOR_SECONDS, Asking

INVOICE_COMMANDS = ("resync", "skip", "unskip", "trace", "release")


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants it and why; `version` is that of the record which the person saw.

    Another version by now is a conflict; without one nothing is compared.
    """

    by: str
    reason: str = ""
    version: int | None = None


class DocumentCommands(Asking):
    """What is asked about one invoice or order, or about the client of one."""

    def change_document(
        self, kind: str, command: str, connection: str, autotask_id: int, wish: Wish
    ) -> Done:
        """Resync, skip, unskip, trace, release, remove or bring_back; orders know only resync."""
        if kind == "invoices":
            service, version = "xero_posting", wish.version
        else:
            service, version = "purchase_order_sync", None
        seen = {} if version is None else {"expected": version}
        answer = self._ask(
            service,
            command,
            VENDOR_SECONDS,
            connection_id=connection,
            autotask_id=autotask_id,
            by=wish.by,
            reason=wish.reason or None,
            **seen,
        )
        return Done(str(answer.get("message") or ""), str(answer.get("status") or ""))

    def preview(self, connection: str, autotask_id: int) -> dict[str, Any]:
        """What would be sent of one invoice, as the actor tells it."""
        return self._ask(
            "xero_posting",
            "preview",
            VENDOR_SECONDS,
            connection_id=connection,
            autotask_id=autotask_id,
        )

    def suggest_contacts(self, connection: str, company_id: int) -> list[dict[str, Any]]:
        """Contacts that a company may be, as the actor found them."""
        answer = self._ask(
            "xero_posting",
            "suggest_contacts",
            VENDOR_SECONDS,
            connection_id=connection,
            company_id=company_id,
        )
        return list(answer.get("suggestions") or ())

    def link_contact(self, connection: str, company_id: int, xero_contact_id: str, by: str) -> str:
        """The actor's sentence about the new link."""
        answer = self._ask(
            "xero_posting",
            "link_contact",
            VENDOR_SECONDS,
            connection_id=connection,
            company_id=company_id,
            xero_contact_id=xero_contact_id,
            by=by,
        )
        return str(answer.get("message") or "The company is linked.")

    def sync_now(self, kind: str, connection: str) -> Done:
        service = "autotask_ingestion" if kind == "invoices" else "purchase_order_sync"
        answer = self._ask(service, "sync_now", RPC_SECONDS, connection_id=connection)
        return Done(str(answer.get("message") or ""), started=bool(answer.get("started", True)))
