from decimal import Decimal

import pytest

from core.domain.decision import Subject
from core.domain.line_item import LineItem
from tests.factories.documents import make_invoice, make_line
from tests.unit.core.domain.mapping.worlds import about, mapped, only


def _text(line: LineItem, **options: str) -> str:
    return mapped(make_invoice(1, line), **options).draft.lines[0].description


def test_a_price_that_xero_cannot_carry_is_told_in_the_text() -> None:
    line = make_line("-50.00", "-7.50", quantity=Decimal("-2.50"), rate=Decimal("20.000"))
    result = mapped(make_invoice(1, line, make_line("100.00", "15.00")))
    first = result.draft.lines[0]
    assert first.description == "Remote support (-2.5 × 20)"
    assert (first.quantity, first.unit_amount) == (Decimal(1), Decimal("-50.00"))
    reason = only(result, Subject.PRICE).reason
    assert reason == "Xero cannot make what was billed of -2.5 × 20; it gets the amount itself."


def test_a_single_item_at_another_price_needs_no_sum_in_its_text() -> None:
    line = make_line("0.33", "0.05", quantity=Decimal(1), rate=Decimal("0.333333"))
    assert _text(line) == "Remote support"


def test_a_price_of_seven_decimals_becomes_one_that_makes_the_amount() -> None:
    line = make_line("23.15", "3.47", quantity=Decimal(3), rate=Decimal("7.7160494"))
    result = mapped(make_invoice(1, line))
    assert result.draft.lines[0].unit_amount == Decimal("7.7167")
    assert only(result, Subject.PRICE).value == "3 × 7.7167"


def test_autotasks_own_price_needs_no_decision() -> None:
    line = make_line("-20.00", "-3", quantity=Decimal(2), rate=Decimal(-10))
    assert about(mapped(make_invoice(1, line)), Subject.PRICE) == []


@pytest.mark.parametrize(("code_id", "text"), [(11, "Labor"), (None, "Service")])
def test_a_line_without_a_text_is_called_by_its_billing_code(
    code_id: int | None, text: str
) -> None:
    line = make_line(description="  ", billing_code_id=code_id)
    assert _text(line, default_account="260") == text


def test_a_template_says_what_the_text_is_made_of() -> None:
    line = make_line(quantity=Decimal("2.50"), rate=Decimal("40.000"))
    template = "{billing_code}: {description} ({quantity} at {rate}) on {number}"
    assert _text(line, description_template=template) == (
        "Labor: Remote support (2.5 at 40) on INV-1"
    )


def test_a_long_text_is_cut_to_xeros_count_and_shows_it() -> None:
    text = _text(make_line(description="\U0001f6e0" * 2500))
    assert len(text.encode("utf-16-le")) // 2 <= 4000
    assert text == "\U0001f6e0" * 1999 + "…"


def test_the_sum_behind_a_long_text_is_not_cut_off() -> None:
    line = make_line("-9", "-1", quantity=Decimal(-3), rate=Decimal(3), description="x" * 5000)
    text = mapped(make_invoice(1, line, make_line())).draft.lines[0].description
    assert len(text) == 4000
    assert text.endswith("… (-3 × 3)")


def test_control_characters_go_and_lines_scripts_and_emoji_stay() -> None:
    text = "Café \x07\x00\r\nשלום עולם\u200f \U0001f468\u200d\U0001f469\u200d\U0001f467 & <ok>"
    expected = "Café \nשלום עולם\u200f \U0001f468\u200d\U0001f469\u200d\U0001f467 & <ok>"
    assert _text(make_line(description=text)) == expected


def test_one_summary_line_says_what_it_is_for_and_several_say_for_which_codes() -> None:
    lines = (make_line(), make_line(autotask_id=2))
    draft = mapped(make_invoice(9, *lines), line_layout="summary").draft
    assert [each.description for each in draft.lines] == ["Services as per invoice INV-9"]
    untaxed = make_line("10", "0", autotask_id=3, billing_code_id=None)
    options = {"line_layout": "summary", "default_account": "260", "summary_text": "{company}"}
    more = mapped(make_invoice(9, *lines, untaxed), context={"company": "Aroha"}, **options)
    assert [each.description for each in more.draft.lines] == ["Aroha: Labor", "Aroha: Service"]


def test_a_summary_without_a_text_still_has_one() -> None:
    options = {"line_layout": "summary", "summary_text": "{order_number}"}
    assert mapped(make_invoice(9), **options).draft.lines[0].description == "Service"
