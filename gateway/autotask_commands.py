"""What people may ask of the Autotask side: lists, credentials, printed forms, being told again."""

from collections.abc import Mapping
from typing import Any

from core.domain.papers import Form
from core.store.sealing import Sealer
from gateway.answers import Done
from gateway.asking import VENDOR_SECONDS, Asking, Rpc


class AutotaskCommands(Asking):
    """The buttons and the form of a connection's Autotask page, as methods."""

    def __init__(self, rpc: Rpc, sealer: Sealer) -> None:
        super().__init__(rpc)
        self._sealer = sealer

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

    def _of_autotask(self, method: str, connection: str, **arguments: Any) -> Done:
        answer = self._ask(
            "autotask_ingestion", method, VENDOR_SECONDS, connection_id=connection, **arguments
        )
        return Done(str(answer.get("message") or ""))
