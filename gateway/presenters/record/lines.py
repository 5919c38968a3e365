"""The lines of a document, with the account and tax decisions beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.store.views.record import DecisionRow, LineRow, Record
from gateway.presenters.amounts import amount, quantity
from gateway.presenters.decisions import XERO_DECIDES, Choice, of_line


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the invoice, with the account and tax decisions."""

    description: str
    quantity: str
    rate: str
    net: str
    tax: str
    billing_code: str
    account: str
    account_reason: str
    tax_type: str
    tax_reason: str
    choices: tuple[Choice, ...]


def line_views(record: Record) -> tuple[LineView, ...]:
    """One pass over the decisions: a long invoice has a thousand of them."""
    about: dict[int | None, list[DecisionRow]] = {}
    for each in record.decisions:
        about.setdefault(each.line, []).append(each)
    return tuple(_view(line, about.get(line.autotask_id, [])) for line in record.lines)


def _view(line: LineRow, decisions: Sequence[DecisionRow]) -> LineView:
    return LineView(
        description=line.description,
        quantity=quantity(line.quantity),
        rate=quantity(line.rate),
        net=amount(line.net),
        tax=amount(line.tax),
        billing_code=line.billing_code,
        account=line.account_code,
        account_reason=line.account_reason,
        # Decided, with a reason, and without a tax type: it is left to Xero.
        tax_type=line.tax_type or (XERO_DECIDES if line.tax_reason else ""),
        tax_reason=line.tax_reason,
        choices=of_line(decisions, line.autotask_id),
    )
