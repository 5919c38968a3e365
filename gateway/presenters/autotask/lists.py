"""Autotask's lists, as far as we have read them."""

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
    """`otherwise` stands where there is no time of reading."""

    name: str
    note: str
    count: str
    read: Moment | None
    otherwise: str


def list_view(row: ListRow, through: Lens) -> ListView:
    return ListView(
        name=NAMES.get(row.kind, row.kind),
        note=_NOTES.get(row.kind, ""),
        count=f"{row.count:,}" if row.read_at or row.count else "",
        read=moment_or_none(row.read_at, through.now, through.zone),
        otherwise="read again when needed" if row.count else "not yet",
    )
