"""How Autotask's lines become Xero's: one to one, grouped, or a summary (product.md X10).

A portion is what becomes one line in Xero. Whatever the layout, all lines of a portion share
account, tax type and tracking, so that tax and reports come out the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.domain.line_item import LineItem
from core.domain.setting_choices import LineLayout
from core.domain.xero_document import Tracking


@dataclass(frozen=True, slots=True)
class CodedLine:
    """A line of Autotask's with where it goes."""

    line: LineItem
    billing_code: str
    account_code: str
    tax_type: str
    tracking: tuple[Tracking, ...] = ()

    @property
    def place(self) -> tuple[object, ...]:
        return self.account_code, self.tax_type, self.tracking


@dataclass(frozen=True, slots=True)
class Portion:
    """Lines that become one line in Xero, in Autotask's order."""

    lines: tuple[CodedLine, ...]
    is_summary: bool = False

    @property
    def first(self) -> CodedLine:
        return self.lines[0]

    @property
    def net(self) -> Decimal:
        return sum((each.line.net for each in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return sum((each.line.tax for each in self.lines), Decimal(0))

    @property
    def quantity(self) -> Decimal:
        if self.is_summary:
            return Decimal(1)
        return sum((each.line.quantity for each in self.lines), Decimal(0))

    @property
    def rate(self) -> Decimal:
        return self.net if self.is_summary else self.first.line.rate


def lay_out(lines: Sequence[CodedLine], layout: LineLayout) -> tuple[Portion, ...]:
    """The portions, each at the place of its first line."""
    match layout:
        case LineLayout.ONE_TO_ONE:
            return tuple(Portion((line,)) for line in lines)
        case LineLayout.GROUPED:
            return tuple(Portion(each) for each in _gathered(lines, _likeness))
    return tuple(Portion(each, is_summary=True) for each in _gathered(lines, lambda one: one.place))


def _likeness(coded: CodedLine) -> tuple[object, ...]:
    """What two lines must share to become one: place, price, billing code and text.

    Blanks and letter case of the text don't count. Quantities add up, so texts that name one (or a
    ticket) stay apart.
    """
    text = " ".join(coded.line.description.split()).casefold()
    return *coded.place, coded.line.rate, coded.billing_code, text


def _gathered(
    lines: Sequence[CodedLine], key: Callable[[CodedLine], tuple[object, ...]]
) -> list[tuple[CodedLine, ...]]:
    groups: dict[tuple[object, ...], list[CodedLine]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return [tuple(group) for group in groups.values()]
