from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.batch import Element
from core.domain.mapping import marker_reference
from core.domain.settlement import (
    Accepted,
    Refused,
    Unclear,
    carries_our_marker,
    is_ours,
    settle,
    was_there_before,
)
from core.domain.xero_document import DocumentKind, ElementAnswer
from tests.factories.documents import make_document, make_draft, make_element

NUMBERS = st.integers(min_value=1, max_value=6)


def _accepted(element: Element, index: int = 0) -> ElementAnswer:
    document = make_document(xero_id=f"xero of {element.number}", number=element.number)
    return ElementAnswer(index, element.number, document=document)


@given(st.lists(st.integers(1, 50), unique=True, max_size=20), st.randoms(use_true_random=False))
def test_answers_are_matched_by_number_in_whatever_order_they_come(
    ids: list[int], random: Random
) -> None:
    elements = [make_element(each) for each in ids]
    answers = [_accepted(element, index) for index, element in enumerate(elements)]
    random.shuffle(answers)
    outcomes = settle(elements, answers)
    assert [outcome.element for outcome in outcomes] == elements
    for outcome in outcomes:
        assert isinstance(outcome, Accepted)
        assert outcome.answer.document
        assert outcome.answer.document.number == outcome.element.number


@given(st.lists(NUMBERS, unique=True, min_size=1), st.lists(st.tuples(NUMBERS, st.booleans())))
def test_every_element_gets_exactly_one_outcome_whatever_xero_says(
    sent: list[int], said: list[tuple[int, bool]]
) -> None:
    elements = [make_element(each) for each in sent]
    answers = [
        _accepted(make_element(number))
        if good
        else ElementAnswer(0, f"INV-{number}", reasons=("no",))
        for number, good in said
    ]
    outcomes = settle(elements, answers)
    assert [outcome.element for outcome in outcomes] == elements
    for outcome in outcomes:
        times = sum(f"INV-{number}" == outcome.element.number for number, _ in said)
        assert isinstance(outcome, Unclear) == (times != 1)


def test_a_number_that_xero_does_not_echo_has_to_be_looked_up() -> None:
    element = make_element(1)
    assert settle([element], [_accepted(make_element(2))]) == [Unclear(element)]


def test_a_number_that_comes_back_twice_is_no_answer() -> None:
    element = make_element(1)
    assert settle([element], [_accepted(element), _accepted(element, 1)]) == [Unclear(element)]


def test_a_refusal_keeps_xeros_words() -> None:
    element = make_element(1)
    answer = ElementAnswer(0, element.number, reasons=("Account must be valid.",))
    assert settle([element], [answer]) == [Refused(element, ("Account must be valid.",))]


def test_a_taken_number_is_a_question_that_remembers_why_it_was_asked() -> None:
    element = make_element(1)
    answer = ElementAnswer(0, element.number, reasons=("Invoice # must be unique.",))
    assert settle([element], [answer]) == [Unclear(element, ("Invoice # must be unique.",))]


def test_a_document_that_agrees_in_everything_is_ours() -> None:
    assert is_ours(make_element(), make_document())


@pytest.mark.parametrize(
    "change",
    [
        {"number": "INV-4712"},
        {"contact_id": "another"},
        {"total": Decimal("115.01")},
        {"marker_url": "https://sync.example/c/kauri/sync/invoices/47110"},
        {"marker_url": ""},
        {"marker_url": "http://[half an address"},
    ],
)
def test_a_document_that_differs_in_any_proof_is_not_ours(change: dict[str, Any]) -> None:
    assert not is_ours(make_element(), make_document(**change))


def test_a_product_that_moved_to_another_host_still_knows_its_own_documents() -> None:
    moved = make_document(marker_url="http://old.example:8000/c/kauri/sync/invoices/4711")
    assert is_ours(make_element(), moved)


