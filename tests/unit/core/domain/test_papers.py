"""Only a PDF is taken for a PDF, and nothing without end is kept."""

import pytest

from core.domain.papers import (
    LARGEST_HTML,
    LARGEST_PDF,
    UnusablePaperError,
    attachment_name,
    html_content,
    pdf_content,
)


@pytest.mark.parametrize(
    "data",
    [b"", b"<html><script>x()</script></html>", b"PK\x03\x04", b" %PDF-1.4", b"%pdf-1.4",
     b"<!-- %PDF-1.4 -->"],
)  # fmt: skip
def test_what_does_not_begin_like_a_pdf_is_none(data: bytes) -> None:
    with pytest.raises(UnusablePaperError, match="is no PDF"):
        pdf_content(data)


def test_a_pdf_is_taken_up_to_what_xero_takes() -> None:
    assert pdf_content(b"%PDF-1.7\n\xff") == b"%PDF-1.7\n\xff"
    whole = b"%PDF-" + bytes(LARGEST_PDF - 5)
    assert pdf_content(whole) is whole
    with pytest.raises(UnusablePaperError, match=r"has 10\.0 MB"):
        pdf_content(whole + b"x")


def test_a_page_is_kept_in_utf8_whatever_is_in_it() -> None:
    assert html_content("<p>Zürich</p>") == "<p>Zürich</p>".encode()
    assert html_content("<p>\ud800</p>") == b"<p>?</p>"


@pytest.mark.parametrize(
    ("markup", "why"), [(" \n", "is empty"), ("x" * (LARGEST_HTML + 1), "4.0 MB")]
)
def test_a_page_that_is_none_is_refused(markup: str, why: str) -> None:
    with pytest.raises(UnusablePaperError, match=why):
        html_content(markup)


def test_the_name_in_xero_depends_on_nothing_that_can_change() -> None:
    assert attachment_name(48_000) == "Autotask-invoice-48000.pdf"
