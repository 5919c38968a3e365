"""A preflight as a CSV file: a line for each record."""

from collections.abc import Iterator

from core.store.views.preflights import PreflightView, each_row
from gateway.exports import Value
from gateway.presenters.decisions import XERO_DECIDES

_HEAD: list[Value] = [
    "Autotask ID", "Number", "Company", "Date", "Currency", "Total", "Would be", "Cause", "Why",
    "Accounts", "Tax types", "Warnings", "New contact",
]  # fmt: skip
OUTCOME_WORDS = {
    "send": "sent",
    "update": "compared and updated",
    "void": "voided in Xero",
    "hold": "held",
    "stop": "stopped",
    "skip": "skipped",
}


def preflight_file(found: PreflightView) -> Iterator[list[Value]]:
    yield _HEAD
    for row in each_row(found.id):
        yield [
            row.autotask_id,
            row.number,
            row.company,
            row.issued_on,
            row.currency,
            row.total,
            OUTCOME_WORDS.get(row.outcome, row.outcome),
            row.code,
            row.message,
            ", ".join(row.accounts),
            ", ".join(each or XERO_DECIDES for each in row.tax_types),
            "; ".join(row.warnings),
            row.new_contact,
        ]
