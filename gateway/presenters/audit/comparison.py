"""Where the tables, Autotask's names and Xero's lists do not go together, with what hangs on it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from core.domain.reference_data import TaxRate
from gateway.messages import trail as messages
from gateway.presenters.amounts import amount_in
from gateway.presenters.configuration.table_items import Item, Key, TableSource, items_of

Rates = Mapping[str, TaxRate]
_MOST = 500


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """`stops` says that invoices stop by it; `query` finds the row in its table."""

    name: str
    says: str
    stops: bool
    lines: int
    net: Mapping[str, Decimal]
    faults: int
    query: str

    @property
    def money(self) -> tuple[str, ...]:
        return tuple(amount_in(net, code) for code, net in sorted(self.net.items()))


@dataclass(frozen=True, slots=True)
class Compared:
    """A table: what stops first; `section` is the word of its page in the configuration."""

    title: str
    section: str
    found: tuple[Discrepancy, ...]
    more: int
    rows: int
    notes: tuple[str, ...]


def compared(source: TableSource, section: str, rates: Rates) -> Compared:
    items = items_of(source)
    found = sorted(
        (each for item in items for each in _of_item(item, source, rates)),
        key=lambda each: not each.stops,
    )
    return Compared(
        title=source.title,
        section=section,
        found=tuple(found[:_MOST]),
        more=max(len(found) - _MOST, 0),
        rows=len(source.rows),
        notes=tuple(_notes(source)),
    )


def _of_item(item: Item, source: TableSource, rates: Rates) -> Iterator[Discrepancy]:
    for says, stops in [*_of_names(item, source), *_of_value(item, source, rates)]:
        seen = item.seen
        yield Discrepancy(
            name=" / ".join(seen.key),
            says=says,
            stops=stops,
            lines=seen.lines,
            net=seen.money,
            faults=seen.faults,
            query=f"q={quote(seen.key[-1])}",
        )


def _of_names(item: Item, source: TableSource) -> Iterable[tuple[str, bool]]:
    seen = item.seen
    if not item.value and not source.fallback(seen):
        if seen.is_used:
            yield messages.COMPARED_STOPS, True
        elif seen.is_in_list and seen.is_active:
            yield messages.COMPARED_NEW, False
    if item.value and source.is_list_known and not _is_number(seen.key):
        if not seen.is_in_list:
            yield messages.COMPARED_GONE, False
        elif not seen.is_active:
            yield messages.COMPARED_INACTIVE, False


def _of_value(item: Item, source: TableSource, rates: Rates) -> Iterable[tuple[str, bool]]:
    if item.trouble:
        text = messages.COMPARED_LEADS.format(value=item.value, trouble=item.trouble)
        yield text, item.seen.is_used
        return
    rate = rates.get(item.value) if source.prefix[0] == "tax_types" else None
    if rate is not None and item.seen.percents and rate.rate not in item.seen.percents:
        theirs = " or ".join(_percent(each) for each in sorted(item.seen.percents))
        yield (
            messages.COMPARED_PERCENT.format(
                autotask=theirs, value=item.value, xero=_percent(rate.rate)
            ),
            False,
        )


def _notes(source: TableSource) -> Iterator[str]:
    if not source.is_list_known and source.name != "categories":
        yield messages.COMPARED_UNREAD
    if not source.entries.is_known:
        yield messages.COMPARED_UNREAD_XERO


def _is_number(key: Key) -> bool:
    """A row may go by an id in Autotask, of which the list of names says nothing."""
    return key[-1].isdecimal()


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f}\N{NO-BREAK SPACE}%"
