from core.domain.decision import Subject
from core.domain.mapping import marker_reference, marker_url
from tests.factories.documents import PUBLIC_URL, make_invoice, make_line
from tests.unit.core.domain.mapping.worlds import mapped, only

CREDIT = make_line("-100.00", "-15.00")


def test_the_marker_is_the_address_of_the_record() -> None:
    assert marker_url(f"{PUBLIC_URL}/", "kauri", 1) == f"{PUBLIC_URL}/c/kauri/sync/invoices/1"


def test_a_template_says_what_the_reference_is_made_of() -> None:
    invoice = make_invoice(5, order_number="PO 7", number="A-1")
    template = "{order_number} / {number} / {autotask_id} / {company}"
    draft = mapped(invoice, reference_template=template, context={"company": "Aroha"}).draft
    assert draft.reference == "PO 7 / A-1 / 5 / Aroha"


def test_a_template_without_a_value_leaves_no_lonely_words() -> None:
    result = mapped(make_invoice(order_number=None), reference_template="PO {order_number}")
    assert result.draft.reference == ""
    assert only(result, Subject.REFERENCE).reason == "The template leaves it empty."


def test_a_reference_is_cut_to_what_xero_takes() -> None:
    invoice = make_invoice(order_number="\u00e4" * 300)
    assert mapped(invoice).draft.reference == "\u00e4" * 255


def test_a_credit_note_carries_its_marker_as_reference() -> None:
    assert mapped(make_invoice(5, CREDIT)).draft.reference == marker_reference("kauri", 5)


def test_a_credit_note_keeps_the_order_number_before_its_marker() -> None:
    invoice = make_invoice(5, CREDIT, order_number="PO 7")
    assert mapped(invoice).draft.reference == "PO 7 - Autotask kauri/5"


def test_the_marker_stays_whole_behind_the_longest_reference() -> None:
    reference = mapped(make_invoice(5, CREDIT, order_number="x" * 300)).draft.reference
    assert len(reference) == 255
    assert reference.endswith("x - Autotask kauri/5")
