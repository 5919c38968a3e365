"""`POST /_sandbox/bookkeeper/{deed}`: what a person does in Xero, for tests and demos."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from sandbox.door.blueprint import answer, guarded, number, payload
from sandbox.door.errors import DoorError
from sandbox.xero.bookkeeper import Bookkeeper
from sandbox.xero.books import Books, Record

Sent = Mapping[str, Any]
Deed = Callable[[Bookkeeper, Sent], Record]
_LOCKS = {"period": "PeriodLockDate", "end_of_year": "EndOfYearLockDate"}


def day_in(text: object) -> date:
    """A date that was sent to the door."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise DoorError("A date must look like 2026-11-22.") from None


def pay(person: Bookkeeper, sent: Sent) -> Record:
    """Enter a payment; all that is due unless an amount is given."""
    amount = None if sent.get("amount") is None else Decimal(str(number(sent, "amount")))
    day = day_in(sent["date"]) if sent.get("date") else None
    return person.pay(_text(sent, "document"), amount, day)


def _edit(person: Bookkeeper, sent: Sent) -> Record:
    fields = sent.get("fields")
    if not isinstance(fields, dict) or not fields:
        raise DoorError("fields must be an object of the fields to set.")
    return person.edit(_text(sent, "document"), fields)


def _lock(person: Bookkeeper, sent: Sent) -> Record:
    if not sent or set(sent) - set(_LOCKS):
        raise DoorError("Send period, end_of_year or both, each a date or null.")
    return person.lock(
        {_LOCKS[name]: None if day is None else day_in(day) for name, day in sent.items()}
    )


def _text(sent: Sent, name: str) -> str:
    value = sent.get(name)
    if not isinstance(value, str) or not value:
        raise DoorError(f"{name} is missing.")
    return value


DEEDS: Mapping[str, Deed] = {
    "pay": pay,
    "reverse": lambda person, sent: person.reverse(_text(sent, "payment")),
    "edit": _edit,
    "void": lambda person, sent: person.void(_text(sent, "document")),
    "delete": lambda person, sent: person.delete(_text(sent, "document")),
    "approve": lambda person, sent: person.approve(_text(sent, "document")),
    "archive_contact": lambda person, sent: person.archive_contact(_text(sent, "contact")),
    "merge_contacts": lambda person, sent: person.merge_contacts(
        _text(sent, "contact"), str(sent.get("into") or "")
    ),
    "lock_dates": _lock,
    "archive_account": lambda person, sent: person.archive_account(_text(sent, "code")),
    "delete_tax": lambda person, sent: person.delete_tax(_text(sent, "tax_type")),
}


def deeds_blueprint(books: Books) -> Blueprint:
    """One route a deed; the answer is what was changed."""
    blueprint = guarded(Blueprint("xero_deeds", __name__, url_prefix="/_sandbox/bookkeeper"))

    @blueprint.post("/<name>")
    def done(name: str) -> Response:
        deed = DEEDS.get(name)
        if deed is None:
            raise DoorError(f"A bookkeeper does no {name}, but {', '.join(DEEDS)}.")
        with books.store.transaction():
            return answer(deed(Bookkeeper(books), payload()))

    return blueprint
