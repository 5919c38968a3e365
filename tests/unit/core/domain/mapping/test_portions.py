from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.domain.mapping.portions import CodedLine, lay_out
from core.domain.setting_choices import LineLayout
from core.domain.xero_document import Tracking
from tests.factories.documents import make_line

NORTH = Tracking("c", "n", "Region", "North")


def _coded(
    number: int = 1, account: str = "200", tax: str = "OUTPUT2", text: str = "Licence", **more: str
) -> CodedLine:
    rate = Decimal(more.get("rate", "10"))
    line = make_line("10", "1.5", autotask_id=number, description=text, rate=rate)
    return CodedLine(line, more.get("code", "Software"), account, tax)


LINES = st.lists(
    st.builds(
        _coded,
        number=st.integers(1, 99),
        account=st.sampled_from(["200", "260"]),
        tax=st.sampled_from(["OUTPUT2", "NONE"]),
        text=st.sampled_from(["Licence", "licence ", "Travel"]),
        rate=st.sampled_from(["10", "5"]),
    ),
    min_size=1,
    max_size=15,
)


@given(LINES, st.sampled_from(LineLayout))
def test_no_line_is_lost_and_no_sum_changes(lines: list[CodedLine], layout: LineLayout) -> None:
    portions = lay_out(lines, layout)
    assert sum(portion.net for portion in portions) == sum(each.line.net for each in lines)
    assert sum(portion.tax for portion in portions) == sum(each.line.tax for each in lines)
    assert sorted(id(each) for portion in portions for each in portion.lines) == sorted(
        map(id, lines)
    )


@given(LINES, st.sampled_from(LineLayout))
def test_what_becomes_one_line_shares_account_tax_type_and_tracking(
    lines: list[CodedLine], layout: LineLayout
) -> None:
    for portion in lay_out(lines, layout):
        assert len({each.place for each in portion.lines}) == 1


def test_lines_alike_become_one_of_their_joint_quantity() -> None:
    lines = [_coded(1), _coded(2, text="Travel"), _coded(3, text=" licence")]
    first, second = lay_out(lines, LineLayout.GROUPED)
    assert [each.line.autotask_id for each in first.lines] == [1, 3]
    assert (first.quantity, first.rate, first.net) == (Decimal(2), Decimal(10), Decimal(20))
    assert second.first.line.autotask_id == 2


def test_lines_of_another_price_or_billing_code_stay_apart() -> None:
    lines = [_coded(1), _coded(2, rate="11"), _coded(3, code="Hosting")]
    assert len(lay_out(lines, LineLayout.GROUPED)) == 3


def test_a_summary_has_a_line_for_each_account_tax_type_and_tracking() -> None:
    north = CodedLine(make_line("10", "1.5"), "Software", "200", "OUTPUT2", (NORTH,))
    lines = [_coded(1), _coded(2, text="Travel", rate="3"), _coded(3, tax="NONE"), north]
    portions = lay_out(lines, LineLayout.SUMMARY)
    assert [len(portion.lines) for portion in portions] == [2, 1, 1]
    assert (portions[0].quantity, portions[0].rate) == (Decimal(1), Decimal(20))
