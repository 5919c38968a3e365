"""Documents that survive the process, and transactions that happen as a whole."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from sandbox.door.storage import Store


class TroubleError(Exception):
    """Something in the middle."""


def fail_after(store: Store, *changes: Callable[[], None]) -> None:
    with store.transaction():
        for change in changes:
            change()
        raise TroubleError


def test_documents_are_there_again_in_order_after_a_restart(tmp_path: Path) -> None:
    store = Store(tmp_path / "deep" / "s.sqlite")
    for key in (3, "a", 1):
        store.put("Things", key, {"key": key, "price": Decimal("24.15")})
    store.put("Things", 3, {"key": 3, "price": Decimal(7)})
    store.delete("Things", "a")
    store.set_value("offset", 1.5)
    again = Store(tmp_path / "deep" / "s.sqlite")
    assert again.all("Things") == [
        {"key": 3, "price": Decimal("7.0")},
        {"key": 1, "price": Decimal("24.15")},
    ]
    assert float(again.value("offset")) == 1.5
    assert again.entities() == ["Things"]


def test_nothing_of_a_failed_transaction_remains() -> None:
    store = Store(":memory:")
    store.put("Things", 1, {"n": 1})
    with pytest.raises(TroubleError):
        fail_after(
            store,
            lambda: store.put("Things", 1, {"n": 2}),
            lambda: store.put("Things", 2, {"n": 2}),
            lambda: store.delete("Things", 1),
        )
    assert store.all("Things") == [{"n": 1}]


def test_an_inner_failure_leaves_the_outer_transaction_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")
    with store.transaction():
        store.put("Things", 1, {"n": 1})
        with pytest.raises(TroubleError):
            fail_after(
                store,
                lambda: store.put("Things", 1, {"n": 9}),
                lambda: store.put("Things", 2, {"n": 2}),
            )
        store.put("Things", 3, {"n": 3})
    expected = [{"n": 1}, {"n": 3}]
    assert store.all("Things") == expected
    assert Store(tmp_path / "s.sqlite").all("Things") == expected


def test_an_index_follows_changes_and_reverts(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")
    store.put("Things", 1, {"id": 1, "name": "red"})
    store.add_index("Things", "name", lambda row: row["name"])
    store.put("Things", 2, {"id": 2, "name": "red"})
    store.put("Things", 1, {"id": 1, "name": "blue"})
    with pytest.raises(TroubleError):
        fail_after(
            store,
            lambda: store.put("Things", 2, {"id": 2, "name": "blue"}),
        )
    assert [row["id"] for row in store.find("Things", "name", "red")] == [2]
    assert [row["id"] for row in store.find("Things", "name", "blue")] == [1]
    assert store.find("Things", "name", "green") == []


def test_clearing_can_be_taken_back() -> None:
    store = Store(":memory:")
    store.put("Things", 1, {"n": 1})
    with pytest.raises(TroubleError):
        fail_after(
            store,
            store.clear,
        )
    assert store.all("Things") == [{"n": 1}]
    store.clear()
    assert store.entities() == []


def test_what_cannot_be_written_is_taken_back_and_the_store_goes_on() -> None:
    store = Store(":memory:")
    with pytest.raises(UnicodeEncodeError):
        store.put("Things", 1, {"text": "\ud83d"})
    store.put("Things", 2, {"text": "fine"})
    assert store.all("Things") == [{"text": "fine"}]
