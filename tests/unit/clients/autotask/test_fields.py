"""A field has the type that Autotask promises, or it is refused by its name."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clients.autotask.fields import Row, TranslationError
from core.clients.autotask.salvage import Malformed

READERS = ["whole", "whole_or_none", "amount", "text", "flag", "day", "instant", "rows"]


def row(value: Any) -> Row:
    return Row("Invoices", {"id": 7, "field": value})


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        ("whole", "12"),
        ("whole", True),
        ("whole", Decimal("1.5")),
        ("whole", 2**70),
        ("whole", None),
        ("amount", "twelve dollars"),
        ("amount", True),
        ("amount", {}),
        ("text", 12),
        ("text", {"text": "an object"}),
        ("text", ["a"]),
        ("flag", "false"),
        ("flag", 2),
        ("day", 20261122),
        ("day", "20261122"),
        ("day", "2026-13-01"),
        ("day", 0),
        ("day", False),
        ("day", None),
        ("instant", 20261122),
        ("instant", "2026-11-22T25:00"),
        ("instant", "0001-01-01T00:00:00+14:00"),
        ("rows", "text"),
        ("rows", [1]),
        ("text", Malformed("x")),
    ],
)
def test_what_is_of_another_type_is_refused_by_name(reader: str, value: Any) -> None:
    with pytest.raises(TranslationError) as caught:
        getattr(row(value), reader)("field")
    assert caught.value.field == "Invoices.field"
    assert "Invoices.field of 7 " in str(caught.value)


@pytest.mark.parametrize(
    ("reader", "value", "read"),
    [
        ("text", None, ""),
        ("text", "  Kauri ", "Kauri"),
        ("text", "half \ud83d", "half ?"),
        ("flag", None, False),
        ("flag", 1, True),
        ("flag", True, True),
        ("day", "2026-11-22T23:30:00-11:00", date(2026, 11, 22)),
        ("day_or_none", "", None),
        ("instant", "2026-11-22T10:00:00", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("instant", "2026-11-22T10:00:00.5+02:00", datetime(2026, 11, 22, 8, 0, 0, 500000, UTC)),
        ("amount", 7, Decimal(7)),
        ("rows", None, []),
    ],
)
def test_what_is_promised_is_read(reader: str, value: Any, read: Any) -> None:
    assert getattr(row(value), reader)("field") == read


def test_a_text_out_of_all_proportion_is_cut_and_a_name_is_refused() -> None:
    assert len(row("a" * 2_000_000).text("field")) < 20_000
    with pytest.raises(TranslationError, match="longer than 100"):
        row("a" * 101).name("field", 100)


def test_a_value_of_two_megabytes_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(TranslationError) as caught:
        row("a" * 2_000_000).amount("field")
    assert len(str(caught.value)) < 300


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(st.characters()),
    lambda children: st.lists(children, max_size=2) | st.dictionaries(st.text(), children),
    max_leaves=3,
)


@given(JSON, st.sampled_from(READERS))
def test_whatever_stands_there_is_read_or_refused(value: Any, reader: str) -> None:
    refusals: list[TranslationError] = []
    try:
        getattr(row(value), reader)("field")
    except TranslationError as error:
        refusals.append(error)
    assert all(each.field == "Invoices.field" for each in refusals)
