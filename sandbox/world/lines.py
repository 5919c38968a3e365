"""The lines of an invoice before they are numbered: quantities, prices and tax, all exact."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from sandbox.world import catalog
from sandbox.world.catalog import Offer
from sandbox.world.money import FOUR_PLACES, to_cents, to_four_places, total

GST: Final = Decimal("0.15")
ZERO: Final = Decimal()


@dataclass(frozen=True, slots=True)
class Line:
    """`total` is what the customer owes net; `extended` is what it was worth before contract cover."""

    code: str
    name: str
    description: str | None
    quantity: Decimal
    rate: Decimal
    extended: Decimal
    total: Decimal
    tax: Decimal = ZERO
    taxable: bool = True
    no_charge: bool = False


def priced(offer: Offer, quantity: Decimal, description: str | None = None) -> Line:
    worth = to_four_places(quantity * offer.rate)
    return Line(offer.code, offer.name, description, quantity, offer.rate, worth, to_cents(worth))


def recurring(rng: random.Random) -> Line:
    offer = rng.choice(catalog.SERVICES)
    return priced(offer, Decimal(rng.randint(1, offer.most)), f"{offer.name} for the month")


def backup_storage(rng: random.Random) -> Line:
    gigabytes = Decimal(rng.randint(400_000, 24_000_000)).scaleb(-4)
    return priced(catalog.BACKUP_STORAGE, gigabytes, "Average over the month")


def labor(rng: random.Random) -> Line:
    """Autotask keeps hours with four decimals, so 77 minutes are 1.2833."""
    hours = (Decimal(rng.randint(3, 96) * 5 + rng.choice((0, 0, 2))) / 60).quantize(FOUR_PLACES)
    return priced(rng.choice(catalog.WORK), hours, rng.choice(catalog.PROBLEMS))


def hardware(rng: random.Random) -> Line:
    offer = rng.choice(catalog.HARDWARE)
    serial = "".join(rng.choices("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", k=9))
    text = rng.choice((None, f"Serial number {serial}", f"{offer.name}\nSerial number {serial}"))
    return priced(offer, Decimal(rng.randint(1, max(1, offer.most // 2))), text)


def travel(rng: random.Random) -> Line:
    offer = rng.choice(catalog.TRAVEL)
    return priced(offer, Decimal(rng.randint(1, offer.most)), "Return trip to site")


def milestone(rng: random.Random) -> Line:
    offer = rng.choice(catalog.MILESTONES)
    share = Decimal(rng.choice(("0.2500", "0.3333", "0.5000", "1.0000")))
    return priced(offer, share, f"{offer.name} ({share:%} of the stage)")


def adjustment(rng: random.Random) -> Line:
    """A service that shrank during the month gives part of its price back."""
    offer = rng.choice(catalog.SERVICES)
    units = rng.randint(1, 3)
    daily = Offer(
        "Service Adjustment",
        f"Adjustment: {offer.name}",
        to_four_places(offer.rate * rng.randint(3, 27) / 30),
    )
    return priced(daily, Decimal(-units), f"{units} fewer from mid-month")


def odd_adjustment(rng: random.Random) -> Line:
    """A removed unit that is charged all the same: negative quantity, positive total."""
    line = adjustment(rng)
    return replace(
        line, extended=-line.extended, total=-line.total, description="Early removal fee"
    )


def covered(rng: random.Random) -> Line:
    """Work that a block-hours contract already paid for is worth something and costs nothing."""
    line = labor(rng)
    return replace(line, total=ZERO, no_charge=True)


def disbursement(rng: random.Random) -> Line:
    """Paid on the customer's behalf without GST."""
    fee = Offer("Software Licences", "Domain name registration", Decimal("34.50"))
    line = priced(fee, Decimal(rng.randint(1, 4)), "Registry fee, no GST")
    return replace(line, taxable=False)


def legacy_hosting(rng: random.Random) -> Line:
    offer = Offer("Legacy Hosting", "Shared web hosting (retired plan)", Decimal("29.00"))
    return priced(offer, Decimal(rng.randint(1, 6)), "Hosting on the retired platform")


def equipment_deposit(rng: random.Random) -> Line:
    offer = Offer("Equipment Deposit", "Deposit on ordered equipment", Decimal("1500.00"))
    return priced(offer, Decimal(rng.randint(1, 4)), "Held until the equipment is delivered")


def returned_hardware(rng: random.Random) -> Line:
    line = hardware(rng)
    return negated(line, f"Returned: {line.name}")


def negated(line: Line, description: str) -> Line:
    return replace(
        line,
        description=description,
        quantity=-line.quantity,
        extended=-line.extended,
        total=-line.total,
    )


JOB: Final[Sequence[tuple[Callable[[random.Random], Line], int]]] = (
    (labor, 50),
    (hardware, 24),
    (travel, 9),
    (milestone, 6),
    (covered, 5),
    (recurring, 3),
    (adjustment, 2),
    (disbursement, 1),
)
MONTHLY: Final[Sequence[tuple[Callable[[random.Random], Line], int]]] = (
    (recurring, 62),
    (backup_storage, 10),
    (labor, 14),
    (adjustment, 6),
    (hardware, 4),
    (covered, 3),
    (odd_adjustment, 1),
)


def drawn(
    kinds: Sequence[tuple[Callable[[random.Random], Line], int]], count: int, rng: random.Random
) -> list[Line]:
    """So many lines, worth more than nothing in all: an adjustment never eats the whole invoice."""
    makers, weights = zip(*kinds, strict=True)
    lines = [maker(rng) for maker in rng.choices(makers, weights, k=count)]
    while total(line.total for line in lines) <= 0:
        lines[-1] = labor(rng)
        lines[0] = kinds[0][0](rng)
    return lines


def taxed(lines: Sequence[Line], rate: Decimal) -> list[Line]:
    """Autotask rounds items to cents when they are approved and posted."""
    return [
        replace(line, tax=to_cents(line.total * rate)) if line.taxable else line for line in lines
    ]


def with_unrounded_tax(lines: Sequence[Line], rate: Decimal) -> list[Line]:
    """One line keeps its four decimals, as tenants with the four-decimal setting have them."""
    for index, line in enumerate(lines):
        exact = to_four_places(line.total * rate)
        if line.taxable and exact != to_cents(exact) and exact * 10_000 % 100 != 50:
            return [*lines[:index], replace(line, tax=exact), *lines[index + 1 :]]
    return list(lines)
