"""Money survives JSON both ways, and the same value always gives the same bytes."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clients.exact_json import UnreadableJsonError, dump, load

amounts = st.decimals(allow_nan=False, allow_infinity=False, places=None).filter(
    lambda amount: abs(amount.adjusted()) < 40
)
texts = st.text(st.characters(codec="utf-8"))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | amounts | texts,
    lambda children: st.lists(children) | st.dictionaries(texts, children),
    max_leaves=20,
)


@given(amounts)
def test_every_amount_comes_back_with_its_own_value(amount: Decimal) -> None:
    returned = load(dump({"amount": amount}))["amount"]
    assert Decimal(returned) == amount


@given(amounts)
def test_an_amount_keeps_its_digits_on_the_wire(amount: Decimal) -> None:
    assert dump(amount) == format(amount, "f").encode()


@given(values)
def test_what_is_written_is_json_that_others_read_alike(value: object) -> None:
    assert load(dump(value)) == json.loads(dump(value), parse_float=Decimal) == value


@given(values)
def test_what_was_read_is_written_with_the_same_bytes_for_ever(value: object) -> None:
    once = load(dump(value))
    assert dump(load(dump(once))) == dump(once)


def test_an_amount_read_from_a_vendor_is_never_a_float() -> None:
    assert load(b'{"rate": 0.1, "big": 9999999999.9999}') == {
        "rate": Decimal("0.1"),
        "big": Decimal("9999999999.9999"),
    }


@pytest.mark.parametrize(
    "text", [b"", b"<html>", b"{", b'{"a": NaN}', b"\xff\xfe\x00", b"[" * 99999]
)
def test_what_is_not_json_says_so(text: bytes) -> None:
    with pytest.raises(UnreadableJsonError):
        load(text)


@pytest.mark.parametrize("value", [0.1, {"a": [1.5]}, object(), b"bytes", {1: "a"}])
def test_what_has_no_exact_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        dump(value)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_an_amount_that_is_no_number_is_refused(value: Decimal) -> None:
    with pytest.raises(ValueError, match="not a JSON number"):
        dump(value)
