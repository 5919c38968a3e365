import pytest

from core.domain import placeholders

VALUES = {"number": "A-1", "order_number": "", "company": "Aroha {number}"}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{number}", "A-1"),
        ("Invoice {number} of {company}", "Invoice A-1 of Aroha {number}"),
        ("PO {order_number}", ""),
        ("{order_number} {number}", "A-1"),
        ("Thank you", "Thank you"),
        ("", ""),
    ],
)
def test_a_template_is_filled_once_and_empty_without_any_value(template: str, text: str) -> None:
    assert placeholders.fill(template, VALUES) == text


@pytest.mark.parametrize(
    ("template", "unknown"),
    [
        ("{number} {company}", []),
        ("{Number}", ["{Number}"]),
        ("{total} {number} {x}", ["{total}", "{x}"]),
        ("{number", ["{"]),
        ("{{number}}", ["{", "}"]),
    ],
)
def test_what_means_nothing_is_named(template: str, unknown: list[str]) -> None:
    assert placeholders.unknown_in(template, placeholders.DOCUMENT) == unknown
