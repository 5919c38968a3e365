"""Which clients (or vendors) a text means."""

import re

from core.store.documents import ClientDocument, FigureMarksDocument
from core.store.views.kinds import Kind
from core.store.views.reading import collection

MOST = 1_000
"""Of a text that means more clients than that the lists themselves are asked."""


def matching(kind: Kind, connection: str, folded: str) -> tuple[int, ...] | None:
    """Ids of those whose name has the text in it, `MOST` + 1 at most.

    None while the names have not been gathered yet (core/store/filling_in.py).
    """
    marks = {"_id": connection, "is_filled": True}
    if collection(FigureMarksDocument).find_one(marks, {"_id": 1}) is None:
        return None
    named = {
        "connection": connection,
        "shelf": kind,
        "folded": {"$regex": re.escape(folded)},
    }
    found = collection(ClientDocument).find(named, {"party_id": 1, "_id": 0}).limit(MOST + 1)
    return tuple(int(each["party_id"]) for each in found)
