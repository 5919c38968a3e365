"""A snapshot is exact, comparable and always storable."""

import json
from decimal import Decimal
from typing import Any

import bson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clients.exact_json import load
from core.domain.snapshot import MOST_LINES, is_same_header, new_markers, plain, take_snapshot

HEADER = {"id": 1, "invoiceTotal": Decimal("100.10"), "paidDate": None, "webServiceDate": None}
LINE = {"id": 5, "totalAmount": Decimal("100.1000"), "description": "Support"}


def test_amounts_are_kept_digit_by_digit() -> None:
    snapshot = take_snapshot(HEADER, [LINE])
    assert snapshot.invoice["invoiceTotal"] == "100.10"
    assert snapshot.lines[0]["totalAmount"] == "100.1000"


def test_markers_do_not_count_as_what_was_billed() -> None:
    marked = {**HEADER, "paidDate": "2026-11-20", "webServiceDate": "2026-11-21"}
    assert take_snapshot(HEADER, [LINE]).content_hash == take_snapshot(marked, [LINE]).content_hash
    assert is_same_header(marked, take_snapshot(HEADER, []).invoice)
    assert new_markers(marked, take_snapshot(HEADER, []).invoice) == {
        "paidDate": "2026-11-20",
        "webServiceDate": "2026-11-21",
    }
    assert new_markers(marked, take_snapshot(marked, []).invoice) == {}


@pytest.mark.parametrize(
    ("header", "line"),
    [({"invoiceTotal": Decimal("100.11")}, {}), ({}, {"totalAmount": 7}), ({"dueDate": "x"}, {})],
)
def test_whatever_else_changes_changes_the_fingerprint(
    header: dict[str, Any], line: dict[str, Any]
) -> None:
    before = take_snapshot(HEADER, [LINE]).content_hash
    assert take_snapshot({**HEADER, **header}, [{**LINE, **line}]).content_hash != before


def test_a_header_found_again_is_the_same_or_not() -> None:
    stored = take_snapshot(HEADER, []).invoice
    assert is_same_header(HEADER, stored)
    assert is_same_header({**HEADER, "comments": None}, stored), "missing and null are the same"
    assert not is_same_header({**HEADER, "invoiceTotal": Decimal("100.2")}, stored)
    assert not is_same_header({**HEADER, "invoiceNumber": "A"}, stored)


def test_a_text_of_two_megabytes_keeps_its_beginning_and_says_how_long_it_was() -> None:
    huge = take_snapshot(HEADER, [{**LINE, "description": "long " * 400_000}])
    text = huge.lines[0]["description"]
    assert len(text) < 17_000
    assert text.endswith("(cut; the whole is 2,000,000 characters long)")


def test_many_long_lines_fit_into_a_document_all_the_same() -> None:
    lines = [{**LINE, "id": each, "description": "é" * 8_000} for each in range(2_000)]
    snapshot = take_snapshot(HEADER, lines)
    assert len(snapshot.lines) == 2_000
    assert len(bson.encode(snapshot.as_stored())) < 8_000_000


@pytest.mark.parametrize(("lines", "length"), [(20_000, 500), (MOST_LINES, 500), (40_000, 1)])
def test_whatever_the_lines_are_a_snapshot_leaves_room_beside_it(lines: int, length: int) -> None:
    raw_lines = [{**LINE, "id": each, "description": "é" * length} for each in range(lines)]
    snapshot = take_snapshot(HEADER, raw_lines)
    assert len(bson.encode(snapshot.as_stored())) < 4_000_000
    assert [line["id"] for line in snapshot.lines] == list(range(len(snapshot.lines)))
    assert snapshot.lines


def test_a_header_of_many_megabytes_keeps_what_is_small() -> None:
    huge = {f"field {each}": "x" * 60 for each in range(40_000)}
    snapshot = take_snapshot({**HEADER, **huge}, [LINE])
    assert snapshot.invoice["invoiceTotal"] == "100.10"
    assert len(bson.encode(snapshot.as_stored())) < 4_000_000


def test_the_fingerprint_of_a_cut_text_still_tells_lengths_apart() -> None:
    one, other = (
        take_snapshot(HEADER, [{**LINE, "description": "a" * length}]).content_hash
        for length in (20_000, 20_001)
    )
    assert one != other


def test_half_a_character_a_zero_byte_and_a_deep_nest_do_no_harm() -> None:
    raw = load('{"id": 1, "comments": "\\ud83d", "a\\u0000b": 1, "big": 99999999999999999999999}')
    nest: dict[str, Any] = {}
    raw["deep"] = nest
    for _ in range(300):
        nest["in"] = nest = {}
    bson.encode(take_snapshot(raw, []).as_stored())


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False)
    | st.text(
        st.characters()  # surrogates among them
    ),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(), children),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON, max_size=6))
def test_whatever_json_allows_can_be_stored(raw: dict[str, Any]) -> None:
    kept = plain(raw)
    json.dumps(kept)
    bson.encode({"raw": kept})
