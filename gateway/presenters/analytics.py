"""Bars by month, computed here so that the template only draws them: no chart library, no script."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from math import floor, log10

from core.store.views.analytics import MonthSales
from gateway.presenters.amounts import amount, short_amount
from gateway.presenters.times import month_name, short_month

WIDTH, HEIGHT = 1120, 330
LEFT, TOP, BOTTOM = 64, 22, 292
NARROW_WIDTH, NARROW_STEP = 340, 30
_NARROW_LEFT, _NARROW_BAR = 44, 225


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: geometry for the wide and the narrow drawing, and words for everyone."""

    month: str
    first_on: str
    last_on: str
    name: str
    short: str
    label: str
    value: str
    is_running: bool
    slot_x: float
    slot_width: float
    x: float
    y: float
    width: float
    height: float
    fault_y: float
    fault_height: float
    narrow_y: float
    narrow_width: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, ready to be placed."""

    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    zero_y: float
    narrow_height: float
    shows_faults: bool
    is_empty: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """One month in one currency, in figures."""

    month: str
    name: str
    currency: str
    count: str
    credit_notes: str
    faults: str
    net: str
    total: str


def months_back(count: int, now: datetime, zone: tzinfo) -> tuple[str, ...]:
    """The last `count` months in the organisation's zone, oldest first, this one included."""
    local = now.astimezone(zone)
    last = local.year * 12 + local.month - 1
    return tuple(
        f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(last - count + 1, last + 1)
    )


def span_of(month: str) -> tuple[str, str]:
    year, number = (int(part) for part in month.split("-"))
    return f"{month}-01", f"{month}-{monthrange(year, number)[1]:02d}"


def currencies_in(months: Sequence[MonthSales], base: str) -> tuple[str, ...]:
    """The organisation's own currency first."""
    found = {currency for month in months for currency in month.by_currency}
    return tuple(sorted(found, key=lambda currency: (currency != base, currency)))


def chart(months: Sequence[MonthSales], measure: str, currency: str) -> Chart:
    """`measure` is count (all currencies) or value (one currency, tax included)."""
    values = [_value(month, measure, currency) for month in months]
    faults = [month.faults if measure == "count" else 0 for month in months]
    tops = [float(value) + fault for value, fault in zip(values, faults, strict=True)]
    scale = _Scale(low=min(0.0, *map(float, values)), high=max(1.0, *tops))
    slot = (WIDTH - LEFT) / len(months)
    bars = tuple(
        _bar(index, month, value, fault, measure, currency, scale, slot, len(months))
        for index, (month, value, fault) in enumerate(zip(months, values, faults, strict=True))
    )
    return Chart(
        title="Invoices by month" if measure == "count" else f"Sales by month in {currency}",
        bars=bars,
        ticks=tuple(Tick(scale.y(at), short_amount(Decimal(str(at)))) for at in scale.ticks()),
        zero_y=scale.y(0),
        narrow_height=len(months) * NARROW_STEP,
        shows_faults=any(faults),
        is_empty=not any(tops),
    )


def table(months: Sequence[MonthSales]) -> tuple[TableRow, ...]:
    return tuple(
        TableRow(
            month=month.month,
            name=month_name(month.month),
            currency=currency,
            count=f"{sales.count:,}",
            credit_notes=f"{sales.credit_notes:,}",
            faults=f"{sales.faults:,}",
            net=amount(sales.net),
            total=amount(sales.total),
        )
        for month in reversed(months)
        for currency, sales in month.by_currency.items()
    )


class _Scale:
    """Round numbers for the grid, and where a value lies on the drawing."""

    def __init__(self, low: float, high: float) -> None:
        step: float = 10.0 ** floor(log10(high - low))
        while (high - low) / step < 3:
            step /= 2
        self._step = max(step, 1.0)
        self._low = floor(low / self._step) * self._step
        self._high = (floor(high / self._step) + 1) * self._step

    def y(self, value: float) -> float:
        share = (value - self._low) / (self._high - self._low)
        return round(BOTTOM - (BOTTOM - TOP) * share, 1)

    def ticks(self) -> list[float]:
        count = round((self._high - self._low) / self._step)
        return [self._low + self._step * number for number in range(count + 1)]

    def share(self, value: float) -> float:
        return max(value, 0) / self._high


def _value(month: MonthSales, measure: str, currency: str) -> Decimal:
    if measure == "count":
        return Decimal(month.count)
    sales = month.by_currency.get(currency)
    return sales.total if sales else Decimal(0)


def _bar(  # noqa: PLR0913 - one caller, and each value is used once.
    index: int,
    month: MonthSales,
    value: Decimal,
    fault: int,
    measure: str,
    currency: str,
    scale: _Scale,
    slot: float,
    count: int,
) -> Bar:
    left = LEFT + index * slot
    top, bottom = scale.y(float(max(value, Decimal(0)))), scale.y(float(min(value, Decimal(0))))
    first_on, last_on = span_of(month.month)
    fault_top = scale.y(float(value) + fault)
    running = index == count - 1
    return Bar(
        month=month.month,
        first_on=first_on,
        last_on=last_on,
        name=month_name(month.month),
        short=short_month(month.month),
        label=_label(month, value, fault, measure, currency)
        + (", still running" if running else ""),
        value=_value_text(value, fault, measure),
        is_running=running,
        slot_x=round(left + 2, 1),
        slot_width=round(slot - 4, 1),
        x=round(left + slot * 0.2, 1),
        y=top,
        width=round(slot * 0.6, 1),
        height=round(bottom - top, 1),
        fault_y=fault_top,
        fault_height=round(top - fault_top, 1),
        narrow_y=index * NARROW_STEP,
        narrow_width=round(_NARROW_BAR * scale.share(float(value)), 1),
    )


def _value_text(value: Decimal, fault: int, measure: str) -> str:
    if measure != "count":
        return short_amount(value)
    return f"{value:,.0f} + {fault}" if fault else f"{value:,.0f}"


def _label(month: MonthSales, value: Decimal, fault: int, measure: str, currency: str) -> str:
    name = month_name(month.month)
    if measure != "count":
        return f"{name}: {amount(value)} {currency}"
    told = f"{name}: {value:,.0f} synced"
    return f"{told}, {fault} at fault" if fault else told
