from decimal import Decimal

import pytest

from core.domain.errors import MappingError
from core.domain.mapping.taxes import fit_taxes

ALIKE = ("OUTPUT2", "OUTPUT2", "OUTPUT2")


def test_a_cent_of_tax_moves_from_a_line_too_small_for_it_to_the_largest() -> None:
    nets = (Decimal("0.00"), Decimal("5.00"), Decimal("80.00"))
    taxes = (Decimal("0.01"), Decimal("0.75"), Decimal("11.99"))
    assert fit_taxes(nets, taxes, ALIKE) == (Decimal("0.00"), Decimal("0.75"), Decimal("12.00"))
    back = tuple(-tax for tax in taxes)
    assert fit_taxes(nets, back, ALIKE) == (Decimal("0.00"), Decimal("-0.75"), Decimal("-12.00"))


@pytest.mark.parametrize(
    ("nets", "taxes"),
    [
        (("0.00",), ("0.01",)),
        (("1.00", "100"), ("15.00", "15")),
        (("0.00", "0.01"), ("0.01", "0.01")),
    ],
)
def test_tax_that_is_larger_than_its_line_stops_the_invoice(
    nets: tuple[str, ...], taxes: tuple[str, ...]
) -> None:
    with pytest.raises(MappingError) as caught:
        fit_taxes(
            [Decimal(net) for net in nets], [Decimal(tax) for tax in taxes], ALIKE[: len(nets)]
        )
    assert caught.value.code == "TAX_TOO_LARGE"


def test_a_cent_of_tax_stays_among_the_lines_of_its_tax_type() -> None:
    """Xero takes no tax on a line whose type has none, however large the line is."""
    nets = tuple(map(Decimal, ("0.00", "500.00", "10.00")))
    taxes = tuple(map(Decimal, ("0.01", "0.00", "1.50")))
    kinds = ("OUTPUT2", "NONE", "OUTPUT2")
    assert fit_taxes(nets, taxes, kinds) == tuple(map(Decimal, ("0.00", "0.00", "1.51")))
    with pytest.raises(MappingError):
        fit_taxes(nets[:2], taxes[:2], kinds[:2])
