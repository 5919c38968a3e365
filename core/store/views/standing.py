"""What the frame of every page says of a connection, in one question."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from core.domain.status import Status
from core.store.views import bulk_actions, changes, connections, documents, marks, switcher
from core.store.views.beside import Beside
from core.store.views.bulk_actions import BulkView
from core.store.views.connection_rows import ConnectionRow
from core.store.views.documents import CauseGroup, Counted
from core.store.views.documents.counts import many_of
from core.store.views.documents.questions import union
from core.store.views.kinds import of
from core.store.views.marks import Marks
from core.store.views.reading import read
from core.store.views.switcher import Other


@dataclass(frozen=True, slots=True)
class Standing:
    """A connection, how many stand where, why those at a fault do, and what was started last over
    many; `beside` are the answers to what its page has asked besides."""

    connection: ConnectionRow
    counts: dict[Status, Counted]
    causes: tuple[CauseGroup, ...]
    newest_action: BulkView | None
    others: tuple[Other, ...]
    beside: Mapping[str, Any]


_NOTHING: Mapping[str, Beside[Any]] = {}
_KEPT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was counted, of which ledger and which state of it."""

    client: Any
    state: tuple[Any, ...]
    until: float
    counted: tuple[dict[Status, Counted], tuple[CauseGroup, ...]]


_kept: dict[str, _Kept] = {}


@read
def standing(connection: str, beside: Mapping[str, Beside[Any]] = _NOTHING) -> Standing | None:
    """None for a connection that nobody knows."""
    asked: dict[str, Beside[Any]] = {
        "connection": connections.question(connection),
        "marks": marks.question(connection),
        "newest action": bulk_actions.newest(connection),
        "others": switcher.question(),
        **beside,
    }
    newest = {"newest": changes.newest("invoices", connection)}
    found = union("invoices", newest, changes.NEWEST_INDEX, asked)
    answers = {name: each.read(found[name]) for name, each in asked.items()}
    row = answers["connection"]
    if row is None:
        return None
    counts, causes = _counted(row, answers["marks"], found["newest"])
    return Standing(
        connection=row,
        counts=dict(counts),
        causes=causes,
        newest_action=answers["newest action"],
        others=answers["others"],
        beside={name: answers[name] for name in beside},
    )


def _counted(
    row: ConnectionRow, marks: Marks, newest: list[dict[str, Any]]
) -> tuple[dict[Status, Counted], tuple[CauseGroup, ...]]:
    """Counted once for a state of the ledger, which is what open pages ask for too (views.changes).

    A while later it is counted again all the same: who changes something says when, two who say the
    same instant are told apart by their number only, and what is written late may say an earlier one.
    Of the last the figures tell (`changed_at`), as they do to open pages.
    """
    client, many = of("invoices").database.client, many_of(marks)
    state = (row.revision, row.updated_at, marks.changed_at, many, newest)
    kept, moment = _kept.get(row.id), monotonic()
    if kept and kept.client is client and kept.state == state and moment < kept.until:
        return kept.counted
    counted = documents.standing(row.id, many)
    _kept[row.id] = _Kept(client, state, moment + _KEPT_SECONDS, counted)
    return counted
