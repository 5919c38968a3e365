"""What Home says of each connection, asked once for all of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from core.domain.status import Status
from core.store.documents import FigureMarksDocument, InvoiceDocument, MonthFiguresDocument
from core.store.views.figures import volume
from core.store.views.reading import collection, read

TOLD = (Status.FAULT, Status.PENDING_SYNC, Status.PROCESSING)


@read
def standing(connections: Sequence[str]) -> dict[str, Counter[Status]]:
    """How many invoices stand in each of these statuses, without those taken off the list."""
    asked = {
        "connection": {"$in": list(connections)},
        "status": {"$in": [status.value for status in TOLD]},
    }
    found = _by_status(asked)
    for key, removed in _by_status({**asked, "removed_at": {"$type": "date"}}).items():
        found[key] -= removed
    return {
        each: Counter({status: found[each, status.value] for status in TOLD})
        for each in connections
    }


@read
def synced(months: Mapping[str, str]) -> dict[str, int]:
    """How many invoices reached Xero, by connection, each in its own month (YYYY-MM)."""
    marks = {"_id": {"$in": list(months)}, "counted_to": {"$type": "date"}}
    known = {each["_id"] for each in collection(FigureMarksDocument).find(marks, {"_id": 1})}
    keys = {f"{each}/arrived/{months[each]}": each for each in known}
    rows = collection(MonthFiguresDocument).find({"_id": {"$in": list(keys)}}, {"rows": 1})
    counted = {keys[each["_id"]]: _complete(each["rows"]) for each in rows}
    # Before the figures are counted for the first time, each look counts anew.
    return {
        each: counted.get(each, 0) if each in known else volume(each, month).count
        for each, month in months.items()
    }


def _by_status(wanted: Mapping[str, Any]) -> Counter[tuple[str, str]]:
    group = {"_id": {"connection": "$connection", "status": "$status"}, "n": {"$sum": 1}}
    found = collection(InvoiceDocument).aggregate([{"$match": wanted}, {"$group": group}])
    return Counter(
        {(each["_id"]["connection"], each["_id"]["status"]): each["n"] for each in found}
    )


def _complete(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(row["n"] for row in rows if row["status"] == Status.COMPLETE)
