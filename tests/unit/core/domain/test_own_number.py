"""Our own number in Autotask is read as what stood there before."""

import pytest

from core.domain.own_number import as_billed


@pytest.mark.parametrize(
    ("shown", "written", "read"),
    [
        ("INV-7", "INV-7", "A-1"),
        ("A-2", "INV-7", "A-2"),
        ("A-1", "INV-7", "A-1"),
        ("INV-7", None, "INV-7"),
    ],
)
def test_a_number_that_we_wrote_is_read_as_it_was(
    shown: str, written: str | None, read: str
) -> None:
    raw = {"id": 1, "invoiceNumber": shown}
    assert as_billed(raw, {"invoiceNumber": "A-1"}, written)["invoiceNumber"] == read


def test_an_invoice_that_had_no_number_of_its_own_keeps_none() -> None:
    raw = {"id": 1, "invoiceNumber": "INV-7"}
    assert as_billed(raw, {"invoiceNumber": None}, "INV-7")["invoiceNumber"] is None
    assert as_billed(raw, {}, "INV-7") is raw
