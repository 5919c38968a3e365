"""A cause of many faults, and what its owner is asked before all of them are sent again."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.faults import CATALOGUE
from core.store.views.documents import CauseGroup, CurrencySum
from gateway.messages.frame import plural
from gateway.presenters.amounts import amount_in


@dataclass(frozen=True, slots=True)
class CauseCard:
    """All of it is text; `doubt` is empty where a retry alone may help."""

    count: int
    invoices: str
    values: tuple[str, ...]
    doubt: str


def cause_card(group: CauseGroup, sums: Sequence[CurrencySum]) -> CauseCard:
    kind = CATALOGUE.get(group.code)
    doubt = "" if kind is None or kind.retry_helps else "First mend the cause: " + kind.next_step
    return CauseCard(
        count=group.count,
        invoices=plural(group.count, "invoice"),
        values=tuple(amount_in(each.total, each.currency) for each in sums),
        doubt=doubt,
    )
