"""Invoices that were asked for by their ids and did not come: Autotask hides or has lost them.

A right by line of business that is taken from the API user hides rows without a word, so one that
waits would wait for ever. It waits for as long as it may, and then people are told. One answer with
a hole in it says nothing: looks that lie minutes apart have to miss it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from core.domain.records import Connection
from core.store.ingested_invoices import Known
from services.autotask_ingestion.desk import Desk
from services.autotask_ingestion.storing import reading_of

_CODE = "NOT_SHOWN"
# How long before now a look has to have missed it already, without one that found it since.
_SURE_AFTER = timedelta(minutes=10)
_MESSAGE = "Autotask does not show this invoice any more, although looks ask for it by its id."


def see_to(desk: Desk, tenant: Sequence[Connection], missing: Collection[int]) -> None:
    """Stop those of them that have waited for long enough."""
    if not missing:
        return
    for each in tenant:
        _see_to(desk.of(each), sorted(missing))


def _see_to(desk: Desk, missing: Sequence[int]) -> None:
    ingested, connection_id = desk.ledger.ingested, desk.connection.id
    known = ingested.known(connection_id, missing)
    patience = _patience(desk.connection)
    stopped = [each for each in known.values() if _is_over(each, patience, desk.now())]
    for autotask_id in ingested.stop_hidden(connection_id, stopped, reading_of(desk)):
        desk.journal.error(_CODE, _MESSAGE, autotask_id=autotask_id)


def _is_over(known: Known, patience: timedelta, now: datetime) -> bool:
    since = known.not_shown_since
    # Whoever noted it may have had another clock.
    is_sure = since is not None and abs(now - since) >= _SURE_AFTER
    return is_sure and known.waits_for_autotask and now - known.ingested_at >= patience


def _patience(connection: Connection) -> timedelta:
    settings = connection.settings
    return timedelta(minutes=max(settings.lines_hold_minutes, settings.number_hold_minutes))
