"""What people may ask the actors to do; each is one RPC with a deadline and an honest answer."""

from typing import Any

from gateway.answers import Done, DoneMany, Saved, read_option_problem
from gateway.asking import RPC_SECONDS, VENDOR_SECONDS, Asking

MANY_SECONDS = 60.0
"""For commands that move any number of documents."""

INVOICE_COMMANDS = ("resync", "skip", "unskip", "trace", "release")


class Commands(Asking):
    """The gateway's buttons, as methods; those of the Autotask side have a module of their own."""

    def change_document(
        self, kind: str, command: str, connection: str, autotask_id: int, by: str, reason: str
    ) -> Done:
        """Resync, skip, unskip, trace or release; purchase orders know only resync."""
        service = "xero_posting" if kind == "invoices" else "purchase_order_sync"
        answer = self._ask(
            service,
            command,
            VENDOR_SECONDS,
            connection_id=connection,
            autotask_id=autotask_id,
            by=by,
            reason=reason or None,
        )
        return Done(str(answer.get("message") or ""), str(answer.get("status") or ""))

    def resync_cause(self, connection: str, cause: str, by: str, reason: str) -> DoneMany:
        """All faults with this cause, in one command."""
        answer = self._ask(
            "xero_posting",
            "resync_many",
            MANY_SECONDS,
            connection_id=connection,
            by=by,
            cause=cause,
            reason=reason or None,
        )
        refused = answer.get("refused") or {}
        return DoneMany(
            int(answer.get("moved") or 0),
            {str(why): int(count) for why, count in refused.items()},
            str(answer.get("message") or ""),
        )

    def preview(self, connection: str, autotask_id: int) -> dict[str, Any]:
        """What would be sent of one invoice, as the actor tells it."""
        return self._ask(
            "xero_posting",
            "preview",
            VENDOR_SECONDS,
            connection_id=connection,
            autotask_id=autotask_id,
        )

    def start_preflight(self, connection: str, wanted: dict[str, Any], by: str) -> tuple[str, str]:
        """The id of the simulation that has begun, and a sentence."""
        answer = self._ask(
            "xero_posting",
            "start_preflight",
            VENDOR_SECONDS,
            connection_id=connection,
            by=by,
            wanted=wanted,
        )
        return str(answer.get("preflight") or ""), str(answer.get("message") or "")

    def save_settings(self, connection: str, changes: dict[str, Any], by: str) -> "Saved":
        """Check options against the organisation's own lists, and save them if nothing blocks."""
        answer = self._ask(
            "xero_posting",
            "save_settings",
            VENDOR_SECONDS,
            connection_id=connection,
            changes=changes,
            by=by,
        )
        return Saved(
            bool(answer.get("saved")),
            tuple(read_option_problem(each) for each in answer.get("problems") or ()),
            tuple(str(each) for each in answer.get("changed") or ()),
            tuple(str(each) for each in answer.get("not_read") or ()),
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

    def is_reachable(self) -> bool:
        """Whether a command would be heard at all."""
        return self._rpc.is_connected()

    def sync_now(self, kind: str, connection: str) -> Done:
        service = "autotask_ingestion" if kind == "invoices" else "purchase_order_sync"
        answer = self._ask(service, "sync_now", RPC_SECONDS, connection_id=connection)
        return Done(str(answer.get("message") or ""), started=bool(answer.get("started", True)))

    def set_state(self, connection: str, state: str, by: str) -> Done:
        answer = self._ask(
            "autotask_ingestion",
            "set_connection_state",
            RPC_SECONDS,
            connection_id=connection,
            state=state,
            by=by,
        )
        return Done(str(answer.get("message") or ""), str(answer.get("state") or state))

    def complete_oauth(self, connection: str, code: str, redirect_uri: str, by: str) -> Done:
        answer = self._ask(
            "xero_posting",
            "complete_oauth",
            VENDOR_SECONDS,
            connection_id=connection,
            code=code,
            redirect_uri=redirect_uri,
            by=by,
        )
        return Done(str(answer.get("message") or ""))
