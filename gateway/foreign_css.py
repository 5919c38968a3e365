"""Foreign style sheets, reduced to how text and tables look.

What is left can fetch nothing, cover nothing and leave its element: no addresses, no escapes, no
at-rules, no positions, no negative distances. It never contains "<", so it cannot end its element.
"""

import re
from collections.abc import Iterator

_SIDES = ("top", "right", "bottom", "left")
_PROPERTIES = frozenset(
    {
        "background", "background-color", "border", "border-collapse", "border-color",
        "border-radius", "border-spacing", "border-style", "border-width", "caption-side", "clear",
        "color", "direction", "display", "empty-cells", "float", "font", "font-family", "font-size",
        "font-style", "font-variant", "font-variant-numeric", "font-weight", "height", "letter-spacing", "line-height",
        "list-style", "list-style-type", "margin", "max-height", "max-width", "min-height",
        "min-width", "overflow", "overflow-wrap", "padding", "page-break-after",
        "page-break-before", "page-break-inside", "table-layout", "text-align", "text-decoration",
        "text-indent", "text-transform", "vertical-align", "white-space", "width", "word-break",
        "word-spacing", "word-wrap",
        *(f"{name}-{side}" for name in ("border", "margin", "padding") for side in _SIDES),
        *(
            f"border-{side}-{name}" for side in _SIDES for name in ("color", "style", "width")
        ),
    }
)  # fmt: skip
_COMMENT = re.compile(r"/\*.*?(\*/|\Z)", re.DOTALL)
# Words, numbers, colors and lists of fonts; of functions only those that mix a color.
_VALUE = re.compile(
    r"(?:[\w\s.,%#!'\"/]|-(?=[a-z])|rgba?\([\d\s.,%/]*\)|hsla?\([\d\s.,%/a-z]*\))+", re.IGNORECASE
)
_SELECTOR = re.compile(r"[\w\s.,#*:>+~=\[\]'\"-]+")
_BRACE = re.compile(r"[{}]")
_LONGEST = 1_000


def clean_declarations(text: str) -> str:
    """What of a `style` attribute, or of the inside of a rule, only changes how things look."""
    found = (_declaration(each) for each in _COMMENT.sub(" ", text).split(";"))
    return ";".join(each for each in found if each)


def _declaration(text: str) -> str:
    name, _, value = text.partition(":")
    name, value = name.strip().lower(), value.strip()
    is_known = name in _PROPERTIES and len(value) <= _LONGEST
    return f"{name}:{value}" if is_known and _VALUE.fullmatch(value) else ""


def clean_sheet(text: str) -> str:
    """The plain rules of a style sheet; @import, @font-face, @media and the like are left out."""
    return "\n".join(
        f"{selector}{{{declarations}}}"
        for selector, body in _rules(_COMMENT.sub(" ", text))
        if _SELECTOR.fullmatch(selector) and (declarations := clean_declarations(body))
    )


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Selectors with what is between their braces; what nests belongs to the outermost rule."""
    at = 0
    while (opened := text.find("{", at)) >= 0:
        # A semicolon outside of braces ends a statement such as @import.
        selector = text[at:opened].rpartition(";")[2].strip()
        closed = _matching(text, opened)
        yield selector, text[opened + 1 : closed]
        at = closed + 1


def _matching(text: str, opened: int) -> int:
    depth = 0
    for found in _BRACE.finditer(text, opened):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.start()
    return len(text)
