"""One row that is not JSON costs its page that row, and that row one field."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clients.autotask.salvage import Malformed, salvage

DETAILS = '"pageDetails":{"count":3,"requestCount":500,"prevPageUrl":null,"nextPageUrl":null}'


def page(*rows: str) -> bytes:
    return f'{{"items":[{",".join(rows)}],{DETAILS}}}'.encode()


def rows_of(*rows: str) -> list[dict[str, Any]]:
    found = salvage(page(*rows))
    assert found is not None
    assert found["pageDetails"]["count"] == 3
    return list(found["items"])


GOOD = '{"id":1,"total":10.50,"text":"a"}'
LAST = '{"id":3,"total":7,"text":"c"}'


@pytest.mark.parametrize(
    ("row", "field", "text"),
    [
        ('{"id":2,"total":"19" rack, 42 U","text":"b"}', "total", '"19" rack, 42 U"'),
        ('{"id":2,"total":1,"text":"19" rack"}', "text", '"19" rack"'),
        ('{"id":2,"total":NaN,"text":"b"}', "total", "NaN"),
        ('{"id":2,"total":,"text":"b"}', "total", ""),
        ('{"id":2,"total":01.5,"text":"b"}', "total", "01.5"),
        ('{"id":2,"total":1,"text":"line\nbreak"}', "text", '"line\nbreak"'),
        ('{"id":2,"total":{"a":},"text":"b"}', "total", '{"a":}'),
    ],
)
def test_the_broken_field_is_named_and_everything_else_is_there(
    row: str, field: str, text: str
) -> None:
    first, broken, last = rows_of(GOOD, row, LAST)
    assert first == {"id": 1, "total": Decimal("10.50"), "text": "a"}
    assert last["id"] == 3
    assert broken["id"] == 2
    assert broken[field] == Malformed(text)
    assert set(broken) == {"id", "total", "text"}


def test_several_broken_rows_are_each_told() -> None:
    broken = '{"id":2,"text":"a" b"}'
    rows = rows_of(broken, GOOD, broken.replace("2", "3"))
    assert [isinstance(row["text"], Malformed) for row in rows] == [True, False, True]


def test_bytes_that_are_not_utf_8_cost_their_field() -> None:
    body = page(GOOD, '{"id":2,"total":1,"text":"menu@"}', LAST).replace(b"@", b"\xe9")
    found = salvage(body)
    assert found is not None
    assert found["items"][1]["text"] == Malformed("menu?")
    assert found["items"][0]["text"] == "a"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Sorry</html>",
        page(GOOD, LAST)[:40],
        page(GOOD, LAST)[:-20],
        b'{"item":{"id":1,"text":"a" b"}}',
        b'{"errors":["a" b"]}',
        page(GOOD) + b"x",
    ],
)
def test_an_answer_that_is_cut_or_no_page_is_not_salvaged(body: bytes) -> None:
    assert salvage(body) is None


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["total", "text", "flag"]),
            st.text() | st.integers() | st.none() | st.booleans(),
        ),
        max_size=5,
    )
)
def test_a_page_that_is_whole_comes_through_unchanged(rows: list[dict[str, Any]]) -> None:
    whole = [{"id": number, **row} for number, row in enumerate(rows)]
    body = json.dumps({"items": whole, "pageDetails": {"count": 3}}).encode()
    found = salvage(body)
    assert found is not None
    shown = found["items"]
    assert [row["id"] for row in shown] == [row["id"] for row in whole]
    for row, before in zip(shown, whole, strict=True):
        assert all(
            row[name] in (value, Malformed(str(row[name]))) for name, value in before.items()
        )


@given(st.binary(max_size=300))
def test_whatever_comes_nothing_breaks(body: bytes) -> None:
    for answer in (body, page(GOOD, body.decode("latin-1"), LAST)):
        found = salvage(answer)
        assert found is None or isinstance(found["items"], list)
