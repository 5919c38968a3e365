"""Autotask: documents come in, change and are voided; ingestion is a model of what it stores."""

from dataclasses import replace
from random import Random

from core.domain.status import Status
from core.domain.xero_document import DocumentKind
from core.store.invoices import Step
from tests.simulation.shared import Shared
from tests.simulation.stores.rows import Content, Row


class Autotask:
    """The source of all documents."""

    def __init__(self, shared: Shared, random: Random) -> None:
        self._shared = shared
        self._random = random
        self._next_id = 0

    def bill(self) -> None:
        """A new document appears."""
        self._next_id += 1
        content = self._content(self._next_id)
        row = Row("kauri", self._next_id, content, self.name_of(content.company_id))
        self._shared.rows[row.autotask_id] = row
        clerk, draw, mark = self._shared.clerk, self._random.random(), self._mark(row)
        if draw < 0.06:
            clerk.refusals[mark] = ("Account code '200' is not a valid code for this document.",)
        elif draw < 0.12:
            clerk.total_off[mark] = 1

    def name_of(self, company_id: int) -> str:
        """On some days all companies are called the same."""
        return "Aroha Dental" if self._shared.plan.are_namesakes else f"Company {company_id}"

    def change(self) -> None:
        """Somebody changes a document, or voids it."""
        row = self._random.choice(list(self._shared.rows.values()))
        content = self._content(row.autotask_id, row.content)
        match row.status:
            case Status.PENDING_SYNC if self._random.random() < self._shared.plan.voided:
                now = self._shared.scheduler.now()
                step = Step("VOIDED", "Voided in Autotask.", "autotask", now)
                row.move(Status.SKIPPED, step, hold_code=None, hold_until=None)
                self._shared.oracle.out_since[row.autotask_id] = self._shared.scheduler.ms
            case Status.PENDING_SYNC if self._random.random() < 0.3:
                company_id = self._random.randint(1, self._shared.plan.companies) + 6
                row.content = replace(row.content, company_id=company_id)
                row.party = self.name_of(company_id)
            case Status.PENDING_SYNC | Status.FAULT | Status.SKIPPED | Status.DIAGNOSTIC:
                row.content, row.party = content, self.name_of(content.company_id)
            case _:
                row.fresh = content

    def _content(self, autotask_id: int, was: Content | None = None) -> Content:
        random, plan = self._random, self._shared.plan
        kind = random.choice(plan.kinds)
        is_in_xero = was is not None and self._shared.rows[autotask_id].xero_id is not None
        if was is not None and (is_in_xero or random.random() < 0.7):
            # Xero cannot turn one into the other; before it is there, it may still turn round.
            kind = was.kind
        sign = -1 if kind is DocumentKind.CREDIT_NOTE else 1
        nets = tuple(sign * random.randint(1, 90_000) for _ in range(random.choice([1, 1, 2])))
        number = f"INV-A{autotask_id}"
        if was is not None and random.random() < plan.renumbered:
            number = f"{number}-{random.randint(1, 3)}"
        elif was is not None and was.number is not None:
            number = was.number
        return Content(
            kind,
            number,
            random.randint(1, plan.companies) + 6,
            nets,
            tuple(net * 15 // 100 for net in nets),
            order=random.choice(["", "", "PO 7"]),
        )

    def mend(self) -> None:
        """Persons put right what Xero refused."""
        self._shared.clerk.refusals.clear()
        self._shared.clerk.total_off.clear()

    def _mark(self, row: Row) -> str:
        linked = (DocumentKind.INVOICE, DocumentKind.BILL)
        return (
            f"/sync/invoices/{row.autotask_id}"
            if row.content.kind in linked
            else f"Autotask kauri/{row.autotask_id}"
        )
