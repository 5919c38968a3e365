"""What an action on many documents is about: ticked ids or a whole filter, and their figures."""

from collections.abc import Iterable
from decimal import Decimal

from flask import abort, request

from core.domain.status import Status
from core.store.views import documents
from core.store.views.documents import Counted, CurrencySum
from core.store.views.rows import DocumentRow
from core.store.views.search import DocumentFilter
from gateway.filters import Arguments, choice, document_filter, is_id
from gateway.gate import principal
from gateway.messages import bulk as messages
from gateway.messages.frame import role_needed
from gateway.problems import CommandRefusedError
from gateway.shelves import SHELVES

MOST_TICKED = 500
"""As many as a page of a list shows."""


def allowed_action(given: Arguments) -> str:
    action = choice(given, "action", messages.ACTIONS)
    refuse_role(action)
    return action


def refuse_role(action: str) -> None:
    if action in messages.NEEDS_ADMIN and not principal().may("admin"):
        abort(403, role_needed("admin"))


def filter_of_all(arguments: Arguments) -> DocumentFilter:
    """A thorough search has no end that could be counted, so an action takes the quick one."""
    return document_filter(
        Arguments([each for each in arguments.items(multi=True) if each[0] != "all"])
    )


def ticked(given: Iterable[str]) -> list[int]:
    ids = list(dict.fromkeys(int(each) for each in given if is_id(each)))
    if not ids:
        raise CommandRefusedError("invalid", messages.NOTHING_CHOSEN)
    if len(ids) > MOST_TICKED:
        raise CommandRefusedError("invalid", messages.TOO_MANY.format(most=MOST_TICKED))
    return ids


def chosen_counts(connection: str, shelf: str, wanted: DocumentFilter) -> dict[Status, Counted]:
    """By status, of those that the filter asks for; a cause is a part of one status."""
    counts = documents.counts(SHELVES[shelf], connection, wanted)
    none = Counted(0)
    if not wanted.cause:
        return {
            each: counts[each] if each in (wanted.statuses or Status) else none for each in Status
        }
    of_cause = sum(each.count for each in documents.sums(SHELVES[shelf], connection, wanted))
    status = wanted.statuses[0] if len(wanted.statuses) == 1 else Status.FAULT
    return {each: Counted(of_cause) if each is status else none for each in Status}


# A few more are what the engine brings meanwhile; more than that is another question.
_FEW = 10


def has_grown(connection: str, shelf: str, action: str, wanted: DocumentFilter) -> bool:
    """Tell whether far more would be moved than the form was asked about, as its `seen` says."""
    given = request.form.get("seen") or ""
    if not is_id(given):
        return False
    seen, counts = int(given), chosen_counts(connection, shelf, wanted)
    now = sum(counts[status].n for status in messages.ACTS_ON[action])
    return now > seen + max(_FEW, seen // 10)


def figures(
    rows: Iterable[DocumentRow],
) -> tuple[dict[Status, Counted], tuple[CurrencySum, ...]]:
    counts = dict.fromkeys(Status, 0)
    sums: dict[str, tuple[int, Decimal]] = {}
    for row in rows:
        counts[row.status] += 1
        count, total = sums.get(row.currency, (0, Decimal(0)))
        sums[row.currency] = (count + 1, total + (row.total or Decimal(0)))
    return (
        {status: Counted(n) for status, n in counts.items()},
        tuple(CurrencySum(each, *sums[each]) for each in sorted(sums)),
    )
