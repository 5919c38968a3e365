"""A day at the office drawn from a seed: two instances, crashes, freezes, faults and people.

Each instance is a greenlet that stops at every point before and after an effect, so that the
schedule decides who goes on, who dies and who sleeps past its lease. The same seed gives the same
day.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from greenlet import getcurrent, greenlet

from core.domain.invoice import Invoice
from core.domain.status import Status
from core.store.leases import Lease
from tests.factories.documents import make_connection, make_invoice, make_line, make_settings
from tests.fakes.office import Office
from tests.fakes.oracle import assert_exactly_once, documents_of
from tests.fakes.stumbling import CrashError, Stumbling

FAULTS = (
    "drop_before_commit",
    "drop_after_commit",
    "error_before_commit",
    "error_after_commit",
    "late_commit",
    "rate_limited",
    "unavailable",
    "token_expired",
    "disconnected",
    "refused_whole",
)
STEPS = 260


class Instance:
    """One instance of the actor, on its way through a round."""

    def __init__(self, office: Office, lease: Lease, hub: greenlet) -> None:
        self.lease = lease
        self.is_frozen = False
        self._office = office
        self._round = greenlet(self._run, hub)

    def _run(self) -> None:
        self._office.work(self.lease)
        self._office.leases.release(self.lease)

    @property
    def is_gone(self) -> bool:
        return bool(self._round.dead)

    def go_on(self) -> None:
        self._round.switch()

    def freeze(self) -> None:
        self.is_frozen = True
        self._office.leases.stop_beating(self.lease)

    def wake(self) -> None:
        self.is_frozen = False
        self._office.leases.beat_again(self.lease)

    def crash(self) -> None:
        self._office.leases.stop_beating(self.lease)
        try:
            self._round.throw(CrashError("killed"))
        except CrashError:
            return


class Day:
    """Everything that happens in one world; `live` it, then `settle`."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        size = self._random.choice([1, 2, 3, 50])
        self.office = Office(make_connection(settings=make_settings(batch_size=size)))
        self._hub = getcurrent()
        self._instances: list[Instance] = []
        self._next_id = 0
        # How rough this day is.
        self._fault_rate = self._random.choice([0.0, 0.2, 0.6])
        self._crash_rate = self._random.choice([0.0, 0.01, 0.05])
        self._freeze_rate = self._random.choice([0.0, 0.01, 0.04])
        self._faults = self._random.sample(FAULTS, self._random.randint(1, len(FAULTS)))
        self.office.ledger.late_by = timedelta(seconds=self._random.choice([20, 100, 200, 400]))
        # An update that Xero carries out minutes after we compared again cannot be told from one
        # that was meant; documents are created late, updates are not.
        self.office.ledger.updates_may_be_late = False
        self._are_namesakes = self._random.random() < 0.3
        self.touched: set[str] = set()
        for _ in range(self._random.randint(2, 7)):
            self._bill()

    def live(self) -> None:
        self.office.wrap = lambda name, port: Stumbling(name, port, self._boundary)
        for _ in range(STEPS):
            self._one_step()
        for instance in self._instances:
            instance.crash()
        self.office.wrap = lambda _name, port: port

    def _boundary(self, _point: str) -> None:
        """An instance stops here until the schedule lets it go on."""
        self._hub.switch()

    def _one_step(self) -> None:
        draw = self._random.random()
        if draw < 0.04:
            self._pass_time()
        elif draw < 0.08:
            self._random.choice([self._bill, self._resync, self._change, self._keep_books])()
        elif draw < 0.08 + self._crash_rate:
            self._with_one(Instance.crash)
        elif draw < 0.08 + self._crash_rate + self._freeze_rate:
            self._with_one(Instance.freeze)
        else:
            self._work()
        self._instances = [each for each in self._instances if not each.is_gone]

    def _work(self) -> None:
        if len(self._instances) < 2 and (lease := self.office.leases.acquire()):
            self._instances.append(Instance(self.office, lease, self._hub))
        if not self._instances:
            return
        instance = self._random.choice(self._instances)
        if instance.is_frozen:
            if self._random.random() < 0.1:
                instance.wake()
            return
        if self._random.random() < self._fault_rate and not self.office.ledger.faults:
            self.office.ledger.fail_next(self._random.choice(self._faults))
        instance.go_on()

    def _with_one(self, do: Callable[[Instance], None]) -> None:
        if self._instances:
            do(self._random.choice(self._instances))

    def _pass_time(self) -> None:
        self.office.clock.pass_by(seconds=self._random.choice([1, 6, 16, 65, 130, 310, 400]))

    def _invoice(self, autotask_id: int) -> Invoice:
        amount = Decimal(self._random.randint(-20_000, 90_000)) / 100
        tax = (amount * 15 / 100).quantize(Decimal("0.01"))
        return make_invoice(
            autotask_id, make_line(amount, tax), company_id=self._random.choice([7, 8])
        )

    def _name(self, company_id: int) -> str:
        """On some days both companies are called the same."""
        return "Aroha Dental" if self._are_namesakes else f"Company {company_id}"

    def _bill(self) -> None:
        self._next_id += 1
        invoice = self._invoice(self._next_id)
        self.office.invoices.add(
            invoice, company=self._name(invoice.company_id), ingested_at=self.office.clock()
        )
        if self._random.random() < 0.1:
            reason = "Account code '200' is not a valid code for this document."
            self.office.ledger.refusals[invoice.number or ""] = (reason,)
        if self._random.random() < 0.1:
            self.office.ledger.total_off[invoice.number or ""] = Decimal("0.01")

    def _resync(self) -> None:
        autotask_id = self._random.randint(1, self._next_id)
        fresh = self._same_side(autotask_id)
        if self.office.invoices.resync(autotask_id, self.office.clock(), fresh):
            self.office.row(autotask_id).company = self._name(fresh.company_id)

    def _change(self) -> None:
        """Autotask changes what has not gone yet."""
        row = self.office.row(self._random.randint(1, self._next_id))
        if row.status is Status.PENDING_SYNC:
            row.invoice = self._same_side(row.invoice.autotask_id)
            row.company = self._name(row.invoice.company_id)
            row.content_hash = f"hash of {row.invoice!r}"

    def _same_side(self, autotask_id: int) -> Invoice:
        """Fresh data of the same sign: an invoice never becomes a credit note in Xero."""
        was = self.office.row(autotask_id).invoice
        fresh = self._invoice(autotask_id)
        return fresh if (fresh.total < 0) == (was.total < 0) else was

    def _keep_books(self) -> None:
        """A bookkeeper deletes, voids or takes money for a document."""
        documents = [
            each for each in self.office.ledger.documents.values() if each.status != "DELETED"
        ]
        if not documents:
            return
        document = self._random.choice(documents)
        self.touched.add(document.xero_id)
        changes: list[dict[str, Any]] = [{"status": "VOIDED"}, {"has_payments": True}]
        if not document.has_payments:
            changes.append({"status": "DELETED"})
        change = self._random.choice(changes)
        self.office.ledger.edit(document.xero_id, **change)

    def settle(self) -> None:
        """The faults stop; within the promised time everything rests, and persons mend faults."""
        office = self.office
        office.ledger.faults.clear()
        self._assert_safe()
        office.clock.pass_by(seconds=16)
        office.settle(minutes=25)
        self._assert_safe()
        office.ledger.refusals.clear()
        office.ledger.total_off.clear()
        for autotask_id, standing in office.standings().items():
            if standing == "fault":
                office.invoices.resync(autotask_id, office.clock())
        office.settle(minutes=25)
        self._assert_safe()
        assert set(office.standings().values()) == {"complete"}, office.standings()
        for row in office.invoices.rows.values():
            linked = office.ledger.documents[row.xero_id or ""]
            if linked.xero_id not in self.touched:
                assert documents_of(office, row) == [linked]
        if not self.touched:
            assert_exactly_once(office)

    def _assert_safe(self) -> None:
        """At any time: never a second living document, and none that nobody asked for."""
        markers = [
            document
            for row in self.office.invoices.rows.values()
            for document in documents_of(self.office, row)
        ]
        alive = [each for each in self.office.ledger.documents.values() if each.status != "DELETED"]
        assert len(markers) == len(alive)
        for row in self.office.invoices.rows.values():
            found = documents_of(self.office, row)
            assert len(found) <= 1, f"{row.invoice.autotask_id} is in Xero twice"
