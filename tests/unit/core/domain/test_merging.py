from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.domain.merging import merge
from core.domain.xero_document import DraftLine, Tracking, XeroDraft
from tests.factories.documents import make_document, make_draft, make_draft_line

NORTH = Tracking("c1", "o1", "Region", "North")
SOUTH = Tracking("c1", "o2", "Region", "South")
RED = Tracking("c2", "o3", "Team", "Red")


def _line(text: str, net: str = "10.00", **more: object) -> DraftLine:
    return make_draft_line(net, "1.50", description=text, **more)


def _merged(draft: XeroDraft, *lines: DraftLine, **more: object) -> XeroDraft:
    merged = merge(draft, replace(make_document(draft), lines=lines, **more))  # type: ignore[arg-type]
    assert merged is not None
    return merged


def test_lines_keep_the_ids_of_the_lines_that_they_are() -> None:
    draft = make_draft(lines=(_line("b"), _line("a"), _line("c")))
    merged = _merged(draft, _line("a", xero_id="1"), _line("b", xero_id="2"))
    assert [(line.description, line.xero_id) for line in merged.lines] == [
        ("b", "2"),
        ("a", "1"),
        ("c", ""),
    ]


def test_a_text_that_changed_is_found_by_its_amount_and_an_amount_by_its_text() -> None:
    draft = make_draft(lines=(_line("new words", "7.00"), _line("same words", "9.00")))
    merged = _merged(
        draft, _line("same words", "8.00", xero_id="1"), _line("old words", "7.00", xero_id="2")
    )
    assert [line.xero_id for line in merged.lines] == ["2", "1"]


def test_what_fits_nothing_takes_the_line_at_its_place() -> None:
    merged = _merged(make_draft(lines=(_line("x", "1.00"),)), _line("y", "2.00", xero_id="1"))
    assert merged.lines[0].xero_id == "1"
    assert merged.lines[0].net == Decimal("1.00")


def test_item_and_tracking_of_a_bookkeeper_stay_and_ours_goes_before_theirs() -> None:
    draft = make_draft(lines=(_line("a", tracking=(NORTH,)),))
    merged = _merged(draft, _line("a", xero_id="1", item_code="I", tracking=(SOUTH, RED)))
    assert (merged.lines[0].tracking, merged.lines[0].item_code) == ((NORTH, RED), "I")


def test_a_line_with_additions_is_never_left_out() -> None:
    draft = make_draft(lines=(_line("a"),))
    plain = (_line("a", xero_id="1"), _line("b", xero_id="2"))
    assert merge(draft, replace(make_document(draft), lines=plain)) is not None
    for addition in ({"item_code": "I"}, {"tracking": (NORTH,)}, {"has_discount": True}):
        lines = (plain[0], replace(plain[1], **addition))
        assert merge(draft, replace(make_document(draft), lines=lines)) is None


def test_a_discount_stays_by_nothing_being_changed() -> None:
    draft = make_draft(lines=(_line("a"),))
    lines = (_line("a", xero_id="1", has_discount=True),)
    assert merge(draft, replace(make_document(draft), lines=lines)) is None


def test_more_tracking_than_xero_takes_is_not_squeezed_in() -> None:
    other = Tracking("c3", "o4", "Fund", "One")
    draft = make_draft(lines=(_line("a", tracking=(NORTH, other)),))
    lines = (_line("a", xero_id="1", tracking=(RED,)),)
    assert merge(draft, replace(make_document(draft), lines=lines)) is None


def test_status_approval_and_xeros_own_number_are_not_ours_to_change() -> None:
    draft = make_draft(number="", status="DRAFT")
    merged = _merged(draft, number="XI-1", status="AUTHORISED", is_sent_to_contact=True)
    assert (merged.number, merged.status, merged.is_sent_to_contact) == ("XI-1", "AUTHORISED", True)
    assert _merged(make_draft(number="INV-2"), number="INV-1").number == "INV-2"


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_no_line_of_xeros_is_given_to_two_of_ours(ours: list[str], theirs: list[str]) -> None:
    draft = make_draft(lines=tuple(_line(text) for text in ours))
    lines = tuple(_line(text, xero_id=str(place)) for place, text in enumerate(theirs))
    merged = _merged(draft, *lines)
    given_out = [line.xero_id for line in merged.lines if line.xero_id]
    assert len(given_out) == len(set(given_out)) == min(len(ours), len(theirs))
    assert [line.description for line in merged.lines] == ours
