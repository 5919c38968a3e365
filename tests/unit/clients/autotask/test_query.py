"""What Autotask would silently misread never leaves."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clients.autotask.query import Filter, all_of, among, any_of, query, where
from core.clients.exact_json import load


def test_a_query_is_written_as_autotask_documents_it() -> None:
    body = query(
        [where("gt", "id", 7), where("eq", "Xero Contact", "ABC", udf=True)], ["invoiceNumber"], 50
    )
    assert load(body) == {
        "maxRecords": 50,
        "includeFields": ["id", "invoiceNumber"],
        "filter": [
            {"op": "gt", "field": "id", "value": 7},
            {"op": "eq", "field": "Xero Contact", "value": "ABC", "udf": True},
        ],
    }


def test_without_named_fields_all_are_asked_for() -> None:
    assert "includeFields" not in load(query([where("exist", "id")]))


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), "2026-01-01T00:00:00Z"),
        (datetime(2026, 1, 1, 0, 0, 0, 7500, tzinfo=UTC), "2026-01-01T00:00:00.007Z"),
        (datetime(2026, 1, 1, 13, tzinfo=timezone(timedelta(hours=13))), "2026-01-01T00:00:00Z"),
        (date(2026, 1, 1), "2026-01-01"),
        (True, True),
        (Decimal("1.10"), Decimal("1.10")),
    ],
)
def test_values_travel_in_their_own_form(value: Any, wire: Any) -> None:
    assert load(query([where("gte", "field", value)]))["filter"][0]["value"] == wire


@pytest.mark.parametrize("op", ["noteExist", "EQ", "like", "in", ""])
def test_an_operator_that_autotask_would_ignore_is_refused(op: str) -> None:
    with pytest.raises(ValueError, match="no operator"):
        where(op, "id", 1)


@pytest.mark.parametrize(
    "build",
    [
        lambda: where("eq", "id"),
        lambda: where("exist", "id", 1),
        lambda: where("eq", "", 1),
        lambda: among("id", []),
        lambda: among("id", [1], op="eq"),
        lambda: where("gte", "createDateTime", datetime(2026, 1, 1)),  # noqa: DTZ001
    ],
)
def test_conditions_need_what_their_operator_needs(build: Callable[[], Filter]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        build()


def test_a_float_is_no_value() -> None:
    with pytest.raises(TypeError):
        where("eq", "rate", 0.1)  # type: ignore[arg-type]


def test_a_query_is_refused_when_autotask_would_refuse_it() -> None:
    two_udfs = [where("eq", "A", "1", udf=True), any_of(where("eq", "B", "1", udf=True))]
    for filters, include, most in (
        ([], (), 500),
        ([where("exist", "id")], (), 0),
        ([where("exist", "id")], (), 501),
        ([where("exist", "id")], ("userDefinedFields",), 500),
        (two_udfs, (), 500),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            query(filters, include, most)


@given(st.integers(1, 700), st.integers(0, 3))
def test_each_value_of_a_list_counts_against_the_500(values: int, others: int) -> None:
    either = any_of(among("id", range(values)), *[all_of(where("eq", "isVoided", True))] * others)
    if values + others > 500:
        with pytest.raises(ValueError, match="OR conditions"):
            query([where("gt", "id", 0), either])
    else:
        assert query([where("gt", "id", 0), either])
