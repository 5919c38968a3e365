import pytest

from core.domain.markers import is_marked, is_ours_by_mark, marks_in, marks_of
from core.domain.xero_document import DocumentKind
from tests.factories.documents import make_document, make_draft

URL = "https://sync.example/c/kauri/sync/invoices/47"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        (URL, {"/c/kauri/sync/invoices/47"}),
        ("http://old.example:8000/c/kauri/sync/invoices/47", {"/c/kauri/sync/invoices/47"}),
        ("Autotask kauri/47", {"Autotask kauri/47"}),
        ("PO 7 - Autotask kauri/47", {"Autotask kauri/47"}),
        ("Autotask kauri/9 - Autotask kauri/47 (checked)", {"Autotask kauri/47"}),
        ("Autotask kauri/", set()),
        ("http://[half an address", set()),
        ("https://no.path", set()),
        ("", set()),
    ],
)
def test_a_mark_is_found_in_its_comparable_form(text: str, marks: set[str]) -> None:
    assert marks_in(text) == marks


@pytest.mark.parametrize("other", ["Autotask kauri/471", "Autotask kauri/4", "Autotask kaur/47"])
def test_a_mark_that_only_begins_alike_is_another(other: str) -> None:
    document = make_document(make_draft(kind=DocumentKind.CREDIT_NOTE, reference=other))
    assert not is_marked(document, "Autotask kauri/47")


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_each_kind_carries_its_mark_where_xero_has_room_for_it(kind: DocumentKind) -> None:
    document = make_document(kind=kind, marker_url=URL, reference="Autotask kauri/47")
    is_linked = kind in (DocumentKind.INVOICE, DocumentKind.BILL)
    assert marks_of(document) == {
        URL.removeprefix("https://sync.example") if is_linked else "Autotask kauri/47"
    }


@pytest.mark.parametrize(
    ("document", "is_ours"),
    [
        (make_document(marker_url="https://elsewhere.example/c/other/sync/invoices/1"), True),
        (make_document(marker_url="https://shop.example/orders/1"), False),
        (make_document(marker_url=""), False),
        (make_document(kind=DocumentKind.CREDIT_NOTE, reference="Autotask other/1"), True),
        (make_document(kind=DocumentKind.CREDIT_NOTE, reference="as agreed"), False),
    ],
)
def test_any_counterfoils_document_is_known_as_one(document: object, is_ours: bool) -> None:
    assert is_ours_by_mark(document) is is_ours  # type: ignore[arg-type]
