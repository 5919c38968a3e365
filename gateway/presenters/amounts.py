"""Money and quantities as text: two decimals, thousands apart, the currency behind, a true minus."""

from decimal import Decimal

from core.domain.money import to_cents


def amount(value: Decimal | None) -> str:
    if value is None:
        return ""
    return f"{to_cents(value):,.2f}".replace("-", "−")


def amount_in(value: Decimal | None, currency: str) -> str:
    return f"{amount(value)} {currency}" if value is not None else "no amount"


def quantity(value: Decimal | None) -> str:
    """As many decimals as it has: 1, 2.5, 0.3333."""
    if value is None:
        return ""
    plain = f"{value:,f}"
    short = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return short.replace("-", "−")


def short_amount(value: Decimal) -> str:
    """For axes and narrow places: 950, 12k, 1.4M."""
    size = abs(value)
    sign = "−" if value < 0 else ""
    if size >= 1_000_000:
        return f"{sign}{size / 1_000_000:.1f}M"
    return f"{sign}{size / 1000:,.0f}k" if size >= 10_000 else f"{sign}{size:,.0f}"
