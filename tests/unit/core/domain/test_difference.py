from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.difference import compare, fingerprint, fits, may_change
from core.domain.merging import merge
from core.domain.xero_document import DocumentKind, Tracking
from tests.factories.documents import make_document, make_draft, make_draft_line


def test_a_document_as_it_was_posted_differs_in_nothing() -> None:
    draft = make_draft()
    assert compare(draft, make_document(draft)) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": "INV-9"}, "number"),
        ({"contact_id": "other"}, "contact"),
        ({"issued_on": date(2026, 1, 1)}, "date"),
        ({"due_on": date(2026, 1, 1)}, "due date"),
        ({"currency": "AUD"}, "currency"),
        ({"reference": "PO 9"}, "reference"),
    ],
)
def test_each_field_that_an_update_would_change_is_named_with_both_values(
    change: dict[str, object], field: str
) -> None:
    draft = make_draft()
    (difference,) = compare(replace(draft, **change), make_document(draft))  # type: ignore[arg-type]
    assert difference.field == field
    assert difference.autotask != difference.xero


def test_another_amount_shows_in_the_total_and_in_the_lines() -> None:
    document = make_document()
    draft = make_draft(lines=(make_draft_line("120.00", "18.00"),))
    differences = {each.field: (each.autotask, each.xero) for each in compare(draft, document)}
    assert set(differences) == {"total", "lines", "texts"}
    assert differences["total"] == ("138.00", "115.00")
    assert differences["lines"] == (
        "200 OUTPUT2 120.00 + 18.00",
        "200 OUTPUT2 100.00 + 15.00",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"description": "On-site support"},
        {"quantity": Decimal(2), "unit_amount": Decimal("50.00")},
    ],
)
def test_another_text_or_price_for_the_same_money_is_a_difference(change: dict[str, Any]) -> None:
    draft = make_draft(lines=(make_draft_line(**change),))
    assert [each.field for each in compare(draft, make_document())] == ["texts"]


def test_blanks_that_xero_folds_in_a_text_are_no_difference() -> None:
    draft = make_draft(lines=(make_draft_line(description=" Remote \n support "),))
    assert compare(draft, make_document()) == []


@pytest.mark.parametrize("change", [{"account_code": "210"}, {"tax_type": "NONE"}])
def test_the_same_money_on_another_account_or_tax_is_a_difference(change: dict[str, str]) -> None:
    draft = make_draft(lines=(make_draft_line(**change),))
    assert [each.field for each in compare(draft, make_document())] == ["lines"]


def test_trailing_zeros_are_no_difference() -> None:
    document = make_document(
        total=Decimal("115.0"), lines=(make_draft_line("100.0000", "15.0000"),)
    )
    assert compare(make_draft(), document) == []


def test_a_credit_note_has_no_due_date_to_differ_in() -> None:
    draft = make_draft(kind=DocumentKind.CREDIT_NOTE)
    document = make_document(draft)
    assert document.due_on is None
    assert compare(draft, document) == []


@pytest.mark.parametrize("status", ["DRAFT", "SUBMITTED", "AUTHORISED"])
def test_an_open_document_may_change_unless_money_is_on_it(status: str) -> None:
    assert may_change(make_document(status=status))
    assert not may_change(make_document(status=status, has_payments=True))


@pytest.mark.parametrize("status", ["PAID", "VOIDED", "DELETED"])
def test_a_closed_document_may_not_change(status: str) -> None:
    assert not may_change(make_document(status=status))


@pytest.mark.parametrize(
    ("change", "theirs"),
    [
        ({"number": ""}, {"number": "XI-8"}),
        ({"branding_theme_id": ""}, {"branding_theme_id": "Xero's own"}),
        ({"due_on": None}, {"due_on": date(2026, 1, 1)}),
        (
            {"kind": DocumentKind.BILL, "reference": "lost"},
            {"reference": "", "due_on": make_draft().due_on},
        ),
        ({"kind": DocumentKind.PURCHASE_ORDER}, {"due_on": None}),
    ],
)
def test_what_a_draft_leaves_to_xero_is_no_difference(
    change: dict[str, Any], theirs: dict[str, Any]
) -> None:
    draft = make_draft(**change)
    document = make_document(draft, **theirs)
    assert compare(draft, document) == []
    assert fits(fingerprint(draft), document)


def test_another_theme_or_tracking_is_a_difference() -> None:
    region = Tracking("c", "o", "Region", "North")
    draft = make_draft(branding_theme_id="ours", lines=(make_draft_line(tracking=(region,)),))
    differences = {each.field: each for each in compare(draft, make_document())}
    assert set(differences) == {"branding", "tracking"}
    assert (differences["tracking"].autotask, differences["tracking"].xero) == (
        "Region: North",
        "",
    )


def test_tax_that_is_left_to_xero_differs_only_in_the_total() -> None:
    draft = make_draft(lines=(make_draft_line(tax_type=""),))
    assert compare(draft, make_document()) == []
    other = make_document(total=Decimal("114.99"), lines=(make_draft_line(tax="14.99"),))
    assert [each.field for each in compare(draft, other)] == ["total"]


def test_the_account_that_xero_takes_off_a_line_of_nothing_is_no_difference() -> None:
    line = make_draft_line("0.00", "0.00")
    draft = make_draft(lines=(line,))
    document = make_document(draft, lines=(replace(line, account_code="", tax_type=""),))
    assert compare(draft, document) == []


@given(st.sampled_from(["number", "contact_id", "reference", "currency"]), st.text(min_size=1))
def test_a_fingerprint_fits_just_the_documents_that_agree(field: str, text: str) -> None:
    draft = make_draft()
    document = make_document(draft)
    assert fits(fingerprint(draft), document)
    change: dict[str, Any] = {field: text}
    changed = replace(document, **change)
    assert fits(fingerprint(draft), changed) is (compare(draft, changed) == [])


def test_a_line_of_nothing_that_lost_its_account_in_xero_is_no_difference() -> None:
    draft = make_draft(
        lines=(make_draft_line(), make_draft_line(net="0.00", tax="0.00", description="Free"))
    )
    billed, free = draft.lines
    document = make_document(
        draft, lines=(replace(billed, xero_id="l-1"), replace(free, account_code="", xero_id="l-2"))
    )
    assert compare(draft, document) == []
    assert fits(fingerprint(draft), document)
    merged = merge(draft, document)
    assert merged is not None
    assert [line.xero_id for line in merged.lines] == ["l-1", "l-2"]
