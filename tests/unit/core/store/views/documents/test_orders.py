"""Orders of a list: in memory they are what MongoDB's conditions say."""

from decimal import Decimal
from typing import Any

from bson.decimal128 import Decimal128
from hypothesis import given
from hypothesis import strategies as st

from core.store.views.documents.orders import Order, order_of

NAMES = st.sampled_from(["id", "-id", "party", "-party", "total", "-total"])
ROWS = st.fixed_dictionaries(
    {
        "autotask_id": st.integers(1, 9),
        "company_folded": st.sampled_from("abc"),
        "total": st.none() | st.sampled_from([Decimal128(Decimal(n)) for n in (-1, 0, 1)]),
    }
)


def holds(condition: dict[str, Any], row: dict[str, Any]) -> bool:
    """The few operators that keysets are made of, with MongoDB's rule that types never compare."""
    return all(_holds(name, wanted, row) for name, wanted in condition.items())


def _holds(name: str, wanted: Any, row: dict[str, Any]) -> bool:
    if name == "$or":
        return any(holds(each, row) for each in wanted)
    value = _plain(row.get(name))
    if not isinstance(wanted, dict):
        return bool(value == _plain(wanted))
    return all(_compares(operator, value, bound) for operator, bound in wanted.items())


def _compares(operator: str, value: Any, bound: Any) -> bool:
    if operator == "$not":
        return not all(_compares(each, value, inner) for each, inner in bound.items())
    if operator == "$ne":
        return bool(value != _plain(bound))
    if value is None:
        return False
    bound = _plain(bound)
    found: bool = {
        "$lt": value < bound, "$lte": value <= bound, "$gt": value > bound, "$gte": value >= bound,
    }[operator]  # fmt: skip
    return found


def _plain(value: Any) -> Any:
    return value.to_decimal() if isinstance(value, Decimal128) else value


def in_front(order: Order, one: dict[str, Any], other: dict[str, Any]) -> bool:
    here, there = order.key(one), order.key(other)
    return here > there if order.is_descending else here < there


@given(NAMES, ROWS, ROWS)
def test_what_comes_behind_a_row_is_what_sorts_behind_it(
    name: str, here: dict[str, Any], row: dict[str, Any]
) -> None:
    order = order_of("invoices", name)
    assert holds(order.behind(order.place(here)), row) == in_front(order, here, row)


@given(NAMES, ROWS, ROWS)
def test_up_to_a_row_is_all_that_is_not_behind_it(
    name: str, here: dict[str, Any], row: dict[str, Any]
) -> None:
    order = order_of("invoices", name)
    assert holds(order.up_to(order.place(here)), row) != in_front(order, here, row)


@given(NAMES, ROWS, ROWS)
def test_the_reverse_of_an_order_is_its_reverse(
    name: str, here: dict[str, Any], row: dict[str, Any]
) -> None:
    order = order_of("invoices", name)
    back = order.reversed()
    assert holds(back.behind(back.place(here)), row) == in_front(order, row, here)
