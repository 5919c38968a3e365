"""What Autotask is told of an invoice that Xero has, and when it is told again after a refusal.

The date of export is a mark that several tools share (Wise-Sync and upSync set it too), so one that
is there is never overwritten: it says already what ours would say.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from core.domain.connection_settings import ConnectionSettings

# Autotask's longest invoice number (Invoices).
LONGEST_NUMBER = 100
# A refusal may have been about something that a person mends within a day.
_NEXT_TRIES = (timedelta(hours=1), timedelta(days=1))
# What is left of our share of Autotask's hour belongs to looks, which cannot wait.
_PART_OF_SHARE = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Untold:
    """A complete invoice of which Autotask was not told yet; `refusals` is how often it said no."""

    autotask_id: int
    completed_at: datetime
    xero_number: str
    refusals: int = 0


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands on the invoice in Autotask now."""

    exported_at: datetime | None = None
    number: str | None = None
    is_voided: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """What is to be written; None leaves a field alone. The same word twice is the same change."""

    exported_at: datetime | None = None
    number: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.exported_at is None and self.number is None


def is_wanted(settings: ConnectionSettings) -> bool:
    return settings.write_back_exported or settings.write_back_number


def word_for(untold: Untold, marks: Marks, settings: ConnectionSettings) -> Word:
    """What Autotask lacks of what it is to be told."""
    lacks_date = settings.write_back_exported and marks.exported_at is None
    number = untold.xero_number
    lacks_number = settings.write_back_number and number not in ("", marks.number)
    fits = len(number) <= LONGEST_NUMBER
    return Word(
        untold.completed_at if lacks_date else None, number if lacks_number and fits else None
    )


def next_try(refusals: int, now: datetime) -> datetime | None:
    """When to ask again after so many refusals; None: not by itself."""
    return now + _NEXT_TRIES[refusals - 1] if refusals <= len(_NEXT_TRIES) else None


def calls_left(limit: int, used: int, share: Decimal) -> int:
    """How many of the hour's calls may go into this, which can wait."""
    return max(int(limit * share * _PART_OF_SHARE) - used, 0)
