"""What a typed text may mean, and which index is asked."""

from decimal import Decimal
from typing import Any

import pytest
from bson.decimal128 import Decimal128
from hypothesis import given
from hypothesis import strategies as st

from core.store.views.ways import Way, any_of, meanings


def of(text: str, **more: Any) -> tuple[Way, ...]:
    return meanings("invoices", text, more.pop("party_ids", (1, 2)), **more)


def about(field: str, text: str, **more: Any) -> list[dict[str, Any]]:
    return [each for way in of(text, **more) for each in way.conditions if field in each]


def ids_matched(text: str, autotask_id: int) -> bool:
    """Whether the number ranges hold this id."""
    for way in about("autotask_id", text):
        wanted = way["autotask_id"]
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
    (number,) = about("number_words", "a.*(b")
    assert number == {"number_words": {"$regex": r"^a\.\*\(b"}}
    (name,) = about("company_folded", "a.*(b", party_ids=None)
    assert name == {"company_folded": {"$regex": r"a\.\*\(b"}}


def test_clients_are_asked_for_by_their_ids_and_only_few_are_merged() -> None:
    (few,) = [way for way in of("kauri", party_ids=(3, 4)) if "company_id" in way.conditions[0]]
    assert few.conditions == ({"company_id": {"$in": [3, 4]}},)
    assert few.is_merged
    (many,) = [way for way in of("a", party_ids=range(101)) if "company_id" in way.conditions[0]]
    assert not many.is_merged
    assert about("company_folded", "a", party_ids=range(1_001))


def test_an_amount_is_found_with_either_sign() -> None:
    spans = [each["total"] for each in about("total", "230.5")]
    low, high = Decimal128(Decimal("230.50")), Decimal128(Decimal("230.59"))
    assert spans[0] == {"$gte": low, "$lte": high}
    assert spans[1]["$lte"] == Decimal128(Decimal("-230.50"))


@pytest.mark.parametrize("text", ["fa", "²", "1234567890123", "04"])
def test_short_words_and_odd_digits_search_no_status_and_no_id(text: str) -> None:
    assert not about("status", text)
    assert not about("autotask_id", text)


def test_a_word_of_a_status_is_a_way_of_its_own() -> None:
    assert about("status", "Pend") == [{"status": "pending_sync"}]


def test_only_a_deep_search_looks_inside_numbers_and_only_by_walking() -> None:
    assert not about("number", "66")
    (inside,) = [way for way in of("66", is_deep=True) if way.index is None]
    assert [next(iter(each)) for each in inside.conditions] == ["number", "xero_number"]


def test_what_folds_to_nothing_finds_nothing() -> None:
    assert any_of(of("\u200b")) == {"$or": [{"_id": None}]}
