"""Applying where, order and If-Modified-Since to stored rows."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from sandbox.xero.dates import moment_of
from sandbox.xero.reading.fields import FIELDS, value_of
from sandbox.xero.reading.where import where
from sandbox.xero.refusals import BadRequestError, NotModifiedError, bad_query
from sandbox.xero.resource import Sent

Row = Mapping[str, Any]
_MOST_ROWS = 100_000


def selected(rows: Sequence[Row], sent: Sent, noun: str, id_field: str) -> list[Row]:
    """The rows that a call asks for, in its order; else by time of change, then id."""
    kept = modified(rows, sent)
    clause = sent.argument("where")
    if clause:
        test = where(clause, noun, backslash=sent.switch("where_backslash") == "accepted")
        kept = [row for row in kept if test(row)]
    if len(kept) > _MOST_ROWS:
        raise BadRequestError(
            10, "ValidationException", "The number of records exceeds the limit of 100000"
        )
    return ordered(kept, sent.argument("order"), noun, id_field)


def modified(rows: Sequence[Row], sent: Sent) -> list[Row]:
    """The rows that changed since the moment of the call's If-Modified-Since, if it has one."""
    since = _since(sent.headers.get("If-Modified-Since"))
    if since is None:
        return list(rows)
    # Xero compares to the second; whether the very second counts is not documented.
    if sent.switch("if_modified_since") == "inclusive":
        kept = [row for row in rows if moment_of(row["UpdatedDateUTC"]) >= since]
    else:
        after = since.replace(microsecond=0) + timedelta(seconds=1)
        kept = [row for row in rows if moment_of(row["UpdatedDateUTC"]) >= after]
    if not kept and sent.switch("nothing_modified") == 304:
        raise NotModifiedError
    return kept


def _since(header: str | None) -> datetime | None:
    if not header:
        return None
    try:
        return moment_of(header.strip())
    except (ValueError, OverflowError):
        pass
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def ordered(rows: Sequence[Row], order: str | None, noun: str, id_field: str) -> list[Row]:
    """Rows by the keys of an `order`, else by time of change, then id."""
    fields = {field.lower(): field for field in FIELDS[noun]}
    dated = "UpdatedDateUTC" in FIELDS[noun]
    keys = [part.split() for part in (order or "").split(",") if part.strip()]
    found = sorted(rows, key=lambda row: str(row[id_field]))
    for key in reversed(keys or ([["UpdatedDateUTC"]] if dated else [])):
        field = fields.get(key[0].lower())
        if field is None:
            raise bad_query(f"No property or field '{key[0]}' exists in type '{noun}'")
        kind = FIELDS[noun][field]
        found.sort(
            key=lambda row: _sortable(value_of(row, field, kind)),
            reverse=len(key) > 1 and key[1].upper().startswith("DESC"),
        )
    return found


def _sortable(value: Any) -> tuple[bool, Any]:
    return (value is not None, 0 if value is None else value)
