"""Texts that no pattern knows are counted once each, by their shape."""

from core.domain.refusals import recognise
from core.store import connections
from core.store.views.unknown_refusals import unknown_refusals, unknown_total
from services.xero_posting.unknown_texts import count_unknown_texts
from tests.integration.asked.conftest import Office
from tests.integration.store.ledger import store


def _count(office: Office) -> int:
    connection = connections.get("kauri")
    assert connection
    office.pass_time(seconds=11)
    return count_unknown_texts(connection, office.now)


def test_texts_that_differ_in_values_only_are_one_with_its_number(office: Office) -> None:
    store(1, 2, 3, 4)
    office.stop(recognise(["Line 3 of INV-1 is uncalibrated."]), 1)
    office.stop(recognise(["Line 14 of INV-2 is uncalibrated.", "The moon is 'full'."]), 2)
    office.stop(recognise(["Account must be valid."]), 3)
    assert _count(office) == 3
    found = {each.shape: each for each in unknown_refusals("kauri")}
    assert {shape: each.count for shape, each in found.items()} == {
        "Line {n} of {n} is uncalibrated.": 2,
        "The moon is '…'.": 1,
    }
    assert found["The moon is '…'."].example == "The moon is 'full'."
    assert found["The moon is '…'."].autotask_id == 2
    assert unknown_total("kauri") == 3


def test_nothing_is_counted_twice_and_a_new_refusal_counts_again(office: Office) -> None:
    store(1)
    office.stop(recognise(["The moon is 'full'."]), 1)
    assert _count(office) == 1
    assert _count(office) == 0
    office.pass_time(minutes=1)
    office.stop(recognise(["The moon is 'new'."]), 1)
    assert _count(office) == 1
    assert unknown_total("kauri") == 2


def test_between_two_looks_nothing_is_asked(office: Office) -> None:
    store(1)
    assert _count(office) == 0
    office.stop(recognise(["The moon is 'full'."]), 1)
    connection = connections.get("kauri")
    assert connection
    assert count_unknown_texts(connection, office.now) == 0
    assert _count(office) == 1
