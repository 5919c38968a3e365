"""Nothing that acts survives the cleaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.foreign_html import MOST_ELEMENTS, clean, is_too_long


@pytest.mark.parametrize(
    "html",
    [
        "<script>x()</script>", "<img src=x onerror=x()>", "<svg/onload=x()>",
        "<a href='javascript:x()'>x</a>", "<iframe srcdoc='<script>x()</script>'></iframe>",
        "<form action=//e><input></form>", "<object data=x></object>", "<base href=//e>",
        "<meta http-equiv=refresh content='0;url=//e'>", "<link rel=stylesheet href=//e>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=x()>",
        "<div onclick=x()>text</div>",
    ],
)  # fmt: skip
def test_what_acts_is_gone(html: str) -> None:
    cleaned = clean(html)
    for trace in ("<script", "onerror", "onload", "onclick", "javascript:", "<iframe", "<form",
                  "<object", "<base", "<meta", "<link", "<img", "<input"):  # fmt: skip
        assert trace not in cleaned.lower()


def test_tables_and_styles_stay() -> None:
    html = '<table class="lines"><tbody><tr><td colspan="2" align="right">1.00</td></tr></tbody></table>'
    assert clean(html) == html
    assert "color:red" in clean("<p style='color:red'>x</p>")


@given(st.text(alphabet="<>/=\"' abcscriptonimg", max_size=80))
def test_no_text_whatever_comes_out_as_a_script(text: str) -> None:
    assert "<script" not in clean(text).lower()


def test_formatting_stays_and_is_no_lever() -> None:
    html = '<p><b>Total</b> <font color="red">10.00</font> <em>net</em></p>'
    assert clean(html) == html
    assert clean("<B>x</B><a href=//e>y</a>") == "<b>x</b>y"
    never_ended = "<p>" + "".join(f"<font size={n}>" for n in range(500)) + "<p>x" * 500
    assert len(clean(never_ended)) < 10 * len(never_ended)


def test_a_page_of_elements_without_end_is_not_cleaned_at_all() -> None:
    assert is_too_long("<div>" * (MOST_ELEMENTS + 1))
    assert not is_too_long("<tr>" + "<td>1 < 2</td>" * (MOST_ELEMENTS - 1))
