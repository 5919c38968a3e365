"""Who did what, when and why: written by the gateway.

The line of a command is there before the command is given, and says at first that nobody knows
whether it was done: so none is lost with the database between a deed and its line.
"""

from datetime import datetime
from typing import Any

from core.store.documents import AuditEventDocument
from core.store.views.reading import collection, read

_UNKNOWN = {"outcome": "unknown"}


@read
def record(  # noqa: PLR0913 - the columns of the trail, by name.
    *,
    at: datetime,
    who: str,
    action: str,
    connection: str | None = None,
    subject: str | None = None,
    reason: str | None = None,
    detail: dict[str, Any] | None = None,
) -> Any:
    """The id of the line."""
    event = {
        "at": at,
        "who": who,
        "action": action,
        "connection": connection,
        "subject": subject,
        "reason": reason,
        "detail": detail or {},
    }
    return collection(AuditEventDocument).insert_one(event).inserted_id


def begin(
    *, at: datetime, who: str, action: str, connection: str, reason: str, subject: str
) -> Any:
    """A line of what is asked for now; without one nothing may be asked."""
    return record(
        at=at,
        who=who,
        action=action,
        connection=connection,
        subject=subject or None,
        reason=reason or None,
        detail=dict(_UNKNOWN),
    )


@read
def settle(line: Any, subject: str) -> None:
    """It was done."""
    told: dict[str, Any] = {"$set": {"subject": subject or None, "detail": {}}}
    collection(AuditEventDocument).update_one({"_id": line}, told)


@read
def withdraw(line: Any) -> None:
    """It was not done, as whoever was asked has said."""
    collection(AuditEventDocument).delete_one({"_id": line, "detail": _UNKNOWN})
