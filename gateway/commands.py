"""What people may ask the actors to do; each is one RPC with a deadline and an honest answer."""

from collections.abc import Mapping
from typing import Any, Protocol

from core.domain.errors import UnavailableError
from core.domain.papers import Form
from core.store.sealing import Sealer
from gateway.answers import Done, DoneMany, Saved, read_option_problem
from gateway.problems import CommandRefusedError

RPC_SECONDS = 5.0
VENDOR_SECONDS = 20.0
"""For commands in which the actor itself calls a vendor before it answers."""

MANY_SECONDS = 60.0
"""For commands that move any number of documents."""

INVOICE_COMMANDS = ("resync", "skip", "unskip", "trace", "release")


class Rpc(Protocol):
    """The RPC client; raises `UnavailableError` when no actor answers in time."""

    def call(
        self, service: str, method: str, timeout_seconds: float = RPC_SECONDS, **arguments: Any
    ) -> Any: ...

    def is_connected(self) -> bool: ...


class Commands:
    """The gateway's buttons, as methods."""

    def __init__(self, rpc: Rpc, sealer: Sealer) -> None:
        self._rpc = rpc
        self._sealer = sealer

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

    def refresh_lists(self, connection: str) -> Done:
        """Read all of Autotask's lists again."""
        return self._of_autotask("refresh_lists", connection)

    def test_credentials(self, connection: str) -> Done:
        """One call to Autotask; a success also ends a stop after wrong credentials."""
        return self._of_autotask("test_credentials", connection)

    def save_credentials(self, connection: str, credentials: Mapping[str, str], by: str) -> Done:
        """Tested first; what Autotask refuses is not saved. No message carries them in the clear."""
        sealed = {"sealed": self._sealer.seal(dict(credentials))}
        return self._of_autotask("save_credentials", connection, credentials=sealed, by=by)

    def tell_again(self, connection: str, by: str) -> Done:
        """Autotask is told once more of what it would not hear of."""
        return self._of_autotask("tell_again", connection, by=by)

    def fetch_paper(self, connection: str, autotask_id: int, form: Form) -> None:
        """Have Autotask's own printed form fetched; it is in the store afterwards."""
        self._ask(
            "autotask_ingestion",
            "preview_html" if form is Form.HTML else "invoice_pdf",
            VENDOR_SECONDS,
            connection_id=connection,
            autotask_id=autotask_id,
        )

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

    def _of_autotask(self, method: str, connection: str, **arguments: Any) -> Done:
        answer = self._ask(
            "autotask_ingestion", method, VENDOR_SECONDS, connection_id=connection, **arguments
        )
        return Done(str(answer.get("message") or ""))

    def _ask(self, service: str, method: str, seconds: float, **arguments: Any) -> dict[str, Any]:
        answer = self._rpc.call(service, method, timeout_seconds=seconds, **arguments)
        if not isinstance(answer, dict):
            raise UnavailableError("The service gave an answer that makes no sense. Try again.")
        if answer.get("ok"):
            return answer
        told = answer.get("problem") or {}
        raise CommandRefusedError(
            str(told.get("code") or "conflict"), str(told.get("message") or "It was refused.")
        )
