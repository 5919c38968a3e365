"""What an action on many was about stands in the trail in words."""

import pytest

from core.domain.status import Status
from core.store.views.search import DocumentFilter
from gateway.audited.bulk import in_words, told_filter
from gateway.commands.bulk import BulkWish

FAULTS = DocumentFilter(
    text="kauri", statuses=(Status.FAULT, Status.SKIPPED), cause="X", first_on="2026-01-01"
)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (BulkWish("skip", [1, 2, 3]), "3 chosen by hand"),
        (BulkWish("skip", {}), "everything"),
        (
            BulkWish("resync", told_filter(FAULTS), include_complete=True),
            "Fault or Skipped, cause X, found by “kauri”, from 2026-01-01, those in Xero too",
        ),
    ],
)
def test_a_choice_is_told_in_words(wish: BulkWish, words: str) -> None:
    assert in_words(wish) == words
