"""Lines of the sync log."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pymongo.errors import BulkWriteError

from core.store.documents import LogEntryDocument

_DUPLICATE_KEY = 11000


def insert(lines: Iterable[Mapping[str, Any]]) -> int:
    """Store lines as they travel (see domain/log_line.py); ones that are there already are left.

    Returns how many were new.
    """
    documents = [_to_document(line) for line in lines]
    if not documents:
        return 0
    try:
        result = LogEntryDocument._get_collection().insert_many(documents, ordered=False)
    except BulkWriteError as error:
        others = [
            problem for problem in error.details["writeErrors"] if problem["code"] != _DUPLICATE_KEY
        ]
        if others:
            raise
        return int(error.details["nInserted"])
    return len(result.inserted_ids)


def _to_document(line: Mapping[str, Any]) -> dict[str, Any]:
    document = {name: value for name, value in line.items() if value is not None and name != "id"}
    at = line["at"]
    return {
        **document,
        "_id": line["id"],
        "at": datetime.fromisoformat(at) if isinstance(at, str) else at,
    }
