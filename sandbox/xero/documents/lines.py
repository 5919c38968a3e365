"""Reading, checking and computing the lines of one document."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.xero.books import Books, Record, fresh_id
from sandbox.xero.documents.amounts import Discount, half_up, line_amount, plain, tax_amount
from sandbox.xero.documents.coding import Coding, Side
from sandbox.xero.documents.kinds import Kind
from sandbox.xero.documents.priced import priced, shown_item
from sandbox.xero.documents.ruling import Ruling
from sandbox.xero.documents.tracking import tracking
from sandbox.xero.elements import Element

_AMOUNTS = ("Quantity", "UnitAmount", "LineAmount")
_DISCOUNTED = ("ACCREC", "PURCHASEORDER")
_LONGEST_DESCRIPTION = 4000
_LARGEST_AMOUNT = Decimal("9999999999.99")


@dataclass(frozen=True)
class Frame:
    """What the document says about all its lines."""

    kind: Kind
    type: str
    approved: bool
    line_amount_types: str
    unit_places: int

    @property
    def side(self) -> Side:
        # An order is no entry in the ledger yet: its lines may go without accounts.
        approved = self.approved and not self.kind.is_order
        return Side(sale=self.type == self.kind.sale, approved=approved)


class LineReader:
    """Turns posted lines into stored ones."""

    def __init__(self, books: Books, frame: Frame, ruling: Ruling) -> None:
        self._books = books
        self._frame = frame
        self._ruling = ruling
        self._coding = Coding(books, frame.side, ruling)
        self._half_even = books.switches.value("half_rounding") == "half_even"

    def read(self, sent: Element, old: Mapping[str, Any] | None = None) -> Record:
        """One line; on an update its old form fills what was not sent."""
        if old is not None:
            sent = Element(_merged(old, sent.sent), sent.path)
        sent, item = priced(self._books, sent, self._ruling, sale=self._frame.side.sale)
        head = self._head(sent)
        if item:
            head |= {"ItemCode": item["Code"], "Item": shown_item(item)}
        tail = {"LineItemID": old["LineItemID"] if old else fresh_id()}
        if not any(sent.has(name) for name in _AMOUNTS):
            return {**head, "Tracking": tracking(self._books, sent, self._ruling), **tail}
        return {**head, **self._money(sent), **tail}

    def _head(self, sent: Element) -> Record:
        description = sent.text("Description") or ""
        if not description.strip() and self._frame.approved:
            self._ruling.refuse("Description must be specified")
        if len(description) > _LONGEST_DESCRIPTION:
            self._ruling.refuse("Description must be less than or equal to 4000 characters.")
        return {"Description": description} if description else {}

    def _money(self, sent: Element) -> Record:
        quantity, unit, amount = self._amounts(sent)
        account = self._coding.account(sent)
        tax_type, tax = self._tax(sent, amount, account)
        if not amount and not self._frame.kind.is_order:
            # Xero support: a line of 0.00 loses its account, on purpose; seen on invoices only.
            account = None
        return {
            "UnitAmount": unit,
            "TaxType": tax_type,
            "TaxAmount": tax,
            "LineAmount": amount,
            **({"AccountCode": account["Code"]} if account else {}),
            "Tracking": tracking(self._books, sent, self._ruling),
            "Quantity": quantity,
            **self._discount(sent),
            **({"AccountID": account["AccountID"]} if account else {}),
        }

    def _amounts(self, sent: Element) -> tuple[Decimal, Decimal, Decimal]:
        quantity = half_up(_number(sent, "Quantity", Decimal(1)), 4)
        claimed = sent.number("LineAmount")
        unit = sent.number("UnitAmount")
        if unit is None and claimed is not None:
            # The line total may stand for the price; the price then follows from it.
            price = claimed / quantity if quantity else Decimal(0)
            return quantity, half_up(price, self._frame.unit_places), half_up(claimed)
        # Without unitdp=4 the price loses its further decimals before it is multiplied.
        unit = half_up(unit or Decimal(0), self._frame.unit_places)
        less = Discount(sent.number("DiscountRate"), sent.number("DiscountAmount"))
        amount = line_amount(quantity, unit, less, half_even=self._half_even)
        if claimed is not None and half_up(claimed) != amount:
            self._ruling.refuse(
                f"The line total {plain(claimed)} does not match the expected "
                f"line total {plain(amount)}"
            )
        if abs(amount) > _LARGEST_AMOUNT:
            self._ruling.refuse("The line amount is too large.")
        return quantity, unit, amount

    def _discount(self, sent: Element) -> Record:
        names = [name for name in ("DiscountRate", "DiscountAmount") if sent.number(name)]
        if names and self._frame.type not in _DISCOUNTED:
            self._ruling.refuse("Discounts can only be applied to sales invoices and quotes.")
        return {name: sent.number(name) for name in names}

    def _tax(
        self, sent: Element, amount: Decimal, account: Mapping[str, Any] | None
    ) -> tuple[str, Decimal]:
        if self._frame.line_amount_types == "NoTax":
            return "NONE", Decimal("0.00")
        default = account["TaxType"] if account else "NONE"
        tax_type = (sent.text("TaxType") or default).upper()
        percent = self._coding.tax_rate(tax_type, account)
        claimed = sent.number("TaxAmount")
        if claimed is None:
            return tax_type, tax_amount(amount, percent, self._frame.line_amount_types)
        if abs(claimed) > abs(amount):
            self._ruling.refuse("Tax amount cannot be greater than the line amount")
        return tax_type, half_up(claimed)


def _number(sent: Element, name: str, default: Decimal) -> Decimal:
    value = sent.number(name)
    return default if value is None else value


def _merged(old: Mapping[str, Any], sent: Mapping[str, Any]) -> Record:
    changed = {name for name in (*_AMOUNTS, "TaxType", "DiscountRate") if name in sent}
    # What the server computed before is computed again when something it rests on was sent.
    stale = {"LineAmount", "TaxAmount"} if changed else set()
    if "AccountCode" in sent or "AccountID" in sent:
        stale |= {"AccountID", "AccountCode"}
    kept = {name: value for name, value in old.items() if name not in stale}
    return {**kept, **sent}
