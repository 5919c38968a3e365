"""Addresses of a document in Xero's own screens.

Xero documents one form for links into an organisation and its own tools use another
(developer.xero.com/documentation/api-guides/deep-link-xero), so the frame is a setting with the
fields `{short_code}` and `{path}`; the exclamation mark of a short code stays as it is.
"""

from core.domain.xero_document import DocumentKind

DOCUMENTED_TEMPLATE = (
    "https://go.xero.com/organisationlogin/default.aspx?shortcode={short_code}&redirecturl={path}"
)

_PATHS = {
    DocumentKind.INVOICE: "/AccountsReceivable/View.aspx?InvoiceID={xero_id}",
    DocumentKind.CREDIT_NOTE: "/AccountsReceivable/ViewCreditNote.aspx?creditNoteID={xero_id}",
}


def document_link(template: str, short_code: str, kind: DocumentKind, xero_id: str) -> str:
    return page_link(template, short_code, _PATHS[kind].format(xero_id=xero_id))


def contact_link(template: str, short_code: str, contact_id: str) -> str:
    return page_link(template, short_code, f"/Contacts/View/{contact_id}")


def page_link(template: str, short_code: str, path: str) -> str:
    """Fill the frame; a frame with other fields than the two raises ValueError."""
    try:
        return template.format(short_code=short_code, path=path)
    except (KeyError, IndexError) as error:
        raise ValueError("a deep link template has {short_code} and {path} only") from error
