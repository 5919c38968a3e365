"""The rows of a mapping table: what is seen in Autotask joined with what the options say."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from core.domain.mapping.suggest import Suggested
from gateway.presenters.configuration.entries import Entries

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A name that Autotask has or that invoices carried.

    `lines` and `money` are of the last 12 months, `causes` are invoices that stand at a fault now,
    by its code. `percents` are Autotask's tax
    rates there.
    """

    key: Key
    lines: int = 0
    money: Mapping[str, Decimal] = field(default_factory=dict)
    causes: Mapping[str, int] = field(default_factory=dict)
    is_in_list: bool = False
    is_active: bool = True
    external_number: str = ""
    percents: frozenset[Decimal] = frozenset()

    @property
    def faults(self) -> int:
        return sum(self.causes.values())

    @property
    def is_used(self) -> bool:
        return bool(self.lines or self.faults)


class Suggests(NamedTuple):
    """`of` a name with all that is seen of it; with True only what is exact."""

    of: Callable[[Seen, bool], Suggested | None]


@dataclass(frozen=True, slots=True)
class TableSource:
    """All that a table is made of.

    `prefix` leads to its rows among the options. `fallback` says what becomes of a name without a
    row; "" means that its invoices stop.
    """

    name: str
    title: str
    says: str
    heads: tuple[str, ...]
    prefix: Key
    rows: Mapping[Key, str]
    seen: Mapping[Key, Seen]
    entries: Entries
    fallback: Callable[[Seen], str]
    suggests: Suggests
    is_list_known: bool = True


class Item(NamedTuple):
    """A row before it is drawn."""

    seen: Seen
    value: str
    trouble: str


def items_of(source: TableSource) -> list[Item]:
    """Every row, what needs a person first: unmapped and used by money, broken, unmapped, mapped."""
    keys = dict.fromkeys([*source.seen, *source.rows])
    items = (item_of(key, source) for key in keys)
    found = [each for each in items if each.value or each.seen.is_used or each.seen.is_active]
    return sorted(found, key=_rank)


def item_of(key: Key, source: TableSource) -> Item:
    value = source.rows.get(key, "")
    return Item(source.seen.get(key, Seen(key)), value, source.entries.trouble_with(value))


def exact_rows(source: TableSource, items: Iterable[Item] | None = None) -> dict[Key, Suggested]:
    """What may be taken at once: rows without a value for which a suggestion is exact."""
    found = {}
    for each in items if items is not None else items_of(source):
        if not each.value and (same := source.suggests.of(each.seen, True)):
            found[each.seen.key] = same
    return found


def _rank(item: Item) -> tuple[int, Decimal, int, str]:
    seen = item.seen
    group = _group(item)
    most = max((abs(each) for each in seen.money.values()), default=Decimal(0))
    return group, -most, -(seen.faults + seen.lines), " / ".join(seen.key).casefold()


def _group(item: Item) -> int:
    if item.value:
        return 1 if item.trouble else 3
    return 0 if item.seen.is_used else 2
