"""Preflight of a queue: in the background, portion by portion, as long as it takes (X16).

A job is a document; whoever holds the lease goes on where it stands. Figures and position change in
one update, so a restart repeats a portion and never counts it twice.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import eventlet

from core.domain.preflight import Simulated, Tally
from core.domain.records import Connection
from core.runtime.answers import Answer, done, problem
from core.runtime.clock import Clock
from core.runtime.lease_keeper import holding
from core.runtime.stopping import is_stopping
from core.store import connections, preflights
from core.store.asked_filter import FIELDS, is_filter
from core.store.preflights import Preflight
from services.xero_posting.people.simulate import Simulator

JOB = "preflight"
PORTION = 200
# A long invoice takes a hundred times as long as a short one.
PORTION_LINES = 2000
_BREATH = 10


def give_way() -> None:
    """Let the other green threads of this process run."""
    eventlet.sleep(0)


class Preflights:
    """Starts simulations and computes them."""

    def __init__(self, now: Clock, public_url: str, breathe: Callable[[], None] = give_way) -> None:
        """`breathe` lets others of this process have their turn."""
        self._now = now
        self._public_url = public_url
        self._breathe = breathe

    def start(self, connection_id: str, by: str, wanted: dict[str, Any] | None = None) -> Answer:
        """Ask for a simulation of what matches, or of everything that is pending."""
        if connections.get(connection_id) is None:
            return problem("not_found", f"There is no connection {connection_id}.")
        wanted = {name: value for name, value in (wanted or {}).items() if value}
        if not is_filter(wanted):
            return problem("invalid", f"A filter may have {', '.join(FIELDS)}.")
        preflight_id = uuid4().hex
        preflights.create(preflight_id, connection_id, by, wanted, self._now())
        return done(preflight=preflight_id, message="The preflight has started.")

    def run_if_due(self, connection: Connection) -> None:
        """Compute the oldest open simulation of a connection to its end, unless another does."""
        if not preflights.has_open(connection.id):
            return
        with holding(f"{connection.id}/{JOB}") as lease:
            if lease is None:
                return
            job = preflights.take_open(connection.id, self._now())
            if job is not None:
                self._compute(connection, job)

    def _compute(self, connection: Connection, job: Preflight) -> None:
        simulator = Simulator(connection, self._public_url, self._now)
        tally, position = Tally.from_form(job.result), job.position
        while records := preflights.portion(job, position, PORTION, PORTION_LINES):
            if is_stopping():
                return
            rows = []
            for number, each in enumerate(simulator.simulate(records), 1):
                tally.add(each)
                rows.append(_row(each))
                if number % _BREATH == 0:
                    self._breathe()
            preflights.save_rows(job.id, rows)
            last = records[-1].invoice.autotask_id
            if not preflights.advance(job, position, last, len(records), tally.to_form()):
                return
            position = last
            self._breathe()
        preflights.finish(job.id, "done", "", self._now())


def _row(simulated: Simulated) -> dict[str, Any]:
    lines = simulated.draft.lines if simulated.draft else ()
    return {
        "autotask_id": simulated.autotask_id,
        "number": simulated.number,
        "company": simulated.company,
        "issued_on": simulated.issued_on.isoformat(),
        "currency": simulated.currency,
        "total": str(simulated.total),
        "outcome": simulated.outcome.value,
        "code": simulated.code,
        "message": simulated.message,
        "accounts": sorted({line.account_code for line in lines}),
        "tax_types": sorted({line.tax_type for line in lines}),
        "warnings": list(simulated.warnings),
        "new_contact": simulated.new_contact.company if simulated.new_contact else "",
    }
