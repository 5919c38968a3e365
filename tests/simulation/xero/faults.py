"""What may befall a call to Xero, by name (test-plan 4.3)."""

from random import Random
from typing import NamedTuple

# Where a write is concerned, each of these leaves something else open.
WRITE_FAULTS = (
    "refused_connection",
    "lost_before",
    "lost_after",
    "timeout_before",
    "timeout_after",
    "late_arrival",
    "late_commit",
    "error_before",
    "error_after",
    "error_partial",
    "gateway_after",
    "truncated",
    "html",
    "empty",
    "duplicated",
    "reordered",
    "extra",
    "missing",
    "limited_minute",
    "limited_day",
    "limited_concurrent",
    "limited_app",
    "limited_silently",
    "maintenance",
    "maintenance_after",
    "token_expired",
    "refused_whole",
    "slow",
)
READ_FAULTS = (
    "refused_connection",
    "lost_after",
    "timeout_after",
    "error_before",
    "truncated",
    "html",
    "empty",
    "limited_minute",
    "limited_concurrent",
    "limited_silently",
    "maintenance",
    "token_expired",
    "slow",
)
TOKEN_FAULTS = ("refused_connection", "lost_before", "lost_after", "timeout_after", "error_before")

# The product counts on these (core/domain/remedy.py): longer than that no request is on its way.
_LATEST_ARRIVAL_MS = 150_000
_LATEST_COMMIT_MS = 360_000


class Fault(NamedTuple):
    """A fault and how long it takes, or how many elements it spares."""

    name: str
    ms: int = 0


NONE = Fault("")


def draw(name: str, random: Random) -> Fault:
    """A fault by name, with its own length."""
    match name:
        case "late_arrival":
            return Fault(name, random.randint(20_000, _LATEST_ARRIVAL_MS))
        case "late_commit":
            return Fault(name, random.choice([20_000, 70_000, 130_000, 250_000, _LATEST_COMMIT_MS]))
        case "slow":
            return Fault(name, random.choice([3_000, 15_000, 55_000]))
        case "limited_minute" | "limited_app":
            return Fault(name, random.randint(1, 60) * 1000)
        case "limited_day":
            return Fault(name, random.randint(2, 10) * 60_000)
        case "error_partial":
            return Fault(name, random.randint(0, 3))
    return Fault(name, random.randint(0, 400))
