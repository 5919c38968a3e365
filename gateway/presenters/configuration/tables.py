"""A mapping table: Autotask's names, what they carry, where they lead, and what they may lead to."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from core.domain.company import fold_name
from core.domain.mapping.suggest import Suggested
from gateway.presenters.amounts import amount_in
from gateway.presenters.configuration.entries import Entry
from gateway.presenters.configuration.table_items import (
    Item,
    Key,
    Seen,
    TableSource,
    exact_rows,
    item_of,
    items_of,
)

PAGE = 200
SHOWS = ("all", "unmapped", "broken")


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as it is shown; `key` is the name of its fields, `tone` colors the state's word."""

    key: str
    names: Key
    lines: str
    money: tuple[str, ...]
    faults: int
    value: str
    entry: Entry | None
    state: str
    tone: str
    suggested: Suggested | None
    error: str = ""
    is_ticked: bool = False

    @property
    def label(self) -> str:
        return " / ".join(self.names)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are shown: `query` in a name or a value, `show` of SHOWS, `page` from 1."""

    query: str = ""
    show: str = "all"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Added:
    """Another row as somebody typed it, and why it cannot be taken."""

    key: Key = ()
    value: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed and could not be taken: values and sentences by key, and ticks."""

    values: Mapping[Key, str] = field(default_factory=dict)
    errors: Mapping[Key, str] = field(default_factory=dict)
    ticked: frozenset[Key] = frozenset()
    added: Added = Added()

    @property
    def is_refused(self) -> bool:
        return bool(self.errors or self.added.error)


@dataclass(frozen=True, slots=True)
class TableView:
    """A page of a table. `counts` are of all its rows, by the word in the address.

    `ready` are invoices by the cause at which they stopped, and whose row leads somewhere now.
    """

    source: TableSource
    rows: tuple[RowView, ...]
    counts: Mapping[str, int]
    matching: int
    wanted: Wanted
    added: Added
    exact: int
    ready: Mapping[str, int]

    @property
    def pages(self) -> int:
        return max(1, -(-self.matching // PAGE))


NOTHING_TYPED = Typed()


def table_view(source: TableSource, wanted: Wanted, typed: Typed = NOTHING_TYPED) -> TableView:
    items = items_of(source)
    matching = [each for each in items if _matches(each, wanted)]
    first = (wanted.page - 1) * PAGE
    shown = matching[first : first + PAGE]
    return TableView(
        source=source,
        rows=tuple(_row(each, source, typed) for each in (*_refused(source, shown, typed), *shown)),
        counts={show: sum(_shows(each, show) for each in items) for show in SHOWS},
        matching=len(matching),
        wanted=wanted,
        added=typed.added,
        exact=len(exact_rows(source, items)),
        ready=_ready(items),
    )


def _refused(source: TableSource, shown: Iterable[Item], typed: Typed) -> list[Item]:
    """Rows that cannot be taken stand on the page whatever it shows besides."""
    there = {each.seen.key for each in shown}
    return [item_of(key, source) for key in typed.errors if key not in there]


def key_text(key: Key) -> str:
    """A key as the value of a field."""
    return json.dumps(key, ensure_ascii=False)


def money_of(seen: Seen) -> tuple[str, ...]:
    """Never added up over currencies."""
    return tuple(amount_in(net, currency) for currency, net in sorted(seen.money.items()))


def _ready(items: Iterable[Item]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for each in items:
        if each.value and not each.trouble:
            found.update(each.seen.causes)
    return dict(found)


def _matches(item: Item, wanted: Wanted) -> bool:
    if not _shows(item, wanted.show):
        return False
    words = fold_name(wanted.query)
    return not words or any(words in fold_name(each) for each in (*item.seen.key, item.value))


def _shows(item: Item, show: str) -> bool:
    if show == "unmapped":
        return not item.value
    return show == "all" or bool(item.trouble)


def _row(item: Item, source: TableSource, typed: Typed) -> RowView:
    seen, key = item.seen, item.seen.key
    value = typed.values.get(key, item.value)
    state = state_of(item, source)
    needs_one = not item.value or bool(item.trouble)
    return RowView(
        key=key_text(key),
        names=key,
        lines=f"{seen.lines:,}" if seen.lines else "",
        money=money_of(seen),
        faults=seen.faults,
        value=value,
        entry=source.entries.get(value) if value else None,
        state=state.word,
        tone=state.tone,
        suggested=source.suggests.of(seen, False) if needs_one else None,
        error=typed.errors.get(key, ""),
        is_ticked=key in typed.ticked,
    )


class State(NamedTuple):
    """A word or two, and a tone that never stands alone."""

    word: str
    tone: str


def state_of(item: Item, source: TableSource) -> State:
    if item.trouble:
        return State(item.trouble, "bad")
    if item.value:
        is_gone = source.is_list_known and not (
            item.seen.is_in_list or item.seen.is_used or item.seen.key[-1].isdecimal()
        )
        return State("not in Autotask any more", "warn") if is_gone else State("mapped", "ok")
    covered = source.fallback(item.seen)
    if covered:
        return State(covered, "")
    if item.seen.is_used:
        return State("nothing yet: invoices stop", "bad")
    return State("nothing yet", "warn")
