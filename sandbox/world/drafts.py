"""An invoice as the demo plans it, before ids are given out."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Final

from sandbox.world.calendar import at
from sandbox.world.companies import NZ_GST, Company
from sandbox.world.lines import GST, ZERO, Line


class Role(Enum):
    """Why an invoice is in the world: (what it must become, why)."""

    ORDINARY = ("complete", "an ordinary invoice")
    NEGATIVE = ("complete", "a negative total becomes a credit note")
    LATE_NUMBER = ("complete", "its number arrives a minute after the world started")
    LATE_LINES = ("complete", "its lines arrive a minute after the world started")
    APPEARED = ("complete", "appeared while the sandbox was running")
    VOIDED = ("skipped", "voided in Autotask")
    ZERO = ("skipped", "its total is zero")
    NO_SYNC = ("skipped", "its company carries XeroNoSync")
    LOCKED = ("fault", "dated before Xero's lock date")
    RETIRED_ACCOUNT = ("fault", "Legacy Hosting maps to an archived account")
    DEPOSIT = ("fault", "the tax does not fit the liability account of Equipment Deposit")
    ARCHIVED = ("fault", "its contact is archived in Xero")
    EXTERNAL_TAX = ("hold", "waits for external taxes for ever")

    @property
    def expect(self) -> str:
        return self.value[0]

    @property
    def why(self) -> str:
        return self.value[1]


TERMS: Final = {1: 30, 2: 45, 3: 60, 4: 0, 5: 14}


@dataclass(frozen=True, slots=True)
class Draft:
    """`day` is the date on the paper; `created` is when Autotask processed it."""

    company: Company
    role: Role
    day: date
    created: datetime
    lines: tuple[Line, ...]
    terms: int
    order_number: str = ""
    comments: str | None = None
    monthly: bool = False


def tax_rate(company: Company) -> Decimal:
    return GST if company.tax_region_id == NZ_GST else ZERO


def morning_before(day: date, rng: random.Random) -> datetime:
    """Billing runs on a New Zealand morning, which is the evening before in UTC."""
    start = at(day - timedelta(days=1), 18, 30)
    return start + timedelta(milliseconds=rng.randrange(5 * 3600 * 1000))


def terms_of(company: Company) -> int:
    return (1, 1, 1, 5, 4, 1, 2, 1, 5, 3)[company.id % 10]
