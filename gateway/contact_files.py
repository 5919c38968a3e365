"""A contact report as a CSV file: a line for each company."""

from collections.abc import Iterator

from core.domain.contacts.report import LABELS, Verdict
from core.store.views.contact_reports import ContactReportView, each_row
from gateway.exports.cells import Value

_HEAD: list[Value] = [
    "Autotask company ID", "Company", "Verdict", "What happens", "Contact in Xero",
    "Account number", "E-mail", "Xero contact ID", "Archived",
]  # fmt: skip


def contact_file(found: ContactReportView) -> Iterator[list[Value]]:
    """Where several contacts fit, each has a line."""
    yield _HEAD
    for row in each_row(found.id):
        label = LABELS[Verdict(row.verdict)] if row.verdict in set(Verdict) else row.verdict
        for contact in row.contacts or ({},):
            yield [
                row.company_id,
                row.company,
                label,
                row.message,
                str(contact.get("name") or ""),
                str(contact.get("account_number") or ""),
                str(contact.get("email") or ""),
                str(contact.get("id") or ""),
                "yes" if contact.get("is_archived") else "",
            ]
