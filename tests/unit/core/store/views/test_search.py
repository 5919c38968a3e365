"""Filters as conditions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.status import Status
from core.store.views.search import DocumentFilter, condition


def ids_matched(text: str, autotask_id: int) -> bool:
    """Whether a condition's number ranges hold this id."""
    ways = condition("invoices", "c", DocumentFilter(text=text))["$or"]
    for way in ways:
        wanted = way.get("autotask_id")
        if wanted == autotask_id:
            return True
        if isinstance(wanted, dict) and wanted["$gte"] <= autotask_id <= wanted["$lte"]:
            return True
    return False


@given(st.integers(1, 10**12 - 1), st.integers(1, 12))
def test_an_id_is_found_by_each_of_its_beginnings(autotask_id: int, length: int) -> None:
    assert ids_matched(str(autotask_id)[:length], autotask_id)


@given(st.integers(1, 99_999), st.integers(1, 10**12 - 1))
def test_an_id_that_begins_otherwise_is_not(prefix: int, autotask_id: int) -> None:
    begins = str(autotask_id).startswith(str(prefix))
    assert ids_matched(str(prefix), autotask_id) == begins


def test_a_search_is_text_and_never_a_pattern() -> None:
    ways = condition("invoices", "c", DocumentFilter(text="a.*(b"))["$or"]
    assert ways[0]["company_folded"]["$regex"] == r"a\.\*\(b"


def test_every_condition_names_its_connection() -> None:
    wanted = condition("purchase_orders", "kauri", DocumentFilter())
    assert wanted == {"connection": "kauri", "removed_at": None}


def test_only_those_taken_off_the_list_are_shown_where_they_are_asked_for() -> None:
    asked = condition("invoices", "kauri", DocumentFilter(removed=True, currency="NZD"))
    assert asked == {"connection": "kauri", "removed_at": {"$type": "date"}, "currency": "NZD"}


def test_how_deep_one_looks_is_no_filter() -> None:
    assert not DocumentFilter(is_deep=True)
    assert DocumentFilter(currency="NZD")


def test_counts_leave_status_and_cause_out() -> None:
    wanted = DocumentFilter(statuses=(Status.FAULT,), cause="X", first_on="2026-01-01")
    narrow = condition("invoices", "c", wanted)
    assert narrow["fault.code"] == "X"
    wide = condition("invoices", "c", wanted, any_status=True)
    assert wide == {"connection": "c", "removed_at": None, "issued_on": {"$gte": "2026-01-01"}}


@pytest.mark.parametrize("text", ["fa", "²", "1234567890123"])
def test_short_words_and_odd_digits_search_no_status_and_no_id(text: str) -> None:
    ways = condition("invoices", "c", DocumentFilter(text=text))["$or"]
    assert not [way for way in ways if "status" in way or "autotask_id" in way]
