"""What would be sent of an invoice that was read aside: the preview of what is not in the ledger."""

from dataclasses import replace

from core.domain.status import Status
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.store import connections, readings
from services.xero_posting.people.preview import told
from services.xero_posting.people.simulate import Simulator

_NOT_READ = "It was not read in the last hour; read it from Autotask first."


class SimulateReading:
    """Answers `simulate_reading`: without a call and without changing anything."""

    def __init__(self, now: Clock, public_url: str) -> None:
        self._now = now
        self._public_url = public_url

    def of(self, connection_id: str, autotask_id: int) -> Answer:
        """As `preview`, with what the rules of ingestion said beside it as `verdict`.

        The skip rules have had their say there, so that a document shows although one applies.
        """
        connection = connections.get(connection_id)
        aside = readings.get(connection_id, autotask_id, self._now())
        if connection is None or aside is None:
            return problem("not_found", _NOT_READ)
        record = replace(
            aside.record, status=Status.PENDING_SYNC, hold_code=None, is_unskipped=True
        )
        simulated = next(Simulator(connection, self._public_url, self._now).simulate([record]))
        invoice = record.invoice
        about = {
            "autotask_id": invoice.autotask_id,
            "number": invoice.number or "",
            "company": record.company,
            "issued_on": invoice.issued_on.isoformat(),
            "currency": record.currency,
            "total": f"{invoice.total:.2f}",
            "read_at": aside.read_at.isoformat(),
        }
        answer = told(simulated, record, connection)
        return done(**answer, verdict=dict(aside.verdict), invoice=about)
