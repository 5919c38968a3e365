import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.decision import Subject
from core.domain.errors import MappingError
from core.domain.mapping.numbering import document_number
from tests.factories.documents import make_invoice, make_settings
from tests.unit.core.domain.mapping.worlds import mapped, only


def test_the_number_is_autotasks_or_its_id_behind_the_prefix() -> None:
    invoice = make_invoice(12, number="2026-1")
    assert document_number(invoice, make_settings(number_prefix="AT-")) == "AT-2026-1"
    by_id = make_settings(number_prefix="KMI", numbering="autotask_id")
    assert document_number(invoice, by_id) == "KMI12"


def test_autotasks_id_stands_behind_a_prefix_of_ours_if_there_is_none() -> None:
    assert document_number(make_invoice(12), make_settings(numbering="autotask_id")) == "INV:12"


def test_the_reason_names_whose_number_it_is() -> None:
    assert only(mapped(make_invoice(12), numbering="autotask_id"), Subject.NUMBER).reason == (
        "Autotask's id 12 behind “INV:”."
    )
    assert only(mapped(make_invoice(12), number_prefix="AT-"), Subject.NUMBER).reason == (
        "Autotask's number INV-12 behind “AT-”."
    )


def test_xeros_own_number_is_left_to_xero_even_without_one_of_autotasks() -> None:
    result = mapped(make_invoice(12, number=None), numbering="xero")
    assert result.draft.number == ""
    assert only(result, Subject.NUMBER).reason == "Xero numbers it."


def test_a_comma_in_a_number_would_split_xeros_filter_and_becomes_a_blank() -> None:
    assert document_number(make_invoice(number="A,1"), make_settings()) == "A 1"


def test_letters_that_xero_cannot_carry_become_plain_ones() -> None:
    assert document_number(make_invoice(number="Nº 7–Ä"), make_settings()) == "No 7-A"
    result = mapped(make_invoice(number="Nº 7"))
    reason = only(result, Subject.NUMBER).reason
    assert reason == "Autotask's number Nº 7; Xero cannot carry all of its characters."


@given(st.text(min_size=1, max_size=12), st.sampled_from(["", "AT-"]))
def test_whatever_autotask_calls_it_xero_can_carry_the_number(number: str, prefix: str) -> None:
    carried = document_number(make_invoice(number=number), make_settings(number_prefix=prefix))
    assert all(" " <= each <= "~" and each != "," for each in carried)


def test_a_number_longer_than_xero_takes_stops_the_invoice() -> None:
    with pytest.raises(MappingError) as caught:
        document_number(make_invoice(number="9" * 250), make_settings(number_prefix="AT-000"))
    assert caught.value.code == "NUMBER_TOO_LONG"


def test_without_a_number_nothing_is_sent_under_autotasks_numbers() -> None:
    with pytest.raises(MappingError) as caught:
        document_number(make_invoice(number=None), make_settings())
    assert caught.value.code == "NUMBER_MISSING"
