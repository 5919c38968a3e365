"""Cursors come back as they went out, and nothing else passes for one."""

import base64
from datetime import UTC
from decimal import Decimal

import pytest
from bson.decimal128 import Decimal128
from hypothesis import given
from hypothesis import strategies as st

from core.store.views.cursors import BadCursorError, Cursor, decode

INSTANTS = st.datetimes(timezones=st.just(UTC))
VALUES = INSTANTS | st.text(max_size=30) | st.integers(0, 2**53) | st.none()


@given(VALUES, st.integers(0, 2**53) | st.text(max_size=30))
def test_a_cursor_comes_back_as_it_went_out(value: object, tie: object) -> None:
    cursor = Cursor("-updated", value, tie)
    assert decode(cursor.encode(), "-updated") == cursor


def test_money_comes_back_exact() -> None:
    text = Cursor("total", Decimal128("0.10"), 7).encode()
    assert decode(text, "total").value == Decimal128(Decimal("0.10"))


def test_a_cursor_of_another_order_is_refused() -> None:
    with pytest.raises(BadCursorError, match="another order"):
        decode(Cursor("total", 1, 2).encode(), "-updated")


@given(st.text(max_size=60))
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadCursorError):
        decode(text, "-updated")


@pytest.mark.parametrize(
    "inner",
    [
        '["-updated",["plain",9223372036854775808],["plain",1]]',
        '["-updated",["at","0001-01-01T00:00:00+14:00"],["plain",1]]',
        '["-updated",["plain","\\ud800"],["plain",1]]',
        "[" * 5000,
    ],
    ids=["too large", "before the calendar", "half a character", "too deep"],
)
def test_what_storage_cannot_take_is_refused(inner: str) -> None:
    with pytest.raises(BadCursorError):
        decode(base64.urlsafe_b64encode(inner.encode()).decode(), "-updated")


@pytest.mark.parametrize(
    "inner",
    ['["-updated",["plain",{"$gt":""}],["plain",1]]', '["-updated",["plain",[1]],["plain",1]]'],
)
def test_no_operator_gets_into_a_query(inner: str) -> None:
    with pytest.raises(BadCursorError):
        decode(base64.urlsafe_b64encode(inner.encode()).decode(), "-updated")
