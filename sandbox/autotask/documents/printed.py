"""What stands on a printed invoice, ready to be laid out."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sandbox.autotask.tenant import Tenant
from sandbox.door.jsontext import Document
from sandbox.world.reference import EXCHANGE_RATES

_CURRENCIES = dict(enumerate(EXCHANGE_RATES, start=1))


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One row, its figures formatted."""

    date: str
    name: str
    description: str
    quantity: str
    rate: str
    amount: str


@dataclass(frozen=True, slots=True)
class Printed:
    """One invoice, its figures formatted."""

    title: str
    number: str
    date: str
    due: str
    order_number: str
    currency: str
    seller: tuple[str, ...]
    customer: tuple[str, ...]
    tax_name: str
    lines: tuple[PrintedLine, ...]
    net: str
    tax: str
    total: str
    comments: str
    voided: bool


def printed(tenant: Tenant, invoice: Document) -> Printed:
    """Sums come from the lines, so they hold whether the header is net or gross."""
    lines = tenant.printed_lines(invoice["id"])
    net = sum((Decimal(line["totalAmount"]) for line in lines), Decimal())
    tax = sum((Decimal(line["taxDollars"]) for line in lines), Decimal())
    company = tenant.find("Companies", invoice["companyID"]) or {}
    return Printed(
        title="Credit" if net < 0 else "Tax invoice",
        number=invoice["invoiceNumber"] or str(invoice["id"]),
        date=_day(invoice["invoiceDateTime"]),
        due=_day(invoice["dueDate"]),
        order_number=invoice["orderNumber"] or "",
        currency=_CURRENCIES.get(company.get("currencyID") or 1, ""),
        seller=_address(tenant.find("Companies", 0) or {}),
        customer=_address(company),
        tax_name=invoice["taxRegionName"] or "Tax",
        lines=tuple(_line(line) for line in lines),
        net=money(net),
        tax=money(tax),
        total=money(net + tax),
        comments=invoice["comments"] or "",
        voided=bool(invoice["isVoided"]),
    )


def money(amount: Decimal) -> str:
    return f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def _line(item: Document) -> PrintedLine:
    return PrintedLine(
        date=_day(item["itemDate"]),
        name=item["itemName"] or "",
        description=item["description"] or "",
        quantity=_plain(item["quantity"]),
        rate=_plain(item["rate"]),
        amount=money(Decimal(item["totalAmount"])),
    )


def _plain(figure: Any) -> str:
    """Four decimals where there are four, two where two will do."""
    exact = Decimal(figure).normalize()
    places = max(2, -int(exact.as_tuple().exponent))
    return f"{exact:,.{places}f}"


def _day(text: str | None) -> str:
    return text[:10] if text else ""


def _address(company: Document) -> tuple[str, ...]:
    town = f"{company.get('city') or ''} {company.get('postalCode') or ''}".strip()
    parts = (company.get("companyName"), company.get("address1"), town, company.get("state"))
    return tuple(part.strip() for part in parts if part)
