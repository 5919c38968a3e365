"""/Payments for reading; what a bookkeeper enters comes through the inspection door."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from werkzeug.wrappers import Response

from sandbox.xero.books import Books, Record, fresh_id
from sandbox.xero.dates import wire_day
from sandbox.xero.documents.amounts import half_up
from sandbox.xero.envelope import Envelope
from sandbox.xero.reading.pages import paged
from sandbox.xero.reading.selection import selected
from sandbox.xero.refusals import NotFoundError
from sandbox.xero.resource import ReadOnly, Sent

NOT_AUTHORISED = "Payments can only be made against Authorised documents"
TOO_MUCH = "Payment amount exceeds the amount outstanding on this document"
_TYPES = {"ACCREC": "ACCRECPAYMENT", "ACCPAY": "ACCPAYPAYMENT"}
_BANK = "090"


class PaymentRefusedError(ValueError):
    """A payment that Xero would refuse; the text is Xero's."""


class Payments(ReadOnly):
    """Payments, deleted ones included."""

    def __init__(self, books: Books, envelope: Envelope) -> None:
        self._books = books
        self._envelope = envelope

    def read(self, sent: Sent) -> Response:
        """The list."""
        rows = selected(self._books.store.all("Payments"), sent, "Payment", "PaymentID")
        if not (sent.argument("page") or sent.argument("pageSize")):
            return self._envelope.answer("Payments", rows)
        shown, page = paged(rows, sent.page(), sent.argument("pageSize"))
        return self._envelope.answer("Payments", shown, page)

    def read_one(self, sent: Sent, key: str) -> Response:
        """One payment."""
        found = self._books.get("Payments", key.lower())
        if found is None:
            raise NotFoundError
        return self._envelope.answer("Payments", [found])


class Till:
    """Enters and removes payments as a bookkeeper does in Xero's own screens."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def pay(self, invoice: Record, amount: Decimal | None, day: date) -> Record:
        """Pay an invoice, all that is due unless an amount is given."""
        due = Decimal(invoice["AmountDue"])
        paid = due if amount is None else half_up(amount)
        if invoice["Status"] != "AUTHORISED":
            raise PaymentRefusedError(NOT_AUTHORISED)
        if not 0 < paid <= due:
            raise PaymentRefusedError(TOO_MUCH)
        payment = self._books.save("Payments", self._payment(invoice, paid, day))
        self._apply(invoice, [*invoice["Payments"], _row(payment)], day)
        return payment

    def remove(self, payment: Record) -> Record:
        """Delete a payment; its invoice is open again."""
        if payment["Status"] == "DELETED":
            return payment
        invoice = self._books.get("Invoices", payment["Invoice"]["InvoiceID"]) or {}
        kept = [row for row in invoice["Payments"] if row["PaymentID"] != payment["PaymentID"]]
        self._apply({**invoice, "Status": "AUTHORISED"}, kept, self._books.today())
        return self._books.save("Payments", {**payment, "Status": "DELETED"})

    def _apply(self, invoice: Record, rows: list[Record], day: date) -> None:
        paid = sum((Decimal(row["Amount"]) for row in rows), Decimal("0.00"))
        due = Decimal(invoice["Total"]) - paid
        kept = {name: value for name, value in invoice.items() if name != "FullyPaidOnDate"}
        changed: Record = {**kept, "Payments": rows, "AmountPaid": paid, "AmountDue": due}
        if not due:
            changed |= {"Status": "PAID", "FullyPaidOnDate": wire_day(day)}
        self._books.save("Invoices", changed)

    def _payment(self, invoice: Mapping[str, Any], amount: Decimal, day: date) -> Record:
        bank = self._books.account(_BANK) or {}
        return {
            "PaymentID": fresh_id(),
            "Date": wire_day(day),
            "BankAmount": amount,
            "Amount": amount,
            "Reference": "",
            "CurrencyRate": invoice["CurrencyRate"],
            "PaymentType": _TYPES[invoice["Type"]],
            "Status": "AUTHORISED",
            "HasAccount": True,
            "IsReconciled": False,
            "Account": {"AccountID": bank.get("AccountID", ""), "Code": _BANK},
            "Invoice": _invoice_in_payment(invoice),
            "HasValidationErrors": False,
        }


def _row(payment: Mapping[str, Any]) -> Record:
    names = ("PaymentID", "Date", "Amount", "Reference", "CurrencyRate")
    return {
        **{name: payment[name] for name in names},
        "HasAccount": False,
        "HasValidationErrors": False,
    }


def _invoice_in_payment(invoice: Mapping[str, Any]) -> Record:
    contact = {
        "ContactID": invoice["Contact"]["ContactID"],
        "Name": invoice["Contact"]["Name"],
        "Addresses": [],
        "Phones": [],
        "ContactGroups": [],
        "ContactPersons": [],
        "HasValidationErrors": False,
    }
    return {
        "Type": invoice["Type"],
        "InvoiceID": invoice["InvoiceID"],
        "InvoiceNumber": invoice["InvoiceNumber"],
        "Payments": [],
        "CreditNotes": [],
        "Prepayments": [],
        "Overpayments": [],
        "IsDiscounted": invoice["IsDiscounted"],
        "HasErrors": False,
        "InvoicePaymentServices": [],
        "Contact": contact,
        "LineItems": [],
        "CurrencyCode": invoice["CurrencyCode"],
    }
