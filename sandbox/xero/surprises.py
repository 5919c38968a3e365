"""What other people do to the books just before, or right after, a call that met a fault for it."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from werkzeug.wrappers import Response

from sandbox.door.call import Call
from sandbox.door.errors import DoorError
from sandbox.door.faults import Fault
from sandbox.door.jsontext import loads
from sandbox.xero.bookkeeper import Bookkeeper
from sandbox.xero.books import ZERO_ID, Books, Record
from sandbox.xero.dates import moment_of
from sandbox.xero.documents.kinds import CREDIT_NOTE, INVOICE, PURCHASE_ORDER, Kind

_KINDS = {kind.entity: kind for kind in (INVOICE, CREDIT_NOTE, PURCHASE_ORDER)}
Sent = Mapping[str, Any]


class Surprises:
    """Acts out the faults that change the books."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._person = Bookkeeper(books)
        self._before = {
            "number_taken": self._take_number,
            "lock_date_moved": self._lock,
            "account_archived": self._archive_account,
            "tax_deleted": self._delete_tax,
            "contact_archived": self._archive_contact,
            "contact_merged": self._merge_contact,
        }
        self._after = {
            "bookkeeper_edits": self._edit,
            "bookkeeper_pays": self._pay,
            "bookkeeper_voids": self._void,
        }

    def before(self, call: Call, entity: str) -> None:
        """Somebody was faster than the call."""
        act = self._before.get(call.fault.effect) if call.fault else None
        if act is None or call.fault is None:
            return
        # A call that names nothing to act on is left alone, and so is what is already gone.
        with suppress(DoorError, ValueError):
            act(call.fault, entity, _rows(loads(call.body), entity))

    def after(self, call: Call, entity: str, answer: Response) -> None:
        """Somebody was waiting for the call."""
        act = self._after.get(call.fault.effect) if call.fault else None
        kind = _KINDS.get(entity)
        if act is None or call.fault is None or kind is None or answer.status_code != 200:
            return
        rows = _rows(loads(answer.get_data()), entity)
        made = [row for row in rows if row.get(kind.id_field, ZERO_ID) != ZERO_ID]
        with suppress(DoorError):
            for row in made[:1]:
                act(call.fault, kind, row)

    def _take_number(self, fault: Fault, entity: str, rows: list[Sent]) -> None:
        kind = _KINDS.get(entity)
        for row in rows[:1]:
            if kind is None:
                self._person.add_contact(str(row.get("Name", "")))
            elif row.get(kind.number_field):
                self._person.enter(kind, self._foreign(kind, row))

    def _foreign(self, kind: Kind, row: Sent) -> Record:
        meant = _contact_id(row)
        others = (
            contact["ContactID"]
            for contact in self._books.store.all("Contacts")
            if contact["ContactStatus"] == "ACTIVE" and contact["ContactID"] != meant
        )
        line = {**(row.get("LineItems") or [{}])[0], "Quantity": 1, "UnitAmount": 1}
        names = ("TaxAmount", "LineAmount", "LineItemID", "Tracking", "DiscountRate")
        kept = ("Type", kind.number_field, "Date", "DueDate", "CurrencyCode")
        return {
            **{name: row[name] for name in kept if name in row},
            "Contact": {"ContactID": next(others, meant)},
            "Status": "AUTHORISED",
            "LineItems": [{name: line[name] for name in line if name not in names}],
        }

    def _lock(self, fault: Fault, entity: str, rows: list[Sent]) -> None:
        dates = [moment_of(str(row["Date"])).date() for row in rows if row.get("Date")]
        wish = fault.text("date")
        day = date.fromisoformat(wish) if wish else max(dates)
        self._person.lock({"PeriodLockDate": day})

    def _archive_account(self, fault: Fault, entity: str, rows: list[Sent]) -> None:
        self._person.archive_account(fault.text("code", _in_lines(rows, "AccountCode")))

    def _delete_tax(self, fault: Fault, entity: str, rows: list[Sent]) -> None:
        self._person.delete_tax(fault.text("tax_type", _in_lines(rows, "TaxType")))

    def _archive_contact(self, fault: Fault, entity: str, rows: list[Sent]) -> None:
        self._person.archive_contact(_contact_id(rows[0]) if rows else "")

    def _merge_contact(self, fault: Fault, entity: str, rows: list[Sent]) -> None:
        self._person.merge_contacts(_contact_id(rows[0]) if rows else "", fault.text("into"))

    def _edit(self, fault: Fault, kind: Kind, row: Sent) -> None:
        usual = {"Reference": "Changed by the bookkeeper"}
        if row.get("Type") == "ACCPAY":
            usual = {"DueDate": "2030-12-31"}
        fields = fault.parameters.get("fields")
        self._person.edit(row[kind.id_field], fields if isinstance(fields, dict) else usual)

    def _pay(self, fault: Fault, kind: Kind, row: Sent) -> None:
        amount = fault.parameters.get("amount")
        paid = None if amount is None else Decimal(str(amount))
        self._person.pay(row[kind.id_field], paid)

    def _void(self, fault: Fault, kind: Kind, row: Sent) -> None:
        approved = row["Status"] == "AUTHORISED" and not kind.is_order
        end = self._person.void if approved else self._person.delete
        end(row[kind.id_field])


def _rows(body: Any, entity: str) -> list[Sent]:
    rows = body.get(entity, [body]) if isinstance(body, dict) else body
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _contact_id(row: Sent) -> str:
    contact = row.get("Contact")
    nested = contact.get("ContactID") if isinstance(contact, dict) else None
    return str(nested or row.get("ContactID") or "")


def _in_lines(rows: list[Sent], name: str) -> str:
    lines = (line for row in rows for line in row.get("LineItems") or [])
    return next((str(line[name]) for line in lines if line.get(name)), "")
