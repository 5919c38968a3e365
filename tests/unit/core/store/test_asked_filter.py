"""A filter comes out of a job's document as it went in, with every field that there is."""

from dataclasses import fields

import pytest

from core.domain.status import Status
from core.store.asked_filter import FIELDS, filter_of, is_filter, told_filter
from core.store.views.search import DocumentFilter

WHOLE = DocumentFilter(
    text="kauri",
    statuses=(Status.FAULT, Status.SKIPPED),
    cause="ACCOUNT_UNMAPPED",
    first_on="2026-01-01",
    last_on="2026-11-30",
    currency="NZD",
    removed=True,
    is_deep=True,
)


@pytest.mark.parametrize("wanted", [DocumentFilter(), WHOLE])
def test_a_filter_survives_the_journey(wanted: DocumentFilter) -> None:
    told = told_filter(wanted)
    assert is_filter(told)
    assert filter_of(told) == wanted


def test_no_field_is_forgotten() -> None:
    assert set(FIELDS) == {each.name for each in fields(DocumentFilter)}
    assert told_filter(WHOLE).keys() == set(FIELDS)


@pytest.mark.parametrize(
    "told",
    [
        {"nonsense": 1},
        {"statuses": ["done"]},
        {"statuses": [[]]},
        {"statuses": "fault"},
        {"text": 5},
        {"text": "x" * 2_001},
        {"cause": {"$ne": ""}},
        {"currency": "NZ\0D"},
        {"removed": "yes"},
    ],
)
def test_what_is_no_filter_is_told_apart(told: dict[str, object]) -> None:
    assert not is_filter(told)