def test_a_credit_note_is_proved_by_its_reference() -> None:
    marker = marker_reference("kauri", 4711)
    element = make_element(marker=marker)
    draft = make_draft(kind=DocumentKind.CREDIT_NOTE, reference=f"PO 7 - {marker}")
    assert is_ours(element, make_document(draft))
    assert not is_ours(element, replace(make_document(draft), reference="PO 7"))


@pytest.mark.parametrize("change", [{"contact_id": "another"}, {"total": Decimal("999.00")}])
def test_a_document_that_was_changed_in_xero_still_carries_our_marker(
    change: dict[str, Any],
) -> None:
    document = make_document(**change)
    assert carries_our_marker(make_element(), document)
    assert not is_ours(make_element(), document)


@pytest.mark.parametrize("change", [{"number": "INV-9"}, {"marker_url": ""}])
def test_a_document_without_our_number_and_marker_was_not_made_for_it(
    change: dict[str, Any],
) -> None:
    assert not carries_our_marker(make_element(), make_document(**change))


# By mark: Xero numbers the documents itself, or keeps no number unique.


def _marked(place: int, marker: str, **more: Any) -> ElementAnswer:
    values = {"document": make_document(xero_id=f"xero {place}"), **more}
    return ElementAnswer(place, f"XI-{place}", marker, **values)


ONE, TWO = (make_element(each, number="") for each in (1, 2))


def test_without_a_number_the_mark_at_its_place_is_the_proof() -> None:
    outcomes = settle([ONE, TWO], [_marked(0, ONE.marker), _marked(1, TWO.marker)], by_mark=True)
    assert [type(outcome) for outcome in outcomes] == [Accepted, Accepted]


@pytest.mark.parametrize(
    "answers",
    [
        [_marked(1, ONE.marker), _marked(0, TWO.marker)],
        [_marked(0, ONE.marker), _marked(0, ONE.marker), _marked(1, TWO.marker)],
        [_marked(0, ""), _marked(1, TWO.marker)],
        [_marked(1, TWO.marker)],
    ],
)
def test_a_mark_elsewhere_twice_or_missing_is_no_answer(answers: list[ElementAnswer]) -> None:
    assert settle([ONE, TWO], answers, by_mark=True)[0] == Unclear(ONE)


def test_a_refusal_without_a_mark_belongs_to_its_place() -> None:
    silent = ElementAnswer(1, "", reasons=("Account must be valid.",))
    outcomes = settle([ONE, TWO], [_marked(0, ONE.marker), silent], by_mark=True)
    assert outcomes[1] == Refused(TWO, ("Account must be valid.",))


def test_an_order_that_was_deleted_keeps_its_number_which_is_a_question_too() -> None:
    reasons = (
        "PurchaseOrder status change is invalid",
        "Deleted PurchaseOrders cannot be updated",
    )
    element = make_element(1)
    answer = ElementAnswer(0, element.number, reasons=reasons)
    assert settle([element], [answer]) == [Unclear(element, reasons)]


def test_a_bill_is_ours_whatever_number_it_has_by_now() -> None:
    bill = make_document(kind=DocumentKind.BILL, number="renamed")
    assert carries_our_marker(make_element(), bill)
    assert not carries_our_marker(make_element(), make_document(number="renamed"))


def test_a_document_that_was_there_before_agrees_in_everything_and_has_no_mark() -> None:
    element = make_element(currency="NZD")
    assert was_there_before(element, make_document(marker_url=""))


@pytest.mark.parametrize(
    "change",
    [
        {"number": "INV-9"},
        {"contact_id": "another"},
        {"total": Decimal("1.00")},
        {"currency": "AUD"},
        {"status": "VOIDED"},
        {"status": "DELETED"},
        {"marker_url": "https://elsewhere.example/c/other/sync/invoices/1"},
    ],
)
def test_a_document_that_differs_was_not_there_before(change: dict[str, Any]) -> None:
    element = make_element(currency="NZD")
    assert not was_there_before(element, make_document(**{"marker_url": "", **change}))


def test_an_empty_number_is_nobodys() -> None:
    element = make_element(number="", currency="NZD")
    assert not was_there_before(element, make_document(number="", marker_url=""))
