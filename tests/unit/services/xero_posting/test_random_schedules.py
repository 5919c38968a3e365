"""Some hundred days drawn from seeds, each with its own mix of crashes, freezes and faults."""

import pytest

from tests.fakes.schedule import Day

SEEDS = 400
PORTION = 50


@pytest.mark.parametrize("first", range(0, SEEDS, PORTION))
def test_every_day_ends_with_one_document_of_each_invoice(first: int) -> None:
    for seed in range(first, first + PORTION):
        day = Day(seed)
        try:
            day.live()
            day.settle()
        except Exception as error:
            error.add_note(f"replay: Day({seed}).live(), then .settle()")
            raise


def test_the_same_seed_gives_the_same_day() -> None:
    days = [Day(17), Day(17)]
    for day in days:
        day.live()
    first, second = (
        [(sent.method, sent.path, sent.body, sent.at) for sent in day.office.ledger.sent]
        for day in days
    )
    assert first
    assert first == second
