"""Links to a Xero document, by the template in settings; never with the tenant's GUID in them.

https://developer.xero.com/documentation/api-guides/deep-link-xero
"""

from dataclasses import dataclass
from typing import Protocol

from core.domain.xero_document import DocumentKind

_PATHS = {
    DocumentKind.INVOICE.value: "/AccountsReceivable/View.aspx?InvoiceID={id}",
    DocumentKind.CREDIT_NOTE.value: "/AccountsReceivable/ViewCreditNote.aspx?creditNoteID={id}",
    DocumentKind.BILL.value: "/AccountsPayable/Edit.aspx?InvoiceID={id}",
    DocumentKind.PURCHASE_ORDER.value: "/Accounts/Payable/PurchaseOrders/View/{id}/",
}


class Counterpart(Protocol):
    """A document that may have one in Xero."""

    @property
    def xero_id(self) -> str | None: ...
    @property
    def xero_kind(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class XeroLinks:
    """Builds links into one organisation; without its short code there are none."""

    template: str
    short_code: str

    def document(self, row: Counterpart, kind: str) -> str:
        if not row.xero_id or not self.short_code:
            return ""
        fallback = DocumentKind.INVOICE if kind == "invoices" else DocumentKind.PURCHASE_ORDER
        path = _PATHS.get(row.xero_kind or fallback.value, _PATHS[fallback.value])
        return self._to(path.format(id=row.xero_id))

    def page(self, path: str) -> str:
        return self._to(path) if self.short_code else ""

    def _to(self, path: str) -> str:
        return self.template.format(short_code=self.short_code, path=path)
