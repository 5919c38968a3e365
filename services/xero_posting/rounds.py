"""The rounds of posting: which connection has work, one instance at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from core.clients.xero.client import XeroClient
from core.domain.errors import (
    LeaseLostError,
    OutcomeUnknownError,
    RetryLaterError,
    ScopeMissingError,
    SyncError,
    UnauthorizedError,
)
from core.domain.events import Event
from core.domain.records import Connection
from core.domain.remedy import LATEST_COMMIT
from core.runtime.clock import Clock, running_from
from core.runtime.crew import GreenCrew
from core.runtime.journal import Journal
from core.runtime.lease_keeper import holding
from core.runtime.patient_budget import A_MINUTE
from core.runtime.pausing import pause_until
from core.runtime.stopping import is_stopping
from core.runtime.telling import tell_failure, tell_success
from core.runtime.xero_access import XeroAccess
from core.store import (
    batches,
    checkpoints,
    connections,
    contact_links,
    invoices,
    leases,
    reference_data,
    tokens,
)
from core.store.connect import server_now
from core.store.invoices import trace
from core.store.leases import Lease
from services.xero_posting.consent import JOB
from services.xero_posting.desk import SERVICE, Desk
from services.xero_posting.health import XeroHealth
from services.xero_posting.late_arrivals import find_late_arrivals
from services.xero_posting.lists.names import name_watch
from services.xero_posting.lists.reading import doubt_lists, keep_lists_fresh, reader_for
from services.xero_posting.lists.remembered import RememberedLists
from services.xero_posting.mapping.desk import map_claimed
from services.xero_posting.pace import AdaptivePace
from services.xero_posting.post import post_due
from services.xero_posting.resolve import holds_back, resolve_open
from services.xero_posting.round_end import may_go_on, write_down
from services.xero_posting.unknown_texts import count_text

# Longer than any look into Autotask takes between two pages; after that ingestion counts as dead.
_INGEST_LIFE = timedelta(seconds=60)

# A renewal of the tokens whose answer was lost has to be repeated within thirty minutes (OAuth 2.0),
# whatever limit stops everything else; a round that may not call keeps them good all the same.
_LONGEST_SLEEP = timedelta(minutes=20)


class Rounds:
    """Posts for whichever connection has something due."""

    def __init__(
        self,
        access: XeroAccess,
        write_log: Callable[[list[dict[str, Any]]], None],
        announce: Callable[[str, dict[str, Any]], None],
        now: Clock,
        public_url: str,
    ) -> None:
        self._access = access
        self._write_log = write_log
        self._announce = announce
        self._now = now
        self._public_url = public_url

    def run_if_due(self, connection: Connection) -> None:
        """Resolve and post if there is work, the connection may send and nobody else does it.

        A paused connection still finds out what unanswered batches did; it sends nothing new.
        """
        if connection.tenant_id is None:
            return
        # The age of a batch must not depend on whose clock looks at it, nor on that being set.
        clock = running_from(server_now())
        if not self._has_work(connection, clock()):
            return
        if not checkpoints.is_due(connection.id, JOB, clock()):
            return
        with holding(f"{connection.id}/{JOB}") as lease:
            if lease is not None:
                self._run(connection, lease, clock)

    def _has_work(self, connection: Connection, now: datetime) -> bool:
        if batches.open_batches(connection.id) or invoices.has_claims(connection.id):
            return True
        if tokens.is_in_doubt(connection.token_set_id or ""):
            return True
        if invoices.doubtful(connection.id, now - LATEST_COMMIT, 1):
            return True
        return connection.is_active and bool(invoices.due(connection.id, now, 1))

    def _run(self, connection: Connection, lease: Lease, clock: Clock) -> None:
        journal = self.journal_for(connection.id)
        try:
            ledger = self._access.open(connection, journal.call, A_MINUTE)
            self._access.tokens(connection.token_set_id or "", journal.call).access_token()
            self._knock(connection.id, ledger)
            desk = self._desk(connection, ledger, lease, journal, clock)
            resolved = resolve_open(desk)
            called = resolved.asked
            if connection.is_active and not self._is_probing(connection):
                keep_lists_fresh(connection, ledger, journal, self._now)
                called += post_due(desk, is_ingesting=self._is_ingesting(connection.autotask_key))
            # Last, because what Xero does not answer here must keep nothing else waiting.
            called += find_late_arrivals(desk)
            if resolved.refusal:
                raise resolved.refusal
            if called:
                tell_success(connection.id, "xero", JOB, journal, self._now())
                connections.touch(connection.id)
                write_down(connection.id, journal, self._now())
                self._announce(
                    Event.RUN_FINISHED,
                    {"connection_id": connection.id, "job": JOB, "run_id": journal.run_id},
                )
        except LeaseLostError as error:
            journal.warning("LEASE_LOST", f"{error} It goes on there.")
        except SyncError as error:
            now = clock()
            next_run_at = tell_failure(connection.id, "xero", JOB, error, journal, now)
            write_down(connection.id, journal, self._now(), error)
            next_run_at = min(next_run_at, now + _LONGEST_SLEEP)
            checkpoints.wait_until(connection.id, JOB, now, next_run_at)
            is_silent = isinstance(error, RetryLaterError | OutcomeUnknownError)
            checkpoints.remember(
                connection.id, JOB, is_silent=is_silent, knocks=is_silent or _is_shut_out(error)
            )
        finally:
            journal.flush()

    def _is_probing(self, connection: Connection) -> bool:
        """While Xero is silent, nothing is added to the batches that nobody knows about."""
        state = checkpoints.load(connection.id, JOB).state
        if not state.get("failures") or not state.get("is_silent"):
            return False
        open_batches = batches.open_batches(connection.id)
        return any(holds_back(batch, connection.tenant_id) for batch in open_batches)

    def _is_ingesting(self, autotask_key: str) -> bool:
        since = checkpoints.load(autotask_key, "ingest").running_since_at
        return since is not None and self._now() - since < _INGEST_LIFE

    def _knock(self, connection_id: str, ledger: XeroClient) -> None:
        """After silence one cheap question goes first, before anything is claimed or sent again."""
        state = checkpoints.load(connection_id, JOB).state
        if state.get("failures") and state.get("knocks"):
            ledger.organisation()
            checkpoints.remember(connection_id, JOB, knocks=False)

    def _may_go_on(self, begun: Connection, age: timedelta) -> bool:
        return not is_stopping() and may_go_on(begun, connections.get(begun.id), age)

    def _desk(
        self,
        connection: Connection,
        ledger: XeroClient,
        lease: Lease,
        journal: Journal,
        clock: Clock,
    ) -> Desk:
        keeper = self._access.tokens(connection.token_set_id or "", journal.call)
        began = clock()
        return Desk(
            connection=connection,
            lease=lease,
            ledger=ledger,
            renew_token=keeper.renew,
            may_go_on=lambda: self._may_go_on(connection, clock() - began),
            blocked=self._access.budget(connection.tenant_id or "").refusal,
            pause=lambda until: pause_until(until, clock),
            records=invoices,
            batches=batches,
            links=contact_links,
            lists=RememberedLists(reference_data),
            leases=leases,
            crew=GreenCrew(connection.settings.batches_in_flight),
            pace=self._pace(connection),
            health=XeroHealth(connection, self._now),
            trace=trace.add_trace,
            doubt_lists=doubt_lists,
            count_text=lambda autotask_id, text: count_text(
                connection.id, autotask_id, text, clock()
            ),
            map=partial(
                map_claimed,
                read_again=reader_for(connection, ledger, self._now),
                is_read_again=name_watch(connection.autotask_key, self._now),
            ),
            journal=journal,
            now=clock,
            public_url=self._public_url,
            announce=self._announce,
        )

    def _pace(self, connection: Connection) -> AdaptivePace:
        known = checkpoints.load(connection.id, JOB).state.get("batch_size")
        return AdaptivePace(
            known,
            connection.settings.batch_size,
            lambda size: checkpoints.remember(connection.id, JOB, batch_size=size),
        )

    def journal_for(self, connection_id: str) -> Journal:
        return self.journal_of(connection_id, uuid4().hex)

    def journal_of(self, connection_id: str, run_id: str) -> Journal:
        """Of a run that another process may have begun."""
        return Journal(self._write_log, connection_id, SERVICE, run_id, self._now)


def _is_shut_out(error: SyncError) -> bool:
    """Tell whether any question is refused until a person has connected the organisation again.

    With a missing scope the question might pass, or fail for another scope than the one that lacks.
    """
    return isinstance(error, UnauthorizedError) and not isinstance(error, ScopeMissingError)
