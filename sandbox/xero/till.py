"""Entering and removing payments, which freezes and frees their documents."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.xero.books import Books, Record, fresh_id
from sandbox.xero.dates import day_string, wire_day
from sandbox.xero.documents.amounts import half_up
from sandbox.xero.documents.balance import open_amount, settled
from sandbox.xero.documents.kinds import CREDIT_NOTE, INVOICE, Kind

NOT_AUTHORISED = "Payments can only be made against Authorised documents"
TOO_MUCH = "Payment amount exceeds the amount outstanding on this document"
NOT_POSITIVE = "Payment amount must be greater than 0"
RECONCILED = "The payment cannot be deleted because it has been reconciled."
_TYPES = {
    "ACCREC": "ACCRECPAYMENT",
    "ACCPAY": "ACCPAYPAYMENT",
    "ACCRECCREDIT": "ARCREDITPAYMENT",
    "ACCPAYCREDIT": "APCREDITPAYMENT",
}
_BANK = "090"


class PaymentRefusedError(ValueError):
    """A payment that Xero refuses; the texts are Xero's, and two of them come as a pair."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = list(messages)


class Till:
    """Money in and out; payments go through the organisation's bank account."""

    def __init__(self, books: Books, account_code: str | None = None) -> None:
        self._books = books
        self._account_code = account_code or _BANK

    def pay(
        self, document: Record, amount: Decimal | None, day: date, reference: str = ""
    ) -> Record:
        """Pay a document, all that is due unless an amount is given."""
        kind = _kind_of(document)
        # A voided document keeps its amount, and still nothing of it is due.
        is_open = document["Status"] == "AUTHORISED"
        due = open_amount(kind, document) if is_open else Decimal(0)
        paid = due if amount is None else half_up(amount)
        problems = [] if is_open else [NOT_AUTHORISED]
        if paid > due or (not is_open and amount is None):
            problems.append(TOO_MUCH)
        elif is_open and paid <= 0:
            problems.append(NOT_POSITIVE)
        if problems:
            raise PaymentRefusedError(problems)
        payment = self._books.save("Payments", self._payment(document, paid, day, reference))
        rows = [*document.get("Payments", []), _row(payment)]
        self._apply(kind, {**document, "Payments": rows}, day)
        return payment

    def remove(self, payment: Record) -> Record:
        """Delete a payment; its document is open again."""
        if payment["Status"] == "DELETED":
            return payment
        if payment["IsReconciled"]:
            raise PaymentRefusedError([RECONCILED])
        kind = INVOICE if "Invoice" in payment else CREDIT_NOTE
        document = self._books.get(kind.entity, payment[kind.noun][kind.id_field]) or {}
        kept = [row for row in document["Payments"] if row["PaymentID"] != payment["PaymentID"]]
        self._apply(kind, {**document, "Payments": kept}, self._books.today())
        return self._books.save("Payments", {**payment, "Status": "DELETED"})

    def _apply(self, kind: Kind, document: Record, day: date) -> None:
        self._books.save(kind.entity, settled(kind, document, wire_day(day)))

    def _payment(
        self, document: Mapping[str, Any], amount: Decimal, day: date, reference: str
    ) -> Record:
        bank = self._books.account(self._account_code) or {}
        kind = _kind_of(document)
        return {
            "PaymentID": fresh_id(),
            "DateString": day_string(day),
            "Date": wire_day(day),
            "BankAmount": amount,
            "Amount": amount,
            "Reference": reference,
            "CurrencyRate": document["CurrencyRate"],
            "PaymentType": _TYPES[document["Type"]],
            "Status": "AUTHORISED",
            "HasAccount": True,
            "IsReconciled": False,
            "Account": {"AccountID": bank.get("AccountID", ""), "Code": self._account_code},
            kind.noun: _in_payment(kind, document),
            "HasValidationErrors": False,
        }


def _kind_of(document: Mapping[str, Any]) -> Kind:
    return INVOICE if "InvoiceID" in document else CREDIT_NOTE


def _row(payment: Mapping[str, Any]) -> Record:
    names = ("PaymentID", "Date", "Amount", "Reference", "CurrencyRate")
    return {
        **{name: payment[name] for name in names},
        "HasAccount": False,
        "HasValidationErrors": False,
    }


def _in_payment(kind: Kind, document: Mapping[str, Any]) -> Record:
    contact = {
        "ContactID": document["Contact"]["ContactID"],
        "Name": document["Contact"]["Name"],
        "Addresses": [],
        "Phones": [],
        "ContactGroups": [],
        "ContactPersons": [],
        "HasValidationErrors": False,
    }
    more = ("CreditNotes", "Prepayments", "Overpayments", "InvoicePaymentServices")
    return {
        "Type": document["Type"],
        kind.id_field: document[kind.id_field],
        kind.number_field: document[kind.number_field],
        "Payments": [],
        **({name: [] for name in more} if kind.is_invoice else {}),
        "IsDiscounted": document["IsDiscounted"],
        "HasErrors": False,
        "Contact": contact,
        "LineItems": [],
        "CurrencyCode": document["CurrencyCode"],
    }
