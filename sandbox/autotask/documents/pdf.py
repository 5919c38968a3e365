"""The printed invoice as a small PDF, written by hand: built-in fonts, one text stream a page."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from sandbox.autotask.documents.printed import Printed, PrintedLine

WIDTH: Final = 595
HEIGHT: Final = 842
LEFT: Final = 50
RIGHT: Final = 545
LINES_A_PAGE: Final = 38
DIGIT_WIDTH: Final = 0.556

Text = tuple[float, float, int, str, bool]


def pdf(paper: Printed, at_least: int = 0) -> bytes:
    """The whole file; a picture that nobody sees makes it as large as it has to be."""
    chunks = [paper.lines[i : i + LINES_A_PAGE] for i in range(0, len(paper.lines), LINES_A_PAGE)]
    chunks = chunks or [()]
    last = len(chunks) - 1
    pages = [_page(paper, chunk, closes=index == last) for index, chunk in enumerate(chunks)]
    return _file([_stream(texts) for texts in pages], at_least)


def _page(paper: Printed, lines: Sequence[PrintedLine], *, closes: bool) -> list[Text]:
    texts: list[Text] = [*_head(paper)]
    y = 640.0
    for line in lines:
        texts += [
            (LEFT, y, 9, line.date, False),
            (LEFT + 62, y, 9, (line.name or line.description)[:58], False),
            _right(420, y, line.quantity),
            _right(480, y, line.rate),
            _right(RIGHT, y, line.amount),
        ]
        y -= 14
    return texts + (_sums(paper, y - 12) if closes else [])


def _head(paper: Printed) -> Iterable[Text]:
    yield LEFT, 785, 20, paper.title + (" (void)" if paper.voided else ""), True
    for row, part in enumerate(paper.customer):
        yield LEFT, 755 - 13 * row, 10, part, row == 0
    for row, part in enumerate(paper.seller):
        yield 360, 785 - 13 * row, 10, part, row == 0
    facts = (("Number", paper.number), ("Date", paper.date), ("Due", paper.due))
    for row, (label, fact) in enumerate(facts):
        yield 360, 722 - 13 * row, 10, f"{label}: {fact}", False
    for x, label in ((LEFT, "Date"), (LEFT + 62, "Item"), (380, "Quantity"), (458, "Rate")):
        yield x, 660, 9, label, True
    yield 508, 660, 9, "Amount", True


def _sums(paper: Printed, y: float) -> list[Text]:
    rows = (("Subtotal", paper.net), (paper.tax_name, paper.tax))
    texts: list[Text] = []
    for row, (label, figure) in enumerate((*rows, (f"Total {paper.currency}", paper.total))):
        texts += [(380, y - 14 * row, 9, label, row == 2), _right(RIGHT, y - 14 * row, figure)]
    return texts


def _right(x: float, y: float, figure: str) -> Text:
    """Digits of Helvetica are all equally wide; points and commas are half as wide."""
    width = sum(DIGIT_WIDTH if sign.isdigit() else DIGIT_WIDTH / 2 for sign in figure) * 9
    return x - width, y, 9, figure, False


def _stream(texts: Iterable[Text]) -> bytes:
    rows = [f"0.11 0.42 0.32 rg {LEFT} 654 {RIGHT - LEFT} 1 re f 0.13 0.19 0.23 rg"]
    rows += [
        f"BT /F{2 if bold else 1} {size} Tf {x:.2f} {y:.2f} Td ({_escaped(text)}) Tj ET"
        for x, y, size, text, bold in texts
    ]
    return "\n".join(rows).encode("cp1252")


def _escaped(text: str) -> str:
    """The built-in fonts know Western letters only, so a macron falls off its vowel."""
    flat = " ".join(text.split())
    western = "".join(
        sign if _is_western(sign) else unicodedata.normalize("NFKD", sign)[0] for sign in flat
    )
    western = western.encode("cp1252", "replace").decode("cp1252")
    return western.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _is_western(sign: str) -> bool:
    try:
        sign.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _file(streams: Sequence[bytes], at_least: int) -> bytes:
    """Objects 1 to 4 are catalog, page list and fonts; each page takes two more."""
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        *(_font(name) for name in ("Helvetica", "Helvetica-Bold")),
    ]
    for index, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {6 + 2 * index} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
    if at_least:
        picture = b"Kauri IT" * (at_least // 8 + 1)
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(picture), picture))
    return _assembled(objects)


def _font(name: str) -> bytes:
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
    )


def _assembled(objects: Sequence[bytes]) -> bytes:
    parts = [b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"]
    offsets, position = [], len(parts[0])
    for number, body in enumerate(objects, start=1):
        part = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        offsets.append(position)
        position += len(part)
        parts.append(part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, position)
    return b"".join(parts) + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
