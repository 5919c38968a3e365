"""An invoice that MongoDB takes in no form must stop itself and none of its neighbors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal, DecimalException
from typing import Any

from bson import encode
from bson.errors import BSONError
from pymongo.errors import BulkWriteError, DocumentTooLarge, OperationFailure

from core.domain.admission import Stopped
from core.domain.errors import UnstorableError
from core.domain.faults import make_fault
from core.domain.invoice import Invoice
from core.domain.money import to_cents
from core.store.bson_money import to_bson
from core.store.ingested_form import UNREADABLE, Judged

# What the driver says of a value before it sends anything, and the server of 16 MB and more.
_NO_VALUE = (OverflowError, BSONError, DecimalException)
_TOO_LARGE = frozenset({10334, 17280, 17419, 17420})
_SAID_OF_VALUE = "It holds a value that the ledger cannot keep."
_SAID_OF_SIZE = "It is larger than the ledger can keep."
# What a stand-in keeps of the header.
_LARGEST_FIELD = 2_000
_MOST_FIELDS = 500


@contextmanager
def storable() -> Iterator[None]:
    """Raise UnstorableError for a document that will never go in; an outage is another matter.

    Its words are the same each time, so that the same trouble is told once.
    """
    try:
        yield
    except DocumentTooLarge as error:
        raise UnstorableError(_SAID_OF_SIZE) from error
    except _NO_VALUE as error:
        raise UnstorableError(_SAID_OF_VALUE) from error
    except OperationFailure as error:
        if not _codes_of(error) & _TOO_LARGE:
            raise
        raise UnstorableError(_SAID_OF_SIZE) from error


def _codes_of(error: OperationFailure) -> set[object]:
    if isinstance(error, BulkWriteError):
        return {problem["code"] for problem in error.details["writeErrors"]}
    return {error.code}


def stand_in(judged: Judged, reason: str) -> Judged:
    """The same invoice as a fault that can be stored, with as much of it as the ledger takes."""
    found = judged.ingested.invoice
    bare = Invoice(
        autotask_id=found.autotask_id,
        number=found.number if _fits("number", found.number) else None,
        company_id=found.company_id if _fits("company_id", found.company_id) else 0,
        issued_on=found.issued_on,
        due_on=None,
        created_at=found.created_at,
        header_total=_amount(found.header_total),
        header_tax=_amount(found.header_tax),
        is_voided=found.is_voided,
    )
    raw: dict[str, object] = {
        "invoice": _header(judged.ingested.raw.get("invoice")),
        "lines": [],
    }
    fault = make_fault(UNREADABLE, vendor_text=reason, field="Invoices (as a whole)")
    ingested = replace(judged.ingested, invoice=bare, raw=raw)
    return Judged(ingested, Stopped(fault), is_stand_in=True)


def _header(raw: object) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        return {}
    fitting = [(name, value) for name, value in raw.items() if _fits(name, value)]
    return dict(fitting[:_MOST_FIELDS])


def _fits(name: str, value: Any) -> bool:
    try:
        return len(encode({name: value})) <= _LARGEST_FIELD
    except (*_NO_VALUE, UnicodeError):
        return False


def _amount(amount: Decimal) -> Decimal:
    try:
        to_bson(amount)
        to_bson(to_cents(amount))
    except _NO_VALUE:
        return Decimal(0)
    return amount
