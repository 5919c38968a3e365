"""Cursors come back as they went out, and nothing else passes for one."""

import base64
from datetime import UTC, datetime
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
    assert decode(cursor.encode(), "-updated", object, object) == cursor


def test_money_comes_back_exact() -> None:
    text = Cursor("total", Decimal128("0.10"), 7).encode()
    assert decode(text, "total", Decimal128, int).value == Decimal128(Decimal("0.10"))


def test_a_cursor_of_another_order_is_refused() -> None:
    with pytest.raises(BadCursorError, match="another order"):
        decode(Cursor("total", 1, 2).encode(), "-updated", int, int)


@given(st.text(max_size=60))
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadCursorError):
        decode(text, "-updated", object, object)


@pytest.mark.parametrize(
    "inner",
    [
        '["-updated",["plain",9223372036854775808],["plain",1]]',
        '["-updated",["at","0001-01-01T00:00:00+14:00"],["plain",1]]',
        '["-updated",["plain","\\ud800"],["plain",1]]',
        '["-updated",["money","NaN"],["plain",1]]',
        "[" * 5000,
    ],
    ids=["too large", "before the calendar", "half a character", "no number", "too deep"],
)
def test_what_storage_cannot_take_is_refused(inner: str) -> None:
    with pytest.raises(BadCursorError):
        decode(base64.urlsafe_b64encode(inner.encode()).decode(), "-updated", object, object)


@pytest.mark.parametrize(
    "cursor",
    [
        Cursor("-updated", datetime(2026, 1, 1, tzinfo=UTC), "1"),
        Cursor("-updated", datetime(2026, 1, 1), 1),  # noqa: DTZ001 - this is what is refused
        Cursor("-updated", "2026-01-01", 1),
        Cursor("-updated", None, 1),
        Cursor("-updated", datetime(2026, 1, 1, tzinfo=UTC), True),
    ],
    ids=["tie", "no zone", "text", "nothing", "truth"],
)
def test_a_place_that_no_row_has_is_refused(cursor: Cursor) -> None:
    with pytest.raises(BadCursorError, match="not one that this list gave out"):
        decode(cursor.encode(), "-updated", datetime, int)


@pytest.mark.parametrize(
    "inner",
    ['["-updated",["plain",{"$gt":""}],["plain",1]]', '["-updated",["plain",[1]],["plain",1]]'],
)
def test_no_operator_gets_into_a_query(inner: str) -> None:
    with pytest.raises(BadCursorError):
        decode(base64.urlsafe_b64encode(inner.encode()).decode(), "-updated", object, object)
