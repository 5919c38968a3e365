"""Pages come in twos, and what was read before one that fails is not lost."""

from collections.abc import Iterator

import pytest

from core.clients.autotask.entities import InvoicePage
from core.domain.errors import UnavailableError
from services.autotask_ingestion.pages import portions


def page(number: int) -> InvoicePage:
    return InvoicePage((), is_last=False, last_id=number)


def ids(portion: object) -> list[int]:
    return [each.last_id for each in portion]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("count", "together"), [(0, []), (1, [[0]]), (2, [[0, 1]]), (5, [[0, 1], [2, 3], [4]])]
)
def test_pages_come_two_at_a_time(count: int, together: list[list[int]]) -> None:
    found = portions(page(number) for number in range(count))
    assert [ids(portion) for portion in found] == together


@pytest.mark.parametrize(
    ("good", "together"), [(0, []), (1, [[0]]), (2, [[0, 1]]), (3, [[0, 1], [2]])]
)
def test_what_was_read_before_a_page_that_fails_is_handed_out_first(
    good: int, together: list[list[int]]
) -> None:
    def broken() -> Iterator[InvoicePage]:
        yield from (page(number) for number in range(good))
        raise UnavailableError("Autotask is away.")

    seen: list[list[int]] = []
    with pytest.raises(UnavailableError):
        seen.extend(ids(portion) for portion in portions(broken()))
    assert seen == together
