from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.money import CENT, PRICE_STEP, apportion, choose_price, to_cents
from tests.factories.documents import money

AMOUNTS = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=4, allow_nan=False)
CENTS = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2, allow_nan=False)
QUANTITIES = st.one_of(
    st.decimals(min_value=-9_999, max_value=99_999, places=7, allow_nan=False),
    st.decimals(min_value="0.0001", max_value=9_999, places=4, allow_nan=False),
    st.integers(min_value=-3, max_value=1_000).map(Decimal),
)
RATES = st.decimals(min_value=-100_000, max_value=100_000, places=7, allow_nan=False)


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        ("2.165", "2.17"),
        ("-2.165", "-2.17"),
        ("2.1649", "2.16"),
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("0", "0.00"),
        ("1.005", "1.01"),
    ],
)
def test_half_a_cent_is_rounded_away_from_zero_as_xero_does(amount: str, cents: str) -> None:
    assert to_cents(money(amount)) == money(cents)


@given(AMOUNTS)
def test_rounding_is_the_same_on_both_sides_of_zero(amount: Decimal) -> None:
    assert to_cents(-amount) == -to_cents(amount)


@given(st.lists(AMOUNTS, max_size=60))
def test_apportioned_cents_add_up_to_the_rounded_sum_of_the_exact_amounts(
    amounts: list[Decimal],
) -> None:
    shares = apportion(amounts)
    assert sum(shares, Decimal(0)) == to_cents(sum(amounts, Decimal(0)))
    assert len(shares) == len(amounts)


@given(st.lists(AMOUNTS, max_size=60))
def test_no_apportioned_amount_moves_by_a_whole_cent(amounts: list[Decimal]) -> None:
    for amount, share in zip(amounts, apportion(amounts), strict=True):
        assert share == share.quantize(CENT)
        assert abs(share - amount) < CENT


def test_the_missing_cents_go_to_those_that_lost_most() -> None:
    thirds = [money("0.3333"), money("0.3334"), money("0.3333")]
    assert apportion(thirds) == (money("0.33"), money("0.34"), money("0.33"))


@given(st.lists(AMOUNTS, min_size=1, max_size=20), st.integers(-30, 30))
def test_a_wanted_total_is_met_as_far_as_less_than_a_cent_an_amount_allows(
    amounts: list[Decimal], cents: int
) -> None:
    wanted = to_cents(sum(amounts, Decimal(0))) + cents * CENT
    shares = apportion(amounts, wanted)
    assert all(abs(share - amount) < CENT for share, amount in zip(shares, amounts, strict=True))
    missed = wanted - sum(shares, Decimal(0))
    if missed:
        direction = 1 if missed > 0 else -1
        assert not any(
            abs(share + direction * CENT - amount) < CENT
            for share, amount in zip(shares, amounts, strict=True)
        )


def test_amounts_in_cents_stay_what_they_are() -> None:
    amounts = (money("10.00"), money("-3.25"), money("0.01"))
    assert apportion(amounts) == amounts


def _as_xero_rounds(quantity: Decimal, unit_amount: Decimal) -> Decimal:
    return (quantity * unit_amount).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@given(CENTS, QUANTITIES, RATES)
def test_whatever_was_billed_xero_computes_the_wanted_cents(
    wanted: Decimal, quantity: Decimal, rate: Decimal
) -> None:
    price = choose_price(wanted, quantity, rate)
    assert _as_xero_rounds(price.quantity, price.unit_amount) == wanted


@given(CENTS, QUANTITIES, RATES)
def test_xero_can_carry_every_chosen_price(
    wanted: Decimal, quantity: Decimal, rate: Decimal
) -> None:
    price = choose_price(wanted, quantity, rate)
    assert price.quantity > 0
    assert price.quantity == price.quantity.quantize(PRICE_STEP)
    assert price.unit_amount == price.unit_amount.quantize(PRICE_STEP)


@given(
    st.decimals(min_value="0.01", max_value=500, places=2, allow_nan=False),
    st.decimals(min_value=-2_000, max_value=2_000, places=4, allow_nan=False),
)
def test_autotasks_own_quantity_and_rate_are_kept_where_they_fit(
    quantity: Decimal, rate: Decimal
) -> None:
    price = choose_price(to_cents(quantity * rate), quantity, rate)
    assert price == (quantity, rate, True)


def test_a_rate_of_seven_decimals_becomes_one_of_four_that_still_fits() -> None:
    price = choose_price(money("33.33"), Decimal(3), money("11.1111111"))
    assert price == (Decimal(3), money("11.1100"), True)


def test_a_discounted_line_keeps_its_hours_and_gets_the_price_that_was_charged() -> None:
    price = choose_price(money("90.00"), Decimal(2), money("50.00"))
    assert price == (Decimal(2), money("45.0000"), True)


@pytest.mark.parametrize("quantity", ["0", "-2", "1.00001"])
def test_a_quantity_that_xero_cannot_carry_becomes_one_at_the_whole_amount(quantity: str) -> None:
    assert choose_price(money("12.34"), money(quantity), money("6.17")) == (
        Decimal(1),
        money("12.34"),
        False,
    )


def test_a_quantity_too_large_for_four_decimals_of_price_becomes_one() -> None:
    price = choose_price(money("1000000.01"), Decimal(30_000), money("33.3333337"))
    assert price == (Decimal(1), money("1000000.01"), False)
