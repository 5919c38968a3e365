"""The rounds of ingestion: which connection is due, one instance at a time, and single requests."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from core.clients.autotask.entities import RawInvoice
from core.domain.errors import NotPermittedError, RejectedError, SyncError
from core.domain.events import Event
from core.domain.papers import Form
from core.domain.records import Connection
from core.runtime.answers import Answer, done, problem
from core.runtime.autotask_access import AutotaskAccess
from core.runtime.clock import Clock
from core.runtime.journal import Journal
from core.runtime.lease_keeper import holding
from core.runtime.telling import as_problem, tell_failure, tell_success
from core.store import checkpoints, connections, sync_runs
from services.autotask_ingestion import ingest
from services.autotask_ingestion.desk import SERVICE, Desk
from services.autotask_ingestion.papers import fetch_for_person
from services.autotask_ingestion.reading_aside import read_aside
from services.autotask_ingestion.sweep import sweep
from services.autotask_ingestion.tenants import elsewhere, owner_of, pause_of, tenant_of
from services.autotask_ingestion.wanted import Depth
from services.autotask_ingestion.wordless import cause_of

# The posting actor's job, which Sync Now frees from a wait as well.
_POST = "post"
_SIDE = "autotask"
_NOT_THERE = 404
_KEPT_FOR_LOOKS = (
    "Most of our share of Autotask's calls of this hour is used, and the rest is kept for reading "
    "invoices. Try again in some minutes."
)


class Rounds:
    """Everything this actor does, for whichever connection it is asked."""

    def __init__(
        self,
        access: AutotaskAccess,
        write_log: Callable[[list[dict[str, Any]]], None],
        announce: Callable[[str, dict[str, Any]], None],
        now: Clock,
    ) -> None:
        self._access = access
        self._write_log = write_log
        self._announce = announce
        self._now = now

    def run_if_due(self, connection: Connection) -> None:
        """Look into Autotask when it is time and nobody else does.

        One look serves all who share the tenant; it is led by the one that has the credentials.
        """
        if connection.autotask_of is not None:
            return
        if not checkpoints.is_due(connection.id, ingest.JOB, self._now()):
            return
        with holding(f"{connection.id}/{ingest.JOB}") as lease:
            if lease is not None:
                self._run(connection)

    def _run(self, owner: Connection) -> None:
        journal, tenant = self._journal(owner.id), tenant_of(owner)
        try:
            desk = self._look(owner, tenant, journal)
            if desk is not None:
                sweep(desk, lambda: self._ring(tenant))
        finally:
            journal.flush()
        self._ring(tenant)

    def _look(
        self, owner: Connection, tenant: Sequence[Connection], journal: Journal
    ) -> Desk | None:
        """The desk, for whatever else is to be done with it; None when the look failed."""
        started = self._now()
        next_run_at = started + timedelta(seconds=pause_of(tenant))
        checkpoints.begin(owner.id, ingest.JOB, started)
        sync_runs.begin(journal.run_id, owner.id, ingest.JOB, started)
        try:
            desk = self._open(owner, journal)
            tally = ingest.look(desk, lambda: self._ring(tenant))
            self._access.sign_in_succeeded(owner)
            tell_success(owner.id, _SIDE, ingest.JOB, journal, self._now())
            self._finish_run(tenant, journal, tally)
        except SyncError as failed:
            error = self._cause_of(failed, owner, journal)
            next_run_at = tell_failure(owner.id, _SIDE, ingest.JOB, error, journal, self._now())
            sync_runs.finish(journal.run_id, "failed", str(error), {}, self._now())
            return None
        finally:
            checkpoints.finish(owner.id, ingest.JOB, self._now(), next_run_at)
            journal.flush()
        return desk

    def _cause_of(self, error: SyncError, owner: Connection, journal: Journal) -> SyncError:
        failures = int(checkpoints.load(owner.id, ingest.JOB).state.get("failures", 0)) + 1
        return cause_of(error, failures, lambda: self._access.ask_who_we_are(owner, journal.call))

    def _finish_run(
        self, tenant: Sequence[Connection], journal: Journal, tally: ingest.Tally
    ) -> None:
        if not (tally.new or tally.changed):
            sync_runs.discard(journal.run_id)
            return
        message = f"{tally.new} new and {tally.changed} changed invoices from Autotask."
        journal.info("INGEST_FINISHED", message)
        sync_runs.finish(journal.run_id, "ok", message, tally.as_counts(), self._now())
        for each in tenant:
            self._announce(
                Event.RUN_FINISHED,
                {"connection_id": each.id, "job": ingest.JOB, "run_id": journal.run_id},
            )

    def sync_now(self, connection_id: str) -> Answer:
        """Make the next tick, here or in another instance, look at once."""
        connection = connections.get(connection_id)
        if connection is None:
            return _no_connection(connection_id)
        key = connection.autotask_key
        if too_early := self._access.try_sign_in(connection):
            return done(started=False, message=too_early)
        if checkpoints.load(key, ingest.JOB).running_since_at:
            return done(started=False, message="A run is on already.")
        checkpoints.run_soon(key, ingest.JOB, self._now())
        checkpoints.run_soon(connection_id, _POST, self._now())
        return done(started=True, message="Looking into Autotask now.")

    def look_soon(self, connection_id: str) -> None:
        """Somebody wants fresh data: one look serves all who do, however many they are."""
        owner = owner_of(connection_id)
        if owner is not None:
            checkpoints.run_soon(owner.id, ingest.JOB, self._now())
            self.run_if_due(owner)

    def refresh_invoice(self, connection_id: str, autotask_id: int) -> Answer:
        """Read one invoice again, with its company, and ring for posting."""
        owner = owner_of(connection_id)
        if owner is None:
            return _no_connection(connection_id)
        return self._with_autotask(
            owner.id, lambda desk: self._refresh_one(desk, connection_id, autotask_id)
        )

    def _refresh_one(self, desk: Desk, connection_id: str, autotask_id: int) -> Answer:
        found: list[RawInvoice] = desk.autotask.invoices_by_id([autotask_id])
        if not found:
            return problem("not_found", f"Autotask has no invoice {autotask_id}.")
        lists = desk.lists()
        ingest.store(desk, lists, found, ingest.Tally(), Depth.ALL)
        self._ring(tenant_of(desk.connection))
        read = f"Invoice {autotask_id} was read again from Autotask."
        where = elsewhere(desk.connection.autotask_key, connection_id, autotask_id)
        return done(message=f"{read}{where}")

    def fetch_paper(self, connection_id: str, autotask_id: int, form: Form) -> Answer:
        """Fetch Autotask's own printed form, for whoever shows it."""
        return self._with_autotask(
            connection_id, lambda desk: self._fetch_paper(desk, autotask_id, form)
        )

    def _fetch_paper(self, desk: Desk, autotask_id: int, form: Form) -> Answer:
        if not self._access.has_room_for_people(desk.connection):
            return problem("unavailable", _KEPT_FOR_LOOKS)
        return fetch_for_person(desk, autotask_id, form)

    def read_aside(self, connection_id: str, autotask_id: int) -> Answer:
        """Read and judge one invoice without bringing it into the ledger."""
        return self._with_autotask(connection_id, lambda desk: self._read_aside(desk, autotask_id))

    def _read_aside(self, desk: Desk, autotask_id: int) -> Answer:
        if not self._access.has_room_for_people(desk.connection):
            return problem("unavailable", _KEPT_FOR_LOOKS)
        return read_aside(desk, autotask_id)

    def set_state(self, connection_id: str, state: str, by: str) -> Answer:
        """Pause or activate; what is in flight to Xero finishes."""
        if state not in ("active", "paused"):
            return problem("invalid", "The state is either active or paused.")
        if not connections.set_state(connection_id, state, self._now()):
            return _no_connection(connection_id)
        journal = self._journal(connection_id)
        journal.info(f"STATE_{state.upper()}", f"{by} set the connection to {state}.")
        journal.flush()
        self._announce(Event.CONNECTION_CHANGED, {"connection_id": connection_id})
        self._announce(Event.INVOICES_PENDING, {"connection_id": connection_id})
        message = "Active." if state == "active" else "Paused. What is being sent now finishes."
        return done(state=state, message=message)

    def _with_autotask(self, connection_id: str, work: Callable[[Desk], Answer]) -> Answer:
        connection = connections.get(connection_id)
        if connection is None:
            return _no_connection(connection_id)
        journal = self._journal(connection_id)
        try:
            return work(self._open(connection, journal))
        except NotPermittedError as error:
            return as_problem("autotask", error)
        except RejectedError as error:
            code = "not_found" if error.status == _NOT_THERE else "conflict"
            return problem(code, f"Autotask says: {'; '.join(error.reasons)}")
        except SyncError as error:
            return as_problem("autotask", error)
        finally:
            journal.flush()

    def _open(self, connection: Connection, journal: Journal) -> Desk:
        autotask = self._access.open(connection, journal.call)
        return Desk(connection, autotask, journal, self._now)

    def _journal(self, connection_id: str) -> Journal:
        return Journal(self._write_log, connection_id, SERVICE, uuid4().hex, self._now)

    def _ring(self, tenant: Sequence[Connection]) -> None:
        for each in tenant:
            self._announce(Event.INVOICES_PENDING, {"connection_id": each.id})


def _no_connection(connection_id: str) -> Answer:
    return problem("not_found", f"There is no connection {connection_id}.")
