"""Each element of an answer is read by its number, and any sign of failure counts."""

from decimal import Decimal
from typing import Any

import pytest

from core.clients.xero.elements import AnswerDoesNotFitError, Sent, read_elements, read_sent
from core.clients.xero.fields import NO_ID
from core.clients.xero.resources import RESOURCES
from core.domain.xero_document import ElementAnswer

INVOICES, CONTACTS = RESOURCES["Invoices"], RESOURCES["Contacts"]


def row(number: str, **changes: Any) -> dict[str, Any]:
    good = {
        "InvoiceNumber": number,
        "InvoiceID": f"id of {number}",
        "StatusAttributeString": "OK",
        "HasErrors": False,
        "Total": Decimal("24.15"),
        "Contact": {"ContactID": "c", "ValidationErrors": []},
        "LineItems": [{"ValidationErrors": []}],
        "ValidationErrors": [],
    }
    return good | changes


def read(*rows: Any, sent: tuple[str, ...] = ("A",)) -> tuple[ElementAnswer, ...]:
    return read_elements(INVOICES, {"Invoices": list(rows)}, [Sent(number) for number in sent])


def test_an_accepted_element_is_a_document() -> None:
    [answer] = read(row("A"))
    assert answer.is_accepted
    assert answer.document is not None
    assert (answer.document.xero_id, answer.document.total) == ("id of A", Decimal("24.15"))


@pytest.mark.parametrize(
    "failure",
    [
        {"StatusAttributeString": "ERROR"},
        {"HasErrors": True},
        {"HasValidationErrors": True},
        {"HasErrors": "true"},
        {"ValidationErrors": [{"Message": "Invoice # must be unique."}]},
        {"Contact": {"ValidationErrors": [{"Message": "archived"}]}},
        {"LineItems": [{}, {"ValidationErrors": [{"Message": "Account must be valid."}]}]},
        {"InvoiceID": NO_ID},
        {"InvoiceID": None},
    ],
)
def test_any_sign_of_failure_is_a_failure(failure: dict[str, Any]) -> None:
    [answer] = read(row("A", **failure))
    assert not answer.is_accepted
    assert answer.reasons
    assert answer.document is None


def test_reasons_come_from_all_places_once_each_and_unchanged() -> None:
    same = {"Message": " To update fields, you must supply a LineItemID"}
    [answer] = read(
        row(
            "A",
            ValidationErrors=[same, {"Message": "second"}, {}],
            LineItems=[{"ValidationErrors": [same]}],
            Warnings=[{"Message": "careful"}],
        )
    )
    assert answer.reasons == (same["Message"], "second")
    assert answer.warnings == ("careful",)


def test_warnings_do_not_fail_an_element() -> None:
    [answer] = read(row("A", StatusAttributeString="WARNING", Warnings=[{"Message": "careful"}]))
    assert answer.is_accepted
    assert answer.warnings == ("careful",)


def test_elements_out_of_order_find_their_place_by_number() -> None:
    answers = read(row("B"), row("A"), sent=("A", "B"))
    assert [(answer.index, answer.number) for answer in answers] == [(0, "A"), (1, "B")]
    assert answers[0].document is not None
    assert answers[0].document.xero_id == "id of A"


def test_a_foreign_number_is_passed_on_as_it_is() -> None:
    answers = read(row("A"), row("Z"), sent=("A", "B"))
    assert [answer.number for answer in answers] == ["A", "Z"]


@pytest.mark.parametrize(
    "answer",
    [
        {"Invoices": []},
        {"Invoices": [row("A"), row("B")]},
        {"Invoices": [row("Z")]},
        {"Invoices": [None]},
        {"Invoices": None},
        {"CreditNotes": [row("A")]},
        [],
        None,
    ],
)
def test_an_answer_about_something_else_is_no_answer(answer: Any) -> None:
    with pytest.raises(AnswerDoesNotFitError):
        read_elements(INVOICES, answer, [Sent("A")])


def test_a_contact_is_known_by_its_id() -> None:
    [answer] = read_elements(
        CONTACTS, {"Contacts": [{"ContactNumber": "A", "ContactID": "c-1"}]}, [Sent("A")]
    )
    assert (answer.contact_id, answer.is_accepted) == ("c-1", True)
