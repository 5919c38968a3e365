"""What a text finds is the same on either side of the bound of what is few."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from core.domain.company import fold_name
from core.domain.search_words import number_words
from core.store.documents import ClientDocument, FigureMarksDocument
from core.store.views import clients, documents
from core.store.views.documents import few
from core.store.views.documents.orders import order_of
from core.store.views.documents.sources import List, meanings_of
from core.store.views.search import DocumentFilter
from tests.integration.conftest import EmptyLedger
from tests.integration.store import many

HERE = "brink"
TWIN, BOTH = 901, 902
ORDERS = ("-updated", "total", "party")


def _drawn() -> list[dict[str, Any]]:
    drawn = [each | {"removed_at": None} for each in many.draw(502, 3, HERE)]
    for number, document in enumerate(drawn):
        _call(document, *_names_of(number))
    drawn[-1]["removed_at"] = many.BEGAN
    return drawn


def _names_of(number: int) -> tuple[str, int, str]:
    """Beside 200 edges one more; one of 200 twins, and each of 100 that are both, by its client too."""
    if number < 200:
        return f"EDGE-A{number}", 900, "Aroha"
    if number == 200:
        return "EDGE-B", 900, "Aroha"
    if number < 401:
        return f"TWIN-{number}", *((TWIN, "Twin Ltd") if number == 201 else (900, "Aroha"))
    return f"BOTH-{number}", BOTH, "Both Ltd"


def _call(document: dict[str, Any], number: str, company_id: int, company: str) -> None:
    words = number_words(number)
    document |= {"number": number, "xero_number": None, "number_words": words}
    document |= {"company_id": company_id, "company": company}
    document["company_folded"] = fold_name(company)


DRAWN = _drawn()


@pytest.fixture(scope="module", autouse=True)
def _stored(_home: EmptyLedger) -> Iterator[None]:
    """Nothing here writes, so all share one ledger."""
    _home.clear()
    clients._names.cache_clear()
    many.store(DRAWN, with_names=False)
    ClientDocument._get_collection().insert_many(
        {"_id": f"{HERE}/invoices/{party}", "connection": HERE, "shelf": "invoices",
         "party_id": party, "name": name, "folded": fold_name(name)}
        for party, name in ((900, "Aroha"), (TWIN, "Twin Ltd"), (BOTH, "Both Ltd"))
    )  # fmt: skip
    FigureMarksDocument._get_collection().insert_one({"_id": HERE, "is_filled": True})
    yield
    _home.clear()


def is_few(text: str) -> bool:
    order = order_of("invoices", "-updated")
    asked = List("invoices", HERE, DocumentFilter(text), order, {"autotask_id": 1})
    return few.all_of(asked, meanings_of(asked)) is not None


def paged(text: str, order: str) -> list[int]:
    seen: list[int] = []
    cursor = None
    while True:
        page = documents.page(
            "invoices", HERE, DocumentFilter(text), order=order, limit=97, cursor=cursor
        )
        seen += [row.autotask_id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            return seen


def assert_neighbors(text: str, order: str, ids: Sequence[int], at: int) -> None:
    found = documents.neighbors("invoices", HERE, DocumentFilter(text), order, ids[at])
    behind = ids[at + 1] if at + 1 < len(ids) else None
    assert found == (ids[at - 1] if at else None, behind)


@pytest.mark.parametrize(
    ("text", "count", "is_at_once"),
    [
        ("edge-a", 200, True),
        ("edge", 201, False),
        # One of the 200 is found by two ways, which makes 201.
        ("twin", 200, False),
        # All of the 100 are.
        ("both", 100, True),
    ],
)
def test_the_bound_is_seen_by_nobody(text: str, count: int, is_at_once: bool) -> None:
    assert is_few(text) == is_at_once
    for order in ORDERS:
        ids = many.matching(DRAWN, DocumentFilter(text), order)
        assert len(ids) == count
        assert paged(text, order) == ids
        for at in (0, 96, count - 1):
            assert_neighbors(text, order, ids, at)


# All that are both are found by their number and by their client.
@pytest.mark.parametrize(("text", "ways"), [("edge-a", 1), ("both", 2), ("edge-b", 1), ("4900", 1)])
def test_with_any_bound_the_same_is_found(
    text: str, ways: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = many.matching(DRAWN, DocumentFilter(text))
    found = len(expected) * ways
    assert found
    for most in (found - 1, found):
        monkeypatch.setattr(few, "_MOST", most)
        assert is_few(text) == (most == found)
        assert paged(text, "-updated") == expected
