"""Changes of an invoice are told as a bookkeeper would tell them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.invoice_changes import changes, tell

LINE = {"id": 1, "itemName": "Managed services", "totalAmount": "100.0000", "quantity": "1"}


def told(
    before: dict[str, Any], after: dict[str, Any], *, lines: tuple[list[Any], list[Any]] = ([], [])
) -> str:
    return tell(
        changes({"invoice": before, "lines": lines[0]}, {"invoice": after, "lines": lines[1]})
    )


@pytest.mark.parametrize(
    ("field", "before", "after", "sentence"),
    [
        ("invoiceNumber", None, "INV-5", "Number: none → INV-5"),
        ("dueDate", "2026-12-05T00:00:00Z", "2026-12-15T00:00:00.000Z",
         "Due date: 5 Dec 2026 → 15 Dec 2026"),
        ("invoiceTotal", "1150.0000", "1250.5", "Invoice total: 1,150.00 → 1,250.50"),
        ("isVoided", False, True, "Voided: no → yes"),
        ("paidDate", None, "2026-11-20T00:00:00Z", "Paid on: none → 20 Nov 2026"),
        ("invoiceStatus", -3, 1, "Status: waiting for taxes → final"),
        ("orderNumber", "", "PO 7", "Purchase order number: none → PO 7"),
        ("webServiceDate", None, "2026-11-20T09:30:00Z",
         "Marked as exported: none → 20 Nov 2026 09:30 UTC"),
    ],
)  # fmt: skip
def test_a_field_is_told_by_the_name_that_people_know(
    field: str, before: Any, after: Any, sentence: str
) -> None:
    assert told({field: before}, {field: after}) == sentence


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("invoiceTotal", "100.0000", "100.0"),
        ("dueDate", "2026-12-05T00:00:00.000Z", "2026-12-05T00:00:00"),
        ("createDateTime", "2026-12-05T09:47:15.227Z", "2026-12-05T09:47:15.227"),
        ("orderNumber", None, ""),
        ("isVoided", None, False),
        ("comments", "Thanks", " Thanks "),
    ],
)
def test_another_spelling_of_the_same_is_no_change(field: str, before: Any, after: Any) -> None:
    assert told({field: before}, {field: after}) == ""


def test_a_field_that_was_not_asked_for_before_is_no_change() -> None:
    assert told({"id": 1}, {"id": 1, "taxGroup": 7}) == ""
    assert told({"id": 1, "taxGroup": 6}, {"id": 1, "taxGroup": 7}) == "taxGroup: 6 → 7"


def test_lines_that_arrive_are_counted_with_their_value() -> None:
    lines = [{**LINE, "id": each} for each in (1, 2, 3)]
    assert told({}, {}, lines=([], lines)) == "3 lines arrived, 300.00 net"
    assert told({}, {}, lines=(lines[:2], lines)) == "1 line added, 100.00 net"
    assert told({}, {}, lines=(lines, lines[:1])) == "2 lines removed, 200.00 net"


def test_a_line_is_named_by_what_it_is_called() -> None:
    dearer = {**LINE, "totalAmount": "120", "billingCodeID": 5}
    assert told({}, {}, lines=([LINE], [dearer])) == (
        "Line “Managed services”, amount: 100.00 → 120.00; "
        "Line “Managed services”, billing code: none → 5"
    )


def test_four_decimals_are_shown_where_they_say_something() -> None:
    assert told({"invoiceTotal": "52.7775"}, {"invoiceTotal": "52.78"}) == (
        "Invoice total: 52.7775 → 52.78"
    )


def test_long_texts_and_long_lists_stay_readable() -> None:
    assert len(told({"comments": "a" * 9000}, {"comments": "b" * 9000})) < 200
    lines = [{**LINE, "id": each} for each in range(50)]
    dearer = [{**each, "totalAmount": "7"} for each in lines]
    sentence = told({}, {}, lines=(lines, dearer))
    assert sentence.endswith("and 42 more")
    assert len(sentence) < 900


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers(), max_size=2),
    lambda children: st.dictionaries(st.text(), children, max_size=3),
    max_leaves=4,
)
ROW = st.dictionaries(
    st.sampled_from(
        ["id", "invoiceNumber", "dueDate", "invoiceTotal", "isVoided", "invoiceStatus", "itemName",
         "totalAmount", "createDateTime", "description"]
    ),
    JSON,
)  # fmt: skip


@given(ROW, ROW, st.lists(ROW, max_size=3), st.lists(ROW, max_size=3))
def test_no_damage_in_a_snapshot_stops_the_comparison(
    before: dict[str, Any],
    after: dict[str, Any],
    old: list[dict[str, Any]],
    new: list[dict[str, Any]],
) -> None:
    assert isinstance(told(before, after, lines=(old, new)), str)
    assert told(before, before, lines=(old, old)) == ""
