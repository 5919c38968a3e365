"""Preview of one record: the exact payload, every decision, and what would stop it (X16)."""

from dataclasses import asdict
from typing import Any

from core.domain.preflight import Outcome, Simulated
from core.domain.records import InvoiceRecord
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.store import connections, invoices
from services.xero_posting.people.simulate import Simulator, body_of


class Preview:
    """Answers `preview`: without a call and without changing anything."""

    def __init__(self, now: Clock, public_url: str) -> None:
        self._now = now
        self._public_url = public_url

    def of(self, connection_id: str, autotask_id: int) -> Answer:
        """What would be sent, and why, or why it would not be."""
        record = invoices.get(connection_id, autotask_id)
        simulated = self.simulate(record) if record else None
        if record is None or simulated is None:
            return problem("not_found", f"Connection {connection_id} has no invoice {autotask_id}.")
        return done(**_told(simulated, record))

    def simulate(self, record: InvoiceRecord) -> Simulated | None:
        """None when its connection is gone."""
        connection = connections.get(record.connection_id)
        if connection is None:
            return None
        return next(Simulator(connection, self._public_url, self._now).simulate([record]))


def _told(simulated: Simulated, record: InvoiceRecord) -> dict[str, Any]:
    fault, mapped = simulated.fault, simulated.mapped
    return {
        "outcome": simulated.outcome.value,
        "message": simulated.message or _WORDS[simulated.outcome],
        "hold_code": simulated.code if simulated.outcome is Outcome.HOLD else None,
        "payload": body_of(mapped.draft) if mapped else None,
        "draft": _as_json(asdict(mapped.draft)) if mapped else None,
        "decisions": [_as_json(asdict(each)) for each in mapped.decisions] if mapped else [],
        "warnings": list(simulated.warnings),
        "fault": _as_json(asdict(fault)) if fault else None,
        "new_contact": simulated.new_contact.company if simulated.new_contact else None,
    }


_WORDS = {
    Outcome.SEND: "It would be sent as a new document.",
    Outcome.UPDATE: "It is in Xero: that document would be compared, and updated where it differs "
    "and may change.",
    Outcome.HOLD: "It would wait.",
    Outcome.STOP: "It would stop.",
    Outcome.SKIP: "It would be skipped.",
}


def _as_json(value: Any) -> Any:
    """Money as decimal strings, days as ISO text: what may travel by RPC."""
    match value:
        case dict():
            return {name: _as_json(each) for name, each in value.items()}
        case list() | tuple():
            return [_as_json(each) for each in value]
        case None | bool() | int():
            return value
    return str(value)
