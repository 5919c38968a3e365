"""Buttons of a whole connection."""

from gateway.answers import Done
from gateway.asking import RPC_SECONDS, VENDOR_SECONDS, Asking


class ConnectionCommands(Asking):
    """Switching on and off, consent, lists."""

    def is_reachable(self) -> bool:
        """Whether a command would be heard at all."""
        return self._rpc.is_connected()

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

    def test_connection(self, connection: str) -> Done:
        """One question to Xero."""
        return self._of_posting("test_connection", connection)

    def refresh_reference_data(self, connection: str) -> Done:
        """Read all of Xero's lists again."""
        return self._of_posting("refresh_reference_data", connection)

    def _of_posting(self, method: str, connection: str) -> Done:
        answer = self._ask("xero_posting", method, VENDOR_SECONDS, connection_id=connection)
        return Done(str(answer.get("message") or ""))
