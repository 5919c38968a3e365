"""Which invoices the demo world holds: twelve months of billing and every odd case by number."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from sandbox.world import lines
from sandbox.world.calendar import Month, billing_months, lock_date
from sandbox.world.companies import NZ_GST, Company
from sandbox.world.drafts import Draft, Role, morning_before, tax_rate, terms_of
from sandbox.world.lines import Line

INVOICES: Final = 1120
COUNTS: Final[Mapping[Role, int]] = {
    Role.VOIDED: 40,
    Role.ZERO: 25,
    Role.NO_SYNC: 10,
    Role.NEGATIVE: 8,
    Role.LOCKED: 3,
    Role.RETIRED_ACCOUNT: 3,
    Role.DEPOSIT: 3,
    Role.LATE_NUMBER: 1,
    Role.LATE_LINES: 1,
    Role.EXTERNAL_TAX: 1,
}
MANAGED: Final = 60
UNROUNDED_TAX: Final = 10
NEWEST: Final = frozenset({Role.LATE_NUMBER, Role.LATE_LINES, Role.EXTERNAL_TAX})
DOMESTIC_ONLY: Final = frozenset({Role.DEPOSIT})

Composer = Callable[[random.Random], list[Line]]


def drafts(customers: Sequence[Company], today: date, seed: int) -> list[Draft]:
    """Every invoice of the demo in the order in which Autotask created them."""
    rng = random.Random(f"invoices-{seed}")  # noqa: S311 - a demo world, not a secret
    billed = [company for company in customers if company.billed and not company.no_sync]
    planned = [*_monthly(billed, today, rng), *_special(customers, billed, today, rng)]
    planned += _jobs(billed, INVOICES - len(planned), today, rng)
    return sorted(planned, key=lambda draft: draft.created)


def _monthly(billed: Sequence[Company], today: date, rng: random.Random) -> Iterator[Draft]:
    """Managed customers pay on the first of each month from the month they signed."""
    months = list(billing_months(today))
    for company in rng.sample(billed, MANAGED):
        signed = rng.choice((0, 0, 0, 0, rng.randint(1, 9)))
        for month in months[signed:]:
            yield _draft(company, Role.ORDINARY, month.first, _monthly_lines, rng)


def _jobs(
    billed: Sequence[Company], count: int, today: date, rng: random.Random
) -> Iterator[Draft]:
    months = list(billing_months(today))
    everyone = rng.sample(billed, len(billed))
    for index in range(count):
        company = everyone[index] if index < len(everyone) else rng.choice(billed)
        day = _day_in(rng.choice(months), today, rng)
        draft = _draft(company, Role.ORDINARY, day, job_lines, rng)
        yield _unrounded(draft) if index < UNROUNDED_TAX else draft


def _special(
    customers: Sequence[Company], billed: Sequence[Company], today: date, rng: random.Random
) -> Iterator[Draft]:
    months = list(billing_months(today))
    for role, count in COUNTS.items():
        for _ in range(count):
            day = today if role in NEWEST else _day_in(rng.choice(months), today, rng)
            if role is Role.LOCKED:
                day = lock_date(today) - timedelta(days=rng.randint(2, 20))
            company = rng.choice(_candidates(role, customers, billed))
            yield _draft(company, role, day, COMPOSERS.get(role, job_lines), rng, today)


def _candidates(
    role: Role, customers: Sequence[Company], billed: Sequence[Company]
) -> Sequence[Company]:
    if role is Role.NO_SYNC:
        return [company for company in customers if company.no_sync]
    if role in DOMESTIC_ONLY:
        return [company for company in billed if company.tax_region_id == NZ_GST]
    return billed


def _draft(
    company: Company,
    role: Role,
    day: date,
    compose: Composer,
    rng: random.Random,
    today: date | None = None,
) -> Draft:
    processed = day
    if role is Role.LOCKED and today is not None:
        processed = Month.of(today).plus(-rng.randint(3, 8)).first
    return Draft(
        company=company,
        role=role,
        day=day,
        created=morning_before(processed, rng),
        lines=tuple(lines.taxed(compose(rng), tax_rate(company))),
        terms=terms_of(company),
        order_number=f"PO {rng.randint(1000, 99999)}" if rng.random() < 0.2 else "",
        comments="Thank you for your business." if rng.random() < 0.1 else None,
        monthly=compose is _monthly_lines,
    )


def _unrounded(draft: Draft) -> Draft:
    exact = lines.with_unrounded_tax(draft.lines, tax_rate(draft.company))
    return replace(draft, lines=tuple(exact))


def _day_in(month: Month, today: date, rng: random.Random) -> date:
    last = min(month.last, today)
    return month.first + timedelta(days=rng.randint(0, (last - month.first).days))


def _monthly_lines(rng: random.Random) -> list[Line]:
    most = rng.choices((4, 9, 18, 40), (45, 35, 15, 5))[0]
    count = 40 if most == 40 and rng.random() < 0.2 else rng.randint(1, most)
    return lines.drawn(lines.MONTHLY, count, rng)


def job_lines(rng: random.Random) -> list[Line]:
    most = rng.choices((1, 3, 8, 20), (25, 45, 24, 6))[0]
    return lines.drawn(lines.JOB, rng.randint(1, most), rng)


def _zero(rng: random.Random) -> list[Line]:
    if rng.random() < 0.5:
        return [lines.covered(rng) for _ in range(rng.randint(1, 5))]
    charged = lines.recurring(rng)
    return [charged, lines.negated(charged, "Waived as agreed")]


def _negative(rng: random.Random) -> list[Line]:
    returned = [lines.returned_hardware(rng) for _ in range(rng.randint(1, 3))]
    return [*returned, lines.adjustment(rng)]


def _retired(rng: random.Random) -> list[Line]:
    return [lines.recurring(rng), lines.legacy_hosting(rng)]


def _deposit(rng: random.Random) -> list[Line]:
    return [lines.equipment_deposit(rng)]


COMPOSERS: Final[Mapping[Role, Composer]] = {
    Role.ZERO: _zero,
    Role.NEGATIVE: _negative,
    Role.RETIRED_ACCOUNT: _retired,
    Role.DEPOSIT: _deposit,
    Role.EXTERNAL_TAX: _monthly_lines,
}
