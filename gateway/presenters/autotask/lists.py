"""Autotask's lists, as far as we have read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.store.views.autotask import ListRow
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment_or_none

NAMES = {
    "company": "Companies",
    "company_type": "Company types",
    "billing_code": "Billing codes",
    "currency": "Currencies",
    "payment_term": "Payment terms",
    "tax_region": "Tax regions",
    "tax": "Taxes",
    "line_of_business": "Lines of business",
    "department": "Departments",
    "territory": "Territories",
    "tax_category": "Tax categories",
    "invoice_template": "Invoice templates",
    "invoice_status": "Invoice statuses",
}
# Of companies only those are known that an invoice named.
_NOTES = {"company": "those of the invoices that were read"}


@dataclass(frozen=True, slots=True)
class ListView:
    """`read` is None for a list that was read and is to be read again."""

    name: str
    note: str
    count: str
    read: Moment | None


def list_views(rows: Iterable[ListRow], through: Lens) -> tuple[ListView, ...]:
    """The lists of which something is known."""
    return tuple(_view(row, through) for row in rows if _is_known(row))


def unread(rows: Iterable[ListRow]) -> str:
    """The names of the others, in a row."""
    return ", ".join(_name(row) for row in rows if not _is_known(row))


def _is_known(row: ListRow) -> bool:
    return bool(row.count or row.read_at)


def _view(row: ListRow, through: Lens) -> ListView:
    return ListView(
        name=_name(row),
        note=_NOTES.get(row.kind, ""),
        count=f"{row.count:,}",
        read=moment_or_none(row.read_at, through.now, through.zone),
    )


def _name(row: ListRow) -> str:
    return NAMES.get(row.kind, row.kind)
