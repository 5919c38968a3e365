"""What may befall a call to Autotask, by name (test-plan 4.3)."""

from random import Random
from typing import NamedTuple

# "hole" and "cut" keep rows back without a word; everything else can be told from a good answer.
INVOICE_FAULTS = (
    "refused",
    "timeout",
    "reset",
    "error",
    "threads",
    "hourly",
    "offline",
    "malformed",
    "repeated",
    "short",
    "hole",
    "cut",
    "slow",
)
_SILENT = frozenset({"hole", "cut"})
OTHER_FAULTS = tuple(name for name in INVOICE_FAULTS if name not in _SILENT)


class AutotaskFault(NamedTuple):
    """A fault and how long it takes, or which row it strikes."""

    name: str
    ms: int = 0


NONE = AutotaskFault("")


def draw(entity: str, allowed: frozenset[str], random: Random) -> AutotaskFault:
    """One of those that may befall this kind of question."""
    # A company or a list with a hole in it stops its invoices for a person, which is another story.
    possible = INVOICE_FAULTS if entity in ("Invoices", "BillingItems") else OTHER_FAULTS
    names = [name for name in possible if name in allowed]
    if not names:
        return NONE
    name = random.choice(names)
    return AutotaskFault(name, random.choice([2_000, 20_000, 55_000]) + random.randint(0, 9))
