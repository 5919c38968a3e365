"""One more invoice while the sandbox runs: the same for the same seed, serial and moment."""

import random
from dataclasses import dataclass
from datetime import datetime

from sandbox.world import lines
from sandbox.world.companies import Company
from sandbox.world.drafts import Draft, Role, tax_rate, terms_of
from sandbox.world.invoices import Ids, add
from sandbox.world.lines import Line
from sandbox.world.model import World
from sandbox.world.plan import job_lines


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who is billed and when; `line_count` None leaves the lines to chance.

    A credit is of goods that came back.
    """

    company: Company
    moment: datetime
    serial: int
    line_count: int | None = None
    credit: bool = False


@dataclass(frozen=True, slots=True)
class LastIds:
    """The highest ids in use."""

    invoice: int
    item: int
    batch: int


def arrive(arrival: Arrival, seed: int, last: LastIds) -> World:
    """The new invoice with its lines and its intent, to be added to what is there."""
    rng = random.Random(f"arrival-{seed}-{arrival.serial}")  # noqa: S311 - a demo world
    company = arrival.company
    made = _lines(arrival, rng)
    draft = Draft(
        company=company,
        role=_role(company),
        day=arrival.moment.date(),
        created=arrival.moment,
        lines=tuple(lines.taxed(made, tax_rate(company))),
        terms=terms_of(company),
    )
    world = World({"Invoices": [], "BillingItems": []})
    add(world, [draft], Ids(rng, last.invoice, last.item, last.batch))
    return world


def chosen_company(candidates: list[Company], seed: int, serial: int) -> Company:
    """Whose turn it is when nobody asks for a company."""
    rng = random.Random(f"arrival-company-{seed}-{serial}")  # noqa: S311 - a demo world
    return rng.choice([company for company in candidates if company.billed and not company.no_sync])


def _role(company: Company) -> Role:
    if company.no_sync:
        return Role.NO_SYNC
    return Role.ARCHIVED if company.xero_archived else Role.APPEARED


def _lines(arrival: Arrival, rng: random.Random) -> list[Line]:
    count = arrival.line_count
    if arrival.credit:
        return [lines.returned_hardware(rng) for _ in range(count or 1)]
    return job_lines(rng) if count is None else lines.drawn(lines.JOB, count, rng)
