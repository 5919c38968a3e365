"""May this account and this tax type stand on a line, and together?"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.xero.books import Books
from sandbox.xero.documents.ruling import Ruling
from sandbox.xero.elements import Element

Record = Mapping[str, Any]

_PLACE_BY_CLASS = {
    "ASSET": "Assets",
    "EQUITY": "Equity",
    "EXPENSE": "Expenses",
    "LIABILITY": "Liabilities",
    "REVENUE": "Revenue",
}
_SALE_ONLY = frozenset({"OUTPUT", "OUTPUT2", "ZERORATED"})
_PURCHASE_ONLY = frozenset({"INPUT", "INPUT2", "GSTONIMPORTS"})
# Control accounts take no lines by hand; the rounding account does.
_USABLE_SYSTEM_ACCOUNTS = frozenset({"ROUNDING"})


@dataclass(frozen=True)
class Side:
    """Sale or purchase, and whether the document is already approved."""

    sale: bool
    approved: bool


class Coding:
    """Checks accounts and tax types of one document against the books."""

    def __init__(self, books: Books, side: Side, ruling: Ruling) -> None:
        self._books = books
        self._side = side
        self._ruling = ruling

    def account(self, line: Element) -> Record | None:
        """The account of a line, None (with a complaint where due) when there is none."""
        account_id, code = line.guid("AccountID"), line.text("AccountCode")
        if account_id and not code:
            account = self._books.get("Accounts", account_id)
            code = account["Code"] if account else account_id
        else:
            account = self._books.account(code) if code else None
        if account is None:
            self._no_account(code)
            return None
        if account["Status"] != "ACTIVE":
            self._ruling.refuse(
                f"Account code '{code}' has been archived, or has been deleted. "
                "Each line item must reference a valid account."
            )
        elif not _usable(account):
            self._ruling.refuse(f"Account code '{code}' is not a valid code for this document.")
        return account

    def _no_account(self, code: str | None) -> None:
        if not code:
            if self._side.approved:
                self._ruling.refuse("Account code must be specified")
        elif self._side.approved:
            self._ruling.refuse(f"Account code '{code}' is not a valid code for this document.")
        else:
            self._ruling.warn(
                f"Account code '{code}' has been removed as it does not match a recognised account."
            )

    def tax_rate(self, tax_type: str, account: Record | None) -> Decimal:
        """The percentage of a tax type, after checking that it may be used here."""
        rate = self._books.get("TaxRates", tax_type)
        if rate is None or rate["Status"] != "ACTIVE" or not self._fits_side(tax_type):
            self._ruling.refuse(
                f"The TaxType code {tax_type} does not exist or cannot be used for "
                "this type of transaction."
            )
            return Decimal(0)
        if account and not rate[f"CanApplyTo{_PLACE_BY_CLASS[account['Class']]}"]:
            self._ruling.refuse(
                f"The TaxType code '{tax_type}' cannot be used with "
                f"account code '{account['Code']}'."
            )
        return Decimal(rate["EffectiveRate"])

    def _fits_side(self, tax_type: str) -> bool:
        return tax_type not in (_PURCHASE_ONLY if self._side.sale else _SALE_ONLY)


def _usable(account: Record) -> bool:
    if account["Type"] == "BANK":
        return False
    return account.get("SystemAccount", "ROUNDING") in _USABLE_SYSTEM_ACCOUNTS
