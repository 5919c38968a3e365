"""Autotask's own printed forms of an invoice: what is taken for one, and how large it may be."""

from enum import StrEnum

from core.domain.errors import RejectedError

# A printed invoice has some ten kilobytes; a page of four megabytes is none.
LARGEST_HTML = 4 * 1024 * 1024
# What Xero takes as an attachment (Attachments: 10 MB a call), and what a document of MongoDB holds.
LARGEST_PDF = 10 * 1024 * 1024
# ISO 32000-1, 7.5.2: the first line of a PDF.
_PDF_STARTS = b"%PDF-"


class Form(StrEnum):
    """How an invoice is printed."""

    HTML = "html"
    PDF = "pdf"


class UnusablePaperError(RejectedError):
    """What Autotask gave for a printed form is none, or too large for one."""


def html_content(markup: str) -> bytes:
    """The bytes to keep of a page; raises `UnusablePaperError`."""
    content = markup.encode("utf-8", errors="replace")
    if not content.strip():
        raise UnusablePaperError("Autotask's preview of this invoice is empty.")
    if len(content) > LARGEST_HTML:
        raise UnusablePaperError(
            f"Autotask's preview of this invoice has {_megabytes(len(content))}; "
            f"more than {_megabytes(LARGEST_HTML)} are not shown."
        )
    return content


def pdf_content(data: bytes) -> bytes:
    """The bytes to keep of a file, whatever type Autotask calls it; raises `UnusablePaperError`."""
    if not data.startswith(_PDF_STARTS):
        raise UnusablePaperError("What Autotask gave as the PDF of this invoice is no PDF.")
    if len(data) > LARGEST_PDF:
        raise UnusablePaperError(
            f"Autotask's PDF of this invoice has {_megabytes(len(data))}; "
            f"more than {_megabytes(LARGEST_PDF)} are not taken."
        )
    return data


def _megabytes(size: int) -> str:
    return f"{size / (1024 * 1024):.1f} MB"


def attachment_name(autotask_id: int) -> str:
    """What the PDF is called in Xero: the same for ever, so that a later one takes its place."""
    return f"Autotask-invoice-{autotask_id}.pdf"
