"""What of a connection waits for Autotask, and what has no route; counted as far as anybody reads."""

from dataclasses import dataclass
from typing import Any

from core.domain.connection_settings import ConnectionSettings
from core.domain.status import Status
from core.store.documents import InvoiceDocument
from core.store.views.reading import collection

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """Figures stop at `MOST_COUNTED`; None where the option is off and nothing waits."""

    write_back: int | None = None
    write_back_refused: int = 0
    unroutable: int = 0


def waiting_of(connection_id: str, key: str, options: ConnectionSettings) -> Waiting:
    complete = {"connection": connection_id, "status": Status.COMPLETE.value}
    untold = {**complete, "written_back_at": None}
    waits = {**untold, "write_back_refused_at": None}
    return Waiting(
        write_back=_count(waits) if _writes_back(options) else None,
        write_back_refused=_count({**untold, "write_back_refused_at": {"$ne": None}})
        if _writes_back(options)
        else 0,
        unroutable=_count(
            {"connection": key, "status": Status.FAULT.value, "fault.code": "UNROUTABLE"}
        ),
    )


def _writes_back(options: ConnectionSettings) -> bool:
    return options.write_back_exported or options.write_back_number


def _count(asked: dict[str, Any]) -> int:
    return collection(InvoiceDocument).count_documents(asked, limit=MOST_COUNTED)
