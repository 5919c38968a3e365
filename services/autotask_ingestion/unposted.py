"""Asks again for what waits to be posted, where another tool may take an invoice meanwhile.

A mark of export changes neither the time of creation nor anything else that a look asks for. So
with `skip_exported` on, pending invoices are asked for by their ids; many of them take turns.
"""

from collections.abc import Sequence

from core.domain.records import Connection
from services.autotask_ingestion.desk import Desk

_AFTER = "unposted_after"
_JOB = "ingest"


def unposted(desk: Desk, tenant: Sequence[Connection], room: int) -> list[int]:
    """The next of them in turn; none where no connection of the tenant has the option on."""
    concerned = [each.id for each in tenant if each.settings.skip_exported]
    if not concerned:
        return []
    key, checkpoints = desk.connection.autotask_key, desk.ledger.checkpoints
    after = int(checkpoints.load(key, _JOB).state.get(_AFTER) or 0)
    ids = desk.ledger.waiting.unposted_ids(concerned, after, room)
    last = ids[-1] if len(ids) == room else 0
    if last != after:
        checkpoints.remember(key, _JOB, **{_AFTER: last})
    return ids
