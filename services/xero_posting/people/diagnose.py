"""Diagnostic Mode: every decision about a traced record, computed anew whenever something changes."""

import hashlib
from dataclasses import asdict
from typing import Any

from core.domain.organisation_lists import ListKind
from core.domain.preflight import Simulated
from core.domain.records import Connection, InvoiceRecord
from core.runtime.clock import Clock
from core.store import connections, invoices, reference_data
from core.store.invoices.trace import (
    add_trace,
    diagnosis_key,
    end_traces,
    keep_diagnosis,
    says_already,
    stale_diagnoses,
)
from services.xero_posting.people.simulate import Simulator, body_of


class Diagnosis:
    """Computes what would be sent, and writes it into the record's trace."""

    def __init__(self, now: Clock, public_url: str) -> None:
        self._now = now
        self._public_url = public_url

    def record(self, connection_id: str, autotask_id: int) -> None:
        """Compute one record, if it is there."""
        connection = connections.get(connection_id)
        record = invoices.get(connection_id, autotask_id)
        if connection and record:
            self._record(connection, record)

    def run_if_due(self, connection: Connection) -> None:
        """Compute those anew whose data in Autotask, options, or lists of Xero's have changed.

        What was released and has arrived, or stopped, is traced no longer.
        """
        end_traces(connection.id)
        for autotask_id in stale_diagnoses(connection.id, _basis(connection)):
            record = invoices.get(connection.id, autotask_id)
            if record:
                self._record(connection, record)

    def _record(self, connection: Connection, record: InvoiceRecord) -> None:
        simulated = next(Simulator(connection, self._public_url, self._now).simulate([record]))
        decisions = simulated.mapped.decisions if simulated.mapped else ()
        notice = {"code": simulated.code, "message": simulated.message} if simulated.code else None
        entries = self._entries(simulated)
        # Lists are read twice a day and mostly say the same: that is no news.
        if not says_already(connection.id, simulated.autotask_id, entries):
            add_trace(connection.id, simulated.autotask_id, entries)
        keep_diagnosis(
            connection.id,
            simulated.autotask_id,
            diagnosis_key(record.content_hash, _basis(connection)),
            [asdict(each) for each in decisions],
            notice,
        )

    def _entries(self, simulated: Simulated) -> list[dict[str, Any]]:
        if simulated.mapped is None:
            text = f"{simulated.code}: {simulated.message}"
            return [self._entry(f"It would not be sent: {simulated.outcome.value}", text)]
        decisions = simulated.mapped.decisions
        lines = [
            f"{each.subject.value}{f' of line {each.line}' if each.line else ''}: "
            f"{each.value} - {each.reason}"
            for each in decisions
        ]
        lines += [f"warning: {warning}" for warning in simulated.warnings]
        return [
            self._entry(f"{len(decisions)} decisions", "\n".join(lines)),
            self._entry("The document as it would be sent", body_of(simulated.mapped.draft)),
        ]

    def _entry(self, title: str, body: str) -> dict[str, Any]:
        return {"at": self._now(), "kind": "decision", "title": title, "body": body}


def _basis(connection: Connection) -> str:
    """What decides besides the invoice: the options, and when Xero's lists were read."""
    read_at = reference_data.read_at(connection.id, tuple(ListKind))
    told = f"{connection.settings.model_dump_json()} {sorted(read_at.items())}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]
