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


URLS = [f"https://sync.example/c/kauri/sync/invoices/{number}" for number in (1, 2)]


def marked(*rows: Any) -> tuple[ElementAnswer, ...]:
    return read_elements(INVOICES, {"Invoices": list(rows)}, [Sent("", url) for url in URLS])


def test_without_numbers_of_ours_elements_keep_their_place_and_their_mark() -> None:
    answers = marked(row("XI-8", Url=URLS[0]), row("XI-9", Url=URLS[1]))
    assert [(each.index, each.number, each.marker) for each in answers] == [
        (0, "XI-8", URLS[0]),
        (1, "XI-9", URLS[1]),
    ]


def test_without_numbers_an_answer_with_none_of_our_marks_is_no_answer() -> None:
    with pytest.raises(AnswerDoesNotFitError):
        marked(row("XI-8"), row("XI-9"))


def test_refusals_need_not_echo_a_mark() -> None:
    answers = marked(row("", InvoiceID=NO_ID), row("", InvoiceID=NO_ID))
    assert [each.index for each in answers] == [0, 1]


def test_what_was_sent_is_read_back_from_the_frozen_body() -> None:
    body = {
        "Invoices": [
            {"Type": "ACCREC", "InvoiceNumber": "A", "Url": URLS[0]},
            {"Type": "ACCREC", "Url": URLS[1]},
            # Xero keeps no bill's number unique, so it identifies nothing.
            {"Type": "ACCPAY", "InvoiceNumber": "B", "Url": URLS[1]},
        ]
    }
    assert read_sent(INVOICES, body) == [Sent("A", URLS[0]), Sent("", URLS[1]), Sent("", URLS[1])]


def test_an_element_is_kept_as_xero_wrote_it() -> None:
    [answer] = read(row("A", Odd="field"))
    assert answer.raw["Odd"] == "field"
