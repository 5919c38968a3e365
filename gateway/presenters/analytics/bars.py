"""Bars by month, computed here so that the template only draws them: no chart library, no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from core.domain.status import Status
from core.store.views.analytics import MonthSales
from gateway.presenters.amounts import amount, short_amount
from gateway.presenters.analytics.scale import LEFT, WIDTH, Scale
from gateway.presenters.analytics.spans import span_of
from gateway.presenters.times import month_name, short_month

NARROW_WIDTH, NARROW_STEP = 340, 30
_NARROW_LEFT, _NARROW_BAR = 44, 225


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: geometry for the wide and the narrow drawing, and words for everyone.

    Faults stand at the foot, what is synced above them; `query` lists what is synced.
    """

    month: str
    query: str
    name: str
    short: str
    label: str
    value: str
    is_running: bool
    slot_x: float
    slot_width: float
    x: float
    width: float
    y: float
    height: float
    fault_y: float
    fault_height: float
    narrow_y: float
    narrow_x: float
    narrow_width: float
    narrow_fault_width: float


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
class _Drawing:
    """What all bars of a drawing share. `currency` is empty for a count of all of them."""

    measure: str
    currency: str
    running: str
    scale: Scale
    slot: float


def chart(
    months: Sequence[MonthSales], measure: str, currency: str, running: str | None = None
) -> Chart:
    """`measure` is count or value (tax included; of one currency only).

    `running` is the month that is not over: the last one unless told otherwise, "" for none.
    """
    values = [_value(month, measure, currency) for month in months]
    faults = [_faults(month, currency) if measure == "count" else 0 for month in months]
    tops = [float(value) + fault for value, fault in zip(values, faults, strict=True)]
    scale = Scale(low=min(0.0, *map(float, values)), high=max(1.0, *tops))
    present = months[-1].month if running is None else running
    drawing = _Drawing(measure, currency, present, scale, (WIDTH - LEFT) / len(months))
    return Chart(
        title=_title(measure, currency),
        bars=tuple(
            _bar(index, month, value, fault, drawing)
            for index, (month, value, fault) in enumerate(zip(months, values, faults, strict=True))
        ),
        ticks=tuple(Tick(scale.y(at), short_amount(Decimal(str(at)))) for at in scale.ticks()),
        zero_y=scale.y(0),
        narrow_height=len(months) * NARROW_STEP,
        shows_faults=any(faults),
        is_empty=not any(tops),
    )


def list_query(month: str, status: Status, currency: str) -> str:
    """The list of exactly the invoices that a figure counts."""
    first_on, last_on = span_of(month)
    kept = {"status": status.value, "from": first_on, "to": last_on, "currency": currency}
    return urlencode({name: value for name, value in kept.items() if value})


def _title(measure: str, currency: str) -> str:
    if measure == "value":
        return f"Sales by month in {currency}"
    return f"Invoices by month in {currency}" if currency else "Invoices by month"


def _value(month: MonthSales, measure: str, currency: str) -> Decimal:
    sales = month.by_currency.get(currency)
    if measure == "count":
        return Decimal(month.count if not currency else sales.count if sales else 0)
    return sales.total if sales else Decimal(0)


def _faults(month: MonthSales, currency: str) -> int:
    if not currency:
        return month.faults
    sales = month.by_currency.get(currency)
    return sales.faults if sales else 0


def _bar(index: int, month: MonthSales, value: Decimal, fault: int, drawing: _Drawing) -> Bar:
    scale, slot = drawing.scale, drawing.slot
    left = LEFT + index * slot
    high, low = max(value, Decimal(0)) + fault, min(value, Decimal(0)) + fault
    top, bottom, zero = scale.y(float(high)), scale.y(float(low)), scale.y(0)
    is_running = month.month == drawing.running
    fault_width = round(_NARROW_BAR * scale.share(fault), 1)
    return Bar(
        month=month.month,
        query=list_query(month.month, Status.COMPLETE, drawing.currency),
        name=month_name(month.month),
        short=short_month(month.month),
        label=_label(month, value, fault, drawing) + (", still running" if is_running else ""),
        value=_value_text(value, fault, drawing.measure),
        is_running=is_running,
        slot_x=round(left + 2, 1),
        slot_width=round(slot - 4, 1),
        x=round(left + slot * 0.2, 1),
        width=round(slot * 0.6, 1),
        y=top,
        height=round(bottom - top, 1),
        fault_y=bottom if fault else zero,
        fault_height=round(zero - bottom, 1) if fault else 0,
        narrow_y=index * NARROW_STEP,
        narrow_x=_NARROW_LEFT + fault_width,
        narrow_width=round(_NARROW_BAR * scale.share(float(value)), 1),
        narrow_fault_width=fault_width,
    )


def _value_text(value: Decimal, fault: int, measure: str) -> str:
    if measure != "count":
        return short_amount(value)
    return f"{value:,.0f} + {fault}" if fault else f"{value:,.0f}"


def _label(month: MonthSales, value: Decimal, fault: int, drawing: _Drawing) -> str:
    name = month_name(month.month)
    if drawing.measure != "count":
        return f"{name}: {amount(value)} {drawing.currency}"
    told = f"{name}: {value:,.0f} synced"
    return f"{told}, {fault} at fault" if fault else told
