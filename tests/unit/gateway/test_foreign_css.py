"""Foreign styles change how things look, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.foreign_css import clean_declarations, clean_sheet
from gateway.foreign_html import clean


@pytest.mark.parametrize(
    "declaration",
    [
        "position:fixed", "position : absolute", "POSITION:fixed", "z-index:9", "inset:0",
        "top:0", "transform:scale(9)", "opacity:0", "background:url(//e)", "background:URL( '//e' )",
        "color:expression(x())", "behavior:url(#x)", "-moz-binding:url(//e)", "margin:-99px",
        "margin-left: -9em", "width:calc(1px - 99px)", "font-family:x\\3c /style", "content:'x'",
        "background-image:image-set('//e' 1x)", "color:var(--x)", "--x:url(//e)", "po/**/sition:fixed",
        "color:red}body{position:fixed", "color:<b>", "list-style:url(//e)", "cursor:url(//e)",
        f"color:{'r' * 2000}", "animation:x 1s", "filter:url(//e)",
    ],
)  # fmt: skip
def test_what_reaches_out_covers_or_moves_is_left_out(declaration: str) -> None:
    assert clean_declarations(declaration) == ""


def test_looks_stay() -> None:
    text = "color:#1c6b52; font: 10pt/1.4 'Segoe UI', Arial;BORDER:1px solid rgb(1, 2,3);padding:0"
    assert clean_declarations(text) == (
        "color:#1c6b52;font:10pt/1.4 'Segoe UI', Arial;border:1px solid rgb(1, 2,3);padding:0"
    )


@pytest.mark.parametrize(
    "sheet",
    [
        "@import url(//e);", "@import '//e'", "@font-face{font-family:x;src:url(//e)}",
        "@media print{p{color:red}}", "@supports(color:red){p{color:red}}", "p{position:fixed}",
        "a{b{color:red", "</style><script>x()</script>{color:red}", "p\\3c{color:red}", "{color:red}",
    ],
)  # fmt: skip
def test_rules_that_are_no_plain_rules_are_left_out(sheet: str) -> None:
    assert clean_sheet(sheet) == ""


def test_plain_rules_behind_others_stay() -> None:
    sheet = "@import url(//e);p{color:red}@media print{p{color:blue}}/*{*/ .a > b , #c{margin:0}"
    assert clean_sheet(sheet) == "p{color:red}\n.a > b , #c{margin:0}"


def test_a_sheet_of_a_hundred_thousand_rules_is_read_at_once() -> None:
    assert clean_sheet("p{color:red}" * 100_000).count("\n") == 99_999
    assert clean_sheet("{" * 200_000) == ""


@given(st.text(alphabet="<>/{}():;@\\'\"*-u rl#.colorstyep,", max_size=120))
def test_no_sheet_whatever_comes_out_able_to_act(text: str) -> None:
    for cleaned in (clean_sheet(text), clean_declarations(text)):
        assert not {"<", "\\", "@"} & set(cleaned)
        assert "url(" not in cleaned.lower()
    assert clean(f"<style>{text}</style>").count("<style>") <= 1


def test_the_head_of_a_table_keeps_its_ground() -> None:
    html = '<table><tbody><tr bgcolor="#1c6b52"><td><font color="#ffffff">Date</font></td></tr></tbody></table>'
    assert clean(html) == html
