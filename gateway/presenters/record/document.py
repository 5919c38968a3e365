"""A document as it goes to Xero, laid out to be read beside Autotask's original.

Names of fields are those of https://developer.xero.com/documentation/api/accounting/invoices.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from core.domain.money import to_cents
from gateway.presenters.amounts import amount, amount_in, quantity
from gateway.presenters.decisions import XERO_DECIDES
from gateway.presenters.record.facts import Facts
from gateway.presenters.times import day


@dataclass(frozen=True, slots=True)
class XeroLine:
    """A line as Xero gets it; `net` is what Xero makes of quantity and price."""

    description: str
    quantity: str
    price: str
    net: str
    tax: str
    account: str
    tax_type: str
    tracking: str


@dataclass(frozen=True, slots=True)
class XeroPaper:
    """All of it is text; `payload` is the document's own JSON, with line breaks."""

    facts: Facts
    lines: tuple[XeroLine, ...]
    payload: str


_TYPES = {
    "ACCREC": "Invoice",
    "ACCRECCREDIT": "Credit note",
    "ACCPAY": "Bill",
}
_NUMBERS = ("InvoiceNumber", "CreditNoteNumber", "PurchaseOrderNumber")


def first_document(body: str) -> Mapping[str, Any]:
    """The only document of a request's body; empty for a body that holds none."""
    try:
        told = json.loads(body, parse_float=Decimal, parse_int=Decimal)
    except ValueError:
        return {}
    rows = next(iter(told.values()), None) if isinstance(told, dict) else None
    first = rows[0] if isinstance(rows, list) and rows else None
    return first if isinstance(first, dict) else {}


def paper_of(document: Mapping[str, Any], text: str) -> XeroPaper:
    """`text` is the same document as JSON, for whoever wants every field."""
    lines = [each for each in document.get("LineItems") or () if isinstance(each, dict)]
    return XeroPaper(
        facts=tuple(_facts(document, lines)),
        lines=tuple(_line(each) for each in lines),
        payload=text,
    )


def _facts(document: Mapping[str, Any], lines: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    currency = str(document.get("CurrencyCode") or "")
    told = (
        ("Document", _TYPES.get(str(document.get("Type")), "")),
        ("Number", next((str(document[name]) for name in _NUMBERS if name in document), "")),
        ("Date", _day(document.get("Date"))),
        ("Due", _day(document.get("DueDate"))),
        ("Reference", str(document.get("Reference") or "")),
        ("Status", str(document.get("Status") or "").capitalize()),
        ("Net", _sum((_net(each) for each in lines), currency)),
        ("Tax", _sum((_number(each.get("TaxAmount")) for each in lines), currency)),
        ("Contact", str((document.get("Contact") or {}).get("ContactID") or "")),
    )
    yield from ((name, value) for name, value in told if value)
    if "Number" not in dict(each for each in told if each[1]):
        yield "Number", "Xero numbers it"


def _line(line: Mapping[str, Any]) -> XeroLine:
    return XeroLine(
        description=str(line.get("Description") or ""),
        quantity=quantity(_number(line.get("Quantity"))),
        price=quantity(_number(line.get("UnitAmount"))),
        net=amount(_net(line)),
        tax=amount(_number(line.get("TaxAmount"))) or XERO_DECIDES,
        account=str(line.get("AccountCode") or ""),
        tax_type=str(line.get("TaxType") or "") or XERO_DECIDES,
        tracking=", ".join(
            f"{each.get('Name', '')}: {each.get('Option', '')}"
            for each in line.get("Tracking") or ()
        ),
    )


def _net(line: Mapping[str, Any]) -> Decimal | None:
    count, price = _number(line.get("Quantity")), _number(line.get("UnitAmount"))
    return None if count is None or price is None else to_cents(count * price)


def _sum(values: Iterator[Decimal | None], currency: str) -> str:
    """Empty unless every line has one: a part of a sum is no sum."""
    known = list(values)
    if not known or any(each is None for each in known):
        return ""
    return amount_in(sum((each for each in known if each is not None), Decimal(0)), currency)


def _number(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None


def _day(value: Any) -> str:
    try:
        return day(str(value)) if value else ""
    except ValueError:
        return str(value)
