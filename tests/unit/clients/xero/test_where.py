"""A value cannot break out of a filter."""

from hypothesis import given
from hypothesis import strategies as st

from core.clients.xero.where import all_of, any_of, equals


def test_filters_are_joined() -> None:
    either = any_of([equals("A", "1"), equals("A", "2")])
    assert all_of(equals("T", "x"), either) == 'T=="x" AND (A=="1" OR A=="2")'


@given(st.text())
def test_a_quote_never_ends_the_text(value: str) -> None:
    inside = equals("Name", value)[len('Name=="') : -1]
    assert '"' not in inside.replace('""', "")
    assert inside.isprintable()
