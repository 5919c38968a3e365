"""Autotask's lists, as far as we have read them."""

from dataclasses import dataclass

from core.store.views.autotask import ListRow
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import Moment, moment_or_none

_NAMES = {
    "company": "Companies",
    "billing_code": "Billing codes",
    "currency": "Currencies",
    "payment_term": "Payment terms",
    "line_of_business": "Lines of business",
    "department": "Departments",
    "territory": "Territories",
    "tax_category": "Tax categories",
    "invoice_template": "Invoice templates",
}
# Of companies only those are known that an invoice named.
_NOTES = {"company": "those of the invoices that were read"}


@dataclass(frozen=True, slots=True)
class ListView:
    """`read` is None for a list that nothing has asked for yet."""

    name: str
    note: str
    count: str
    read: Moment | None


def list_view(row: ListRow, through: Lens) -> ListView:
    return ListView(
        name=_NAMES.get(row.kind, row.kind),
        note=_NOTES.get(row.kind, ""),
        count=f"{row.count:,}" if row.read_at else "",
        read=moment_or_none(row.read_at, through.now, through.zone),
    )
