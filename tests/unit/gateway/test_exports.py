"""Cells that spreadsheets leave alone."""

import pytest

from gateway.exports import harmless


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1", "-", "+64 9"]
)
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Beacon", "-12.50", "-7", "a=b", "INV-7"])
def test_names_and_numbers_stay(text: str) -> None:
    assert harmless(text) == text
