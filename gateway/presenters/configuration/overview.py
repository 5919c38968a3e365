"""All sections at a glance: what is set otherwise than usual, and what a table lacks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.domain.connection_settings import ConnectionSettings
from core.domain.settings_words import LABELS
from gateway.presenters.amounts import amount_in
from gateway.presenters.configuration.kinds import Kind, kind_of
from gateway.presenters.configuration.sections import SECTIONS, Section
from gateway.presenters.configuration.table_items import Item, TableSource, items_of
from gateway.presenters.configuration.values import said

_USUAL = ConnectionSettings().model_dump(mode="json")
_MOST_SET = 4


@dataclass(frozen=True, slots=True)
class SetOption:
    """An option that is not as usual."""

    label: str
    said: str


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table in a few words: rows, and what in it needs a person."""

    title: str
    mapped: int
    lacking: int
    money: tuple[str, ...]
    broken: int
    faults: int


@dataclass(frozen=True, slots=True)
class Card:
    """A section; `more` counts what is set and not shown."""

    section: Section
    options: tuple[SetOption, ...]
    more: int
    tables: tuple[TableLine, ...]


def cards(
    settings: ConnectionSettings, tables: Iterable[tuple[Section, TableSource]]
) -> tuple[Card, ...]:
    known = [(section, _line(source)) for section, source in tables]
    return tuple(_card(each, settings, known) for each in SECTIONS)


def _card(
    section: Section, settings: ConnectionSettings, tables: list[tuple[Section, TableLine]]
) -> Card:
    dump = settings.model_dump(mode="json")
    found = [
        SetOption(LABELS[option], said(option, dump[option]))
        for option in section.options
        if dump[option] != _USUAL[option] and kind_of(option) is not Kind.TABLE
    ]
    lines = tuple(line for of_section, line in tables if of_section is section)
    return Card(section, tuple(found[:_MOST_SET]), max(0, len(found) - _MOST_SET), lines)


def _line(source: TableSource) -> TableLine:
    items = items_of(source)
    lacking = [each for each in items if _stops(each, source)]
    return TableLine(
        title=source.title,
        mapped=sum(bool(each.value) for each in items),
        lacking=len(lacking),
        money=tuple(amount_in(net, currency) for currency, net in sorted(_money(lacking).items())),
        broken=sum(bool(each.trouble) for each in items),
        faults=sum(each.seen.faults for each in items),
    )


def _stops(item: Item, source: TableSource) -> bool:
    """Used, without a row, and nothing else says where it leads."""
    return not item.value and item.seen.is_used and not source.fallback(item.seen)


def _money(items: Iterable[Item]) -> Mapping[str, Decimal]:
    found: dict[str, Decimal] = {}
    for each in items:
        for currency, net in each.seen.money.items():
            found[currency] = found.get(currency, Decimal(0)) + net
    return found
