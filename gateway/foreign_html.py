"""Autotask's printable invoice, made safe: tables and their looks stay, everything that acts goes.

It is the first of three walls; the others are the page's own policy (`security.PREVIEW_POLICY`) and
the sandboxed frame. Pictures and links go as well: one tells a stranger that the invoice is being
looked at, the other leads away from a page that looks like ours.

A parser of HTML takes time with the square of the nesting and of a tag's attributes, and repeats
formatting elements that were never ended in every paragraph that follows: eleven kilobytes become nine
megabytes. So the size, tags, depth and references are bounded; what begins like a tag and is none,
or has attributes without end, is text; and formatting elements go through it under names that are
nothing special.
"""

import re
from collections import Counter

import nh3

from gateway.foreign_css import clean_declarations, clean_sheet

_TAGS = (nh3.ALLOWED_TAGS | {"style", "font"}) - {"a", "area", "img", "map"}
_ATTRIBUTES = {
    "*": {
        "align", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "colspan",
        "height", "rowspan", "size", "style", "valign", "width",
    }
}  # fmt: skip
# https://html.spec.whatwg.org/multipage/parsing.html#the-list-of-active-formatting-elements
_FORMATTING = (
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
)  # fmt: skip
_PLAIN = "plain-"
_FORMATTED = re.compile(rf"(</?)({'|'.join(_FORMATTING)})(?=[\s/>])", re.IGNORECASE)
_RENAMED = re.compile(rf"(</?){_PLAIN}({'|'.join(_FORMATTING)})(?=[\s>])")
_BEGINS = re.compile(r"<(?=/?[a-zA-Z])")
# https://html.spec.whatwg.org/multipage/parsing.html#tag-name-state and those after it. Nothing is
# tried twice, so it ends where a parser ends the tag; with no angle bracket inside, that holds in
# whatever state a parser comes to it.
_BLANK = r" \t\n\f\r"
_ATTRIBUTE = (
    rf"[^{_BLANK}/<>][^{_BLANK}/<>=]*+[{_BLANK}]*+"
    rf"(?:=[{_BLANK}]*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^{_BLANK}\"'<>][^{_BLANK}<>]*+|(?=>))|(?!=))"
)
_TAG = re.compile(
    rf"<(/?)([a-zA-Z][^{_BLANK}/<>]*+)(?>[{_BLANK}/]*+{_ATTRIBUTE}){{0,100}}+[{_BLANK}/]*+>"
)
# These end by themselves where the next one begins, or at once; all others are nested until ended.
_UNNESTED = frozenset(
    {
        "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li",
        "link", "meta", "p", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
    }
)  # fmt: skip
# A printed invoice of 600 lines has 30,000 tags, 30 deep, and less than 600 kB. The worst that
# these allow takes a second.
MOST_TAGS = 40_000
MOST_NESTED = 1_000
MOST_REFERENCES = 50_000
MOST_CHARACTERS = 1_000_000
# nh3 writes it without attributes that are not allowed, and its text as it is.
_SHEET = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


def is_too_long(html: str) -> bool:
    """Tell whether cleaning it would keep a thread busy for seconds."""
    if len(html) > MOST_CHARACTERS or html.count("&") > MOST_REFERENCES:
        return True
    opened: Counter[str] = Counter()
    depth = 0
    for tags, found in enumerate(_TAG.finditer(html), start=1):
        name, is_end = found[2].lower(), bool(found[1])
        if name not in _UNNESTED and (opened[name] or not is_end):
            step = -1 if is_end else 1
            opened[name] += step
            depth += step
        if tags > MOST_TAGS or depth > MOST_NESTED:
            return True
    return False


def clean(html: str) -> str:
    """Only for what is not too long."""
    cleaned = nh3.clean(
        _FORMATTED.sub(rf"\1{_PLAIN}\2", _BEGINS.sub(_as_text, html)),
        tags=_TAGS | {_PLAIN + name for name in _FORMATTING if name in _TAGS},
        clean_content_tags={"script", "title"},
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        strip_comments=True,
        url_schemes=set(),
    )
    return _SHEET.sub(_sheet, _RENAMED.sub(r"\1\2", cleaned))


def _as_text(begin: re.Match[str]) -> str:
    return "<" if _TAG.match(begin.string, begin.start()) else "&lt;"


def _attribute(_tag: str, name: str, value: str) -> str | None:
    return clean_declarations(value) or None if name == "style" else value


def _sheet(found: re.Match[str]) -> str:
    rules = clean_sheet(found[1])
    return f"<style>{rules}</style>" if rules else ""
