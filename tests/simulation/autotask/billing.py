"""What happens in Autotask: invoices are made, numbered, changed and voided, in order and out of it."""

from datetime import datetime, timedelta
from random import Random

from core.domain.xero_document import DocumentKind
from tests.factories.documents import NOON
from tests.simulation.autotask.bills import Bill, Tenant
from tests.simulation.plan import MINUTE
from tests.simulation.shared import Shared

# After the rough day nothing shows up any more that was made in it.
_GRACE_MS = MINUTE // 2


class Billing:
    """The source of all documents, where the real ingestion fetches them."""

    def __init__(self, shared: Shared, tenant: Tenant, random: Random) -> None:
        self._shared = shared
        self._tenant = tenant
        self._random = random
        self._next_id = 0
        for company_id in range(7, 7 + shared.plan.companies):
            tenant.names[company_id] = self.name_of(company_id)

    def name_of(self, company_id: int) -> str:
        """On some days all companies are called the same."""
        return "Aroha Dental" if self._shared.plan.are_namesakes else f"Company {company_id}"

    def bill(self) -> None:
        """One or several new invoices appear, several of them in the same second."""
        for _ in range(self._random.choice([1, 1, 1, 3])):
            self._bill()

    def _bill(self) -> None:
        random, plan = self._random, self._shared.plan
        self._next_id += 1
        nets, taxes = self._amounts()
        now_ms = self._shared.scheduler.ms
        shown = self._later(plan.late_share, 200_000)
        bill = Bill(
            autotask_id=self._next_id,
            company_id=random.randint(7, 6 + plan.companies),
            number=f"INV-A{self._next_id}",
            nets=nets,
            taxes=taxes,
            created_at=self._created(now_ms),
            made_ms=now_ms,
            shown_ms=shown,
            number_ms=max(shown, self._later(plan.late_share, 120_000)),
            line_ms=tuple(max(shown, self._later(plan.late_share, 120_000)) for _ in nets),
            is_gross=plan.is_gross,
            order=random.choice(["", "", "PO 7"]),
        )
        if random.random() < plan.damaged_share:
            bill.is_damaged = bill.was_damaged = True
        bill.note_total()
        self._tenant.bills[bill.autotask_id] = bill
        self._prepare_xero(bill)

    def _created(self, now_ms: int) -> datetime:
        """Mostly now, by Autotask's clock; some days ago at the beginning; or dated back."""
        now = NOON + timedelta(milliseconds=now_ms)
        if now_ms == 0:
            return now - timedelta(days=self._random.choice([0, 1, 30]), minutes=5)
        if self._random.random() < 0.15:
            return now - timedelta(minutes=self._random.randint(1, 300))
        return now

    def _later(self, share: float, most_ms: int) -> int:
        ms = self._shared.scheduler.ms
        if self._random.random() >= share:
            return ms
        last = self._shared.plan.day_ms + _GRACE_MS
        return min(ms + self._random.randint(500, most_ms), max(last, ms))

    def _amounts(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        random = self._random
        sign = -1 if random.random() < 0.3 else 1
        nets = tuple(sign * random.randint(1_000, 90_000) for _ in range(random.choice([1, 1, 2])))
        return nets, tuple(net * 15 // 100 for net in nets)

    def _prepare_xero(self, bill: Bill) -> None:
        """Xero will refuse some, and count others a cent off."""
        mark = (
            f"/sync/invoices/{bill.autotask_id}"
            if bill.cents >= 0
            else f"Autotask kauri/{bill.autotask_id}"
        )
        draw = self._random.random()
        if draw < 0.06:
            reason = "Account code '200' is not a valid code for this document."
            self._shared.clerk.refusals[mark] = (reason,)
        elif draw < 0.12:
            self._shared.clerk.total_off[mark] = 1

    def change(self) -> None:
        """Somebody voids an invoice, or changes what stands on it."""
        bill = self._random.choice(list(self._tenant.bills.values()))
        if bill.voided_ms is not None or bill.shown_ms > self._shared.scheduler.ms:
            return
        bill.header = {}
        draw = self._random.random()
        if draw < self._shared.plan.voided_in_autotask:
            self._void(bill)
        elif draw < 0.7:
            bill.order = self._random.choice(["", "PO 8", "PO 9"])
        elif draw < 0.8:
            bill.company_id = self._random.randint(7, 6 + self._shared.plan.companies)
        elif draw < 0.8 + self._shared.plan.renumbered:
            bill.number = f"INV-A{bill.autotask_id}-{self._random.randint(1, 3)}"
        else:
            self._bill_otherwise(bill)

    def export(self) -> None:
        """Another tool has taken an invoice and marks it."""
        ms = self._shared.scheduler.ms
        shown = [each for each in self._tenant.shown() if each.exported_ms is None]
        left = [each for each in shown if each.voided_ms is None]
        if left:
            bill = self._random.choice(left)
            bill.exported_ms, bill.exported_at = ms, self._shared.scheduler.now()
            bill.header = {}

    def _void(self, bill: Bill) -> None:
        bill.voided_ms = self._shared.scheduler.ms
        bill.voided_at = self._shared.scheduler.now()

    def _bill_otherwise(self, bill: Bill) -> None:
        sign = -1 if bill.cents < 0 else 1
        bill.nets = tuple(sign * self._random.randint(1_000, 90_000) for _ in bill.nets)
        bill.taxes = tuple(net * 15 // 100 for net in bill.nets)
        bill.note_total()

    def mend(self) -> None:
        """Persons put right what Xero refused, and what was damaged in Autotask."""
        self._shared.clerk.refusals.clear()
        self._shared.clerk.total_off.clear()
        for bill in self._tenant.bills.values():
            bill.is_damaged, bill.header = False, {}


def kind_of(cents: int) -> DocumentKind:
    return DocumentKind.CREDIT_NOTE if cents < 0 else DocumentKind.INVOICE
