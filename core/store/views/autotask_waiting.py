"""What of a connection waits for Autotask, and what has no route; counted as far as anybody reads."""

from dataclasses import dataclass
from typing import Any

from core.domain.connection_settings import ConnectionSettings
from core.domain.status import Status
from core.domain.write_back import is_wanted
from core.store.documents import InvoiceDocument
from core.store.views.reading import collection

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """Figures stop at `MOST_COUNTED`; None where the option is off and nothing waits.

    Given up is also what Autotask was never asked about, because it is voided there for instance.
    """

    write_back: int | None = None
    write_back_refused: int = 0
    write_back_given_up: int = 0
    pdfs: int | None = None
    unroutable: int = 0


def waiting_of(connection_id: str, key: str, options: ConnectionSettings) -> Waiting:
    complete = {"connection": connection_id, "status": Status.COMPLETE.value}
    # In the words of invoices.written_back, so that its indexes serve both.
    untold = {**complete, "write_back_due_at": {"$type": "date"}}
    given_up = {**complete, "write_back_given_up_at": {"$type": "date"}}
    tells = is_wanted(options)
    lost = {"connection": key, "status": Status.FAULT.value, "fault.code": "UNROUTABLE"}
    return Waiting(
        write_back=_count(untold) if tells else None,
        write_back_refused=_count({**given_up, "write_back_refused_at": {"$ne": None}})
        if tells
        else 0,
        write_back_given_up=_count(given_up) if tells else 0,
        pdfs=_count({**complete, "attachment.open": True}) if options.attach_pdf else None,
        unroutable=_count(lost),
    )


def _count(asked: dict[str, Any]) -> int:
    return collection(InvoiceDocument).count_documents(asked, limit=MOST_COUNTED)
