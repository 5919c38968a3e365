"""Links into Xero follow the template of the installation."""

import pytest

from core.clients.xero.deep_links import (
    DOCUMENTED_TEMPLATE,
    contact_link,
    document_link,
    page_link,
)
from core.domain.xero_document import DocumentKind


def test_the_documented_form_opens_the_document() -> None:
    assert document_link(DOCUMENTED_TEMPLATE, "!Qj35V", DocumentKind.INVOICE, "i-1") == (
        "https://go.xero.com/organisationlogin/default.aspx?shortcode=!Qj35V"
        "&redirecturl=/AccountsReceivable/View.aspx?InvoiceID=i-1"
    )
    note = document_link(DOCUMENTED_TEMPLATE, "!Qj35V", DocumentKind.CREDIT_NOTE, "n-1")
    assert note.endswith("/AccountsReceivable/ViewCreditNote.aspx?creditNoteID=n-1")


def test_another_frame_is_a_setting() -> None:
    frame = "http://127.0.0.1:8102/go/{short_code}{path}"
    assert contact_link(frame, "!Q", "c-1") == "http://127.0.0.1:8102/go/!Q/Contacts/View/c-1"


@pytest.mark.parametrize("frame", ["{short}", "{}", "{0}"])
def test_a_frame_with_unknown_fields_says_so(frame: str) -> None:
    with pytest.raises(ValueError, match="template"):
        page_link(frame, "!Q", "/")
