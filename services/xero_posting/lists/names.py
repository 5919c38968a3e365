"""Waits for ingestion to read a list of Autotask's again before a missing name stops an invoice."""

from collections.abc import Callable
from datetime import timedelta

from core.domain.name_lists import NameList
from core.runtime.clock import Clock
from core.store import reference_data

_FRESH = timedelta(minutes=10)

# Tells whether the list is going to be read again, so that it is worth waiting.
IsReadAgain = Callable[[NameList], bool]


def is_never_read_again(_kind: NameList) -> bool:
    """Nobody reads it, so what is stored counts."""
    return False


def name_watch(autotask_key: str, now: Clock) -> IsReadAgain:
    """Ingestion reads a doubted list with its next look; one that is minutes old has been read."""

    def is_read_again(kind: NameList) -> bool:
        read_at = reference_data.read_at(autotask_key, [kind]).get(kind)
        if read_at is not None and now() - read_at <= _FRESH:
            return False
        reference_data.doubt(autotask_key, [kind])
        return True

    return is_read_again
