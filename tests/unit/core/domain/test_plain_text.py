import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.plain_text import clean, cut


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  plain  ", "plain"),
        ("a\tb\u00a0c", "a b c"),
        ("a\x00\x07b\ufffe", "ab"),
        ("Ωmega\u200f שלום", "Ωmega\u200f שלום"),
        ("\U0001f468\u200d\U0001f467", "\U0001f468\u200d\U0001f467"),
        ("a\U0001f3f4\U000e0067\U000e0062\U000e007f", "a\U0001f3f4\U000e0067\U000e0062\U000e007f"),
        ("next year's \U0001faff\U0001f8ff", "next year's \U0001faff\U0001f8ff"),
        ("a\ufdd0\U0002ffffb", "ab"),
        ("half \ud83d pair", "half  pair"),
    ],
)
def test_what_xml_cannot_carry_goes_and_what_scripts_need_stays(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_line_breaks_stay_only_where_they_may() -> None:
    assert clean("a\r\nb\rc\nd", keep="\n") == "a\nb\nc\nd"
    assert clean("a\r\nb") == "a b"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_cut_text_is_never_longer_than_xero_counts_and_keeps_whole_characters(
    text: str, length: int
) -> None:
    short = cut(clean(text), length, "…")
    assert len(short.encode("utf-16-le")) // 2 <= length
    if len(clean(text).encode("utf-16-le")) // 2 > length:
        assert short.endswith("…")
    else:
        assert short == clean(text)
