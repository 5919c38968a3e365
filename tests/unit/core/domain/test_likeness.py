import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.likeness import likeness, read_name


def _percent(one: str, other: str) -> int:
    return likeness(read_name(one), read_name(other))


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("Managed Services", "Services, Managed", 99),
        ("Aroha Dental Ltd", "AROHA DENTAL LIMITED", 99),
        ("Software & Licenses", "Software and Licences", 90),
        ("Café Zürich", "CAFÉ ZÜRICH", 99),
        ("Telephone", "Telephony", 75),
    ],
)
def test_names_that_read_alike_whatever_their_order_case_and_legal_form(
    one: str, other: str, least: int
) -> None:
    assert least <= _percent(one, other) <= 99


@pytest.mark.parametrize(("one", "other"), [("Hardware", "Software"), ("", "Sales"), ("!", "?")])
def test_names_without_a_common_beginning_do_not(one: str, other: str) -> None:
    assert _percent(one, other) == 0


def test_a_name_of_nothing_but_legal_words_is_still_a_name() -> None:
    assert _percent("The Group", "Group, The") == 99


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_two_names_are_ever_sure(one: str, other: str) -> None:
    assert 0 <= _percent(one, other) <= 99


@given(st.text("abc ü", max_size=12), st.text("abc ü", max_size=12), st.integers(1, 99))
def test_a_bound_spares_work_and_loses_nothing(one: str, other: str, least: int) -> None:
    sure = _percent(one, other)
    bounded = likeness(read_name(one), read_name(other), least)
    assert bounded == sure or (bounded == 0 and sure < least)
