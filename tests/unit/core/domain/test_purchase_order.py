from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.domain.money import CENT
from core.domain.purchase_order import PurchaseOrder
from tests.factories.documents import NOON, make_line

AMOUNTS = st.decimals(min_value=-10_000, max_value=10_000, places=4, allow_nan=False)


def _order(freight: Decimal, *nets: Decimal) -> PurchaseOrder:
    lines = tuple(make_line(net, "0") for net in nets)
    return PurchaseOrder(1, "PO-1", 9, "New", NOON, None, freight=freight, lines=lines)


@given(AMOUNTS, st.lists(AMOUNTS, max_size=10))
def test_an_order_totals_its_items_and_its_freight_in_cents(
    freight: Decimal, nets: list[Decimal]
) -> None:
    order = _order(freight, *nets)
    assert order.total == order.total.quantize(CENT)
    assert abs(order.total - freight - sum(nets, Decimal(0))) <= CENT


def test_an_order_without_items_is_its_freight() -> None:
    assert _order(Decimal("12.50")).total == Decimal("12.50")
