"""Preview of one record: the exact payload, every decision, and what would stop it (X16)."""

from dataclasses import asdict
from typing import Any

from core.domain.preflight import Outcome, Simulated
from core.domain.records import Connection, InvoiceRecord
from core.domain.status import Status
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
        connection = connections.get(connection_id)
        if record is None or connection is None:
            return problem("not_found", f"Connection {connection_id} has no invoice {autotask_id}.")
        simulated = next(Simulator(connection, self._public_url, self._now).simulate([record]))
        return done(**told(simulated, record, connection))


def told(simulated: Simulated, record: InvoiceRecord, connection: Connection) -> dict[str, Any]:
    """The answer of a preview, in JSON."""
    fault, mapped = simulated.fault, simulated.mapped
    is_skipped = record.status is Status.SKIPPED
    return {
        "outcome": (Outcome.SKIP if is_skipped else simulated.outcome).value,
        "message": _message(simulated, record, connection),
        "hold_code": simulated.code if simulated.outcome is Outcome.HOLD else None,
        "payload": body_of(mapped.draft) if mapped else None,
        "draft": _as_json(asdict(mapped.draft)) if mapped else None,
        "decisions": [_as_json(asdict(each)) for each in mapped.decisions] if mapped else [],
        "warnings": list(simulated.warnings),
        "fault": _as_json(asdict(fault)) if fault else None,
        "new_contact": simulated.new_contact.company if simulated.new_contact else None,
    }


def _message(simulated: Simulated, record: InvoiceRecord, connection: Connection) -> str:
    if not simulated.message:
        return _words(simulated.outcome, record, connection)
    is_void = simulated.outcome is Outcome.VOID
    first = _FIRST.get(record.status, "") if is_void else ""
    return f"{first} {simulated.message}".strip()


def _words(outcome: Outcome, record: InvoiceRecord, connection: Connection) -> str:
    """What stands before it, then what would come of it."""
    first = [_FIRST[record.status]] if record.status in _FIRST else []
    if not connection.is_active:
        first.append("Sync is paused, so nothing is sent until it is switched on.")
    what = _WORDS[outcome]
    return " ".join((*first, f"After that {what}" if first else what[0].upper() + what[1:]))


_FIRST = {
    Status.SKIPPED: "It is skipped and stays out of Xero until somebody takes the skip back.",
    Status.FAULT: "It stands at a fault until somebody resyncs it.",
    Status.DIAGNOSTIC: "It is in Diagnostic Mode, and nothing is sent until it is released.",
    Status.COMPLETE: "It is in Xero, and nothing more is sent until somebody resyncs it.",
}
_WORDS = {
    Outcome.SEND: "it would be sent as a new document.",
    Outcome.UPDATE: "Xero's document is read first and compared with what stands below; it is "
    "updated only where it differs and may change.",
    Outcome.HOLD: "it would wait.",
    Outcome.STOP: "it would stop.",
    Outcome.SKIP: "it would be skipped.",
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
