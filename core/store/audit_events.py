"""Who did what, when and why: written by the gateway, never changed."""

from datetime import datetime
from typing import Any

from core.store.documents import AuditEventDocument
from core.store.views.reading import collection, read


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
) -> None:
    event = {
        "at": at,
        "who": who,
        "action": action,
        "connection": connection,
        "subject": subject,
        "reason": reason,
        "detail": detail or {},
    }
    collection(AuditEventDocument).insert_one(event)
