"""Which clients (or vendors) a text means."""

from datetime import datetime
from functools import lru_cache
from itertools import islice

from core.store.documents import ClientDocument
from core.store.views.kinds import Kind
from core.store.views.marks import lately, marks_of
from core.store.views.reading import collection

MOST = 1_000
"""Of a text that means more clients than that the lists themselves are asked."""

# Of so many lists the names are kept in memory, where 20,000 are looked through in a millisecond.
_KEPT = 8


def matching(kind: Kind, connection: str, folded: str) -> tuple[int, ...] | None:
    """Ids of those whose name has the text in it, `MOST` + 1 at most.

    None while the names have not been gathered yet (core/store/filling_in.py).
    """
    marks = lately(connection) or marks_of(connection)
    if not marks.is_filled:
        return None
    names = _names(kind, connection, marks.counted_to)
    found = dict.fromkeys(party_id for name, party_id in names if folded in name)
    return tuple(islice(found, MOST + 1))


@lru_cache(maxsize=_KEPT)
def _names(
    kind: Kind, connection: str, _gathered_to: datetime | None
) -> tuple[tuple[str, int], ...]:
    """Read again when the job of the figures has been round, which gathers them."""
    wanted = {"connection": connection, "shelf": kind}
    fields = {"folded": 1, "names": 1, "party_id": 1, "_id": 0}
    return tuple(
        (name, int(each["party_id"]))
        for each in collection(ClientDocument).find(wanted, fields)
        for name in {each["folded"], *(each.get("names") or ())}
    )
