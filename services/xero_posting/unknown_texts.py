"""Counts Xero's texts that no pattern knows, so that a platform team sees new ones."""

from datetime import datetime, timedelta

from core.domain.records import Connection
from core.domain.refusals import UNKNOWN, is_known, shape_of
from core.runtime.clock import Clock
from core.store import checkpoints, unknown_refusals

JOB = "unknown_texts"
_CODES = (UNKNOWN, "CONTACT_REFUSED")
_EVERY = timedelta(seconds=10)
# A change carries the instant at which its round began.
_OVERLAP = timedelta(minutes=5)
_FIRST_LOOK = timedelta(days=1)
_AT_ONCE = 500


def count_unknown_texts(connection: Connection, now: Clock) -> int:
    """Count what came since the last look; returns how many texts were new to the catalogue.

    Each fault is marked as counted before its words are, so that two instances never count it twice.
    """
    began = now()
    if not checkpoints.is_due(connection.id, JOB, began):
        return 0
    checkpoint = checkpoints.load(connection.id, JOB)
    since = (checkpoint.at or began - _FIRST_LOOK) - _OVERLAP
    records = unknown_refusals.uncounted(connection.id, _CODES, since, _AT_ONCE)
    counted = sum(_count(connection.id, record, began) for record in records)
    if len(records) < _AT_ONCE:
        checkpoints.advance(connection.id, JOB, began)
        checkpoints.wait_until(connection.id, JOB, began, began + _EVERY)
    return counted


def _count(connection_id: str, record: unknown_refusals.RefusedRecord, now: datetime) -> int:
    if not unknown_refusals.take(record):
        return 0
    texts = [text for text in record.vendor_text.splitlines() if text.strip()]
    unknown = [text for text in texts if not is_known(text)]
    for text in unknown:
        count_text(connection_id, record.autotask_id, text, now)
    return len(unknown)


def count_text(connection_id: str, autotask_id: int, text: str, now: datetime) -> None:
    """One more that Xero said of this record and that no pattern knows."""
    unknown_refusals.count(connection_id, shape_of(text), text, autotask_id, now)
