from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from tests.factories.documents import make_line


def test_what_was_billed_need_not_be_quantity_times_rate() -> None:
    line = make_line("90.00", "13.50", quantity=Decimal(2), rate=Decimal("50.00"))
    assert line.net != line.quantity * line.rate
    assert (line.net, line.tax) == (Decimal("90.00"), Decimal("13.50"))


def test_a_line_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        make_line().net = Decimal(0)  # type: ignore[misc]
