"""What a person does in Xero's own screens, bound by the same rules as everybody else."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.door.errors import DoorError
from sandbox.xero.books import Books, Record, fresh_id, short_contact
from sandbox.xero.contact_rules import blank_contact
from sandbox.xero.dates import wire_day
from sandbox.xero.documents.kinds import CREDIT_NOTE, INVOICE, PURCHASE_ORDER, Kind
from sandbox.xero.documents.matching import find_one
from sandbox.xero.documents.writer import DocumentWriter
from sandbox.xero.elements import Element
from sandbox.xero.orders.writer import OrderWriter
from sandbox.xero.refusals import BadRequestError, RejectedElementError
from sandbox.xero.till import PaymentRefusedError, Till

_KINDS = (INVOICE, CREDIT_NOTE, PURCHASE_ORDER)
_LOCKS = ("PeriodLockDate", "EndOfYearLockDate")
_UNIT_PLACES = 4


class Bookkeeper:
    """Works by hand; what Xero refuses is a DoorError with Xero's words."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def find(self, key: str) -> tuple[Kind, Record]:
        """A document of any kind by its id or number."""
        for kind in _KINDS:
            found = find_one(self._books, kind, key)
            if found is not None:
                return kind, found
        raise DoorError(f"There is no invoice, credit note or purchase order {key!r}.")

    def enter(self, kind: Kind, fields: Mapping[str, Any]) -> Record:
        """Enter a document by hand."""
        return self._written(kind, fields, None)

    def edit(self, key: str, fields: Mapping[str, Any]) -> Record:
        """Change a document."""
        kind, document = self.find(key)
        return self._written(kind, fields, document[kind.id_field])

    def void(self, key: str) -> Record:
        """Void an approved document."""
        return self.edit(key, {"Status": "VOIDED"})

    def delete(self, key: str) -> Record:
        """Delete a draft or an order."""
        return self.edit(key, {"Status": "DELETED"})

    def approve(self, key: str) -> Record:
        """Approve a draft."""
        return self.edit(key, {"Status": "AUTHORISED"})

    def _written(self, kind: Kind, fields: Mapping[str, Any], document_id: str | None) -> Record:
        sent, creates = Element(fields, kind.entity), document_id is None
        try:
            if kind.is_order:
                orders = OrderWriter(self._books, "")
                return orders.write(sent, create_only=creates, order_id=document_id)[0]
            writer = DocumentWriter(self._books, kind, _UNIT_PLACES, "")
            return writer.write(sent, create_only=creates, document_id=document_id)[0]
        except (RejectedElementError, BadRequestError) as problem:
            raise DoorError(str(problem)) from problem

    def pay(self, key: str, amount: Decimal | None, day: date | None = None) -> Record:
        """Enter a payment; all that is due unless an amount is given."""
        _, document = self.find(key)
        try:
            return Till(self._books).pay(document, amount, day or self._books.today())
        except PaymentRefusedError as problem:
            raise DoorError(f"{problem}.") from problem

    def reverse(self, payment_id: str) -> Record:
        """Take a payment away."""
        payment = self._books.get("Payments", payment_id.lower())
        if payment is None:
            raise DoorError(f"There is no payment {payment_id!r}.")
        return Till(self._books).remove(payment)

    def contact(self, key: str) -> Record:
        """A contact by its id, number or name."""
        found = self._books.get("Contacts", key.lower())
        for field in ("ContactNumber", "Name"):
            found = found or next(iter(self._books.find("Contacts", field, key)), None)
        if found is None:
            raise DoorError(f"There is no contact {key!r}.")
        return found

    def archive_contact(self, key: str) -> Record:
        """Archive a contact, which is possible while it has open documents."""
        return self._books.save("Contacts", {**self.contact(key), "ContactStatus": "ARCHIVED"})

    def merge_contacts(self, key: str, into: str) -> Record:
        """Merge one contact into another: it is archived, and its documents move."""
        merged = self.contact(key)
        survivor = self.contact(into) if into else self.add_contact(f"{merged['Name']} (merged)")
        if survivor["ContactID"] == merged["ContactID"]:
            raise DoorError("A contact cannot be merged into itself.")
        self._books.move_documents(merged["ContactID"], short_contact(survivor))
        gone = {"ContactStatus": "ARCHIVED", "MergedToContactID": survivor["ContactID"]}
        self._books.save("Contacts", {**merged, **gone})
        return survivor

    def add_contact(self, name: str) -> Record:
        """Enter a contact by hand."""
        if not name:
            raise DoorError("A contact needs a name.")
        contact = {**blank_contact(), "Name": name, "ContactID": fresh_id()}
        return self._books.save("Contacts", contact)

    def lock(self, dates: Mapping[str, date | None]) -> Record:
        """Set lock dates; None takes one away."""
        organisation = dict(self._books.organisation())
        for field, day in dates.items():
            if field not in _LOCKS:
                raise DoorError(f"Lock dates are {' and '.join(_LOCKS)}.")
            organisation.pop(field, None)
            if day is not None:
                organisation[field] = wire_day(day)
        return self._books.save("Organisation", organisation)

    def archive_account(self, code: str) -> Record:
        """Archive an account."""
        account = self._books.account(code)
        if account is None:
            raise DoorError(f"There is no account {code!r}.")
        return self._books.save("Accounts", {**account, "Status": "ARCHIVED"})

    def delete_tax(self, tax_type: str) -> Record:
        """Delete a tax rate."""
        rate = self._books.get("TaxRates", tax_type)
        if rate is None:
            raise DoorError(f"There is no tax rate {tax_type!r}.")
        return self._books.save("TaxRates", {**rate, "Status": "DELETED"})
