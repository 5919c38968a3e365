"""Autotask's printable invoice, made safe: tables and their looks stay, everything that acts goes.

It is the first of three walls; the others are the page's own policy (`security.PREVIEW_POLICY`) and
the sandboxed frame. Pictures and links go as well: one tells a stranger that the invoice is being
looked at, the other leads away from a page that looks like ours.

A parser of HTML takes time with the square of the nesting, and repeats formatting elements that were
never ended in every paragraph that follows: eleven kilobytes become nine megabytes. So elements are
bounded in number, and formatting elements go through it under names that are nothing special.
"""

import re

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
_OPENED = re.compile(r"<[a-zA-Z]")
# A printed invoice of 600 lines has 15,000; this many, each in the other, take a second.
MOST_ELEMENTS = 20_000
# nh3 writes it without attributes that are not allowed, and its text as it is.
_SHEET = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


def is_too_long(html: str) -> bool:
    """Tell whether cleaning it would keep a thread busy for seconds."""
    return sum(1 for _ in _OPENED.finditer(html)) > MOST_ELEMENTS


def clean(html: str) -> str:
    """Only for what is not too long."""
    cleaned = nh3.clean(
        _FORMATTED.sub(rf"\1{_PLAIN}\2", html),
        tags=_TAGS | {_PLAIN + name for name in _FORMATTING if name in _TAGS},
        clean_content_tags={"script", "title"},
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        strip_comments=True,
        url_schemes=set(),
    )
    return _SHEET.sub(_sheet, _RENAMED.sub(r"\1\2", cleaned))


def _attribute(_tag: str, name: str, value: str) -> str | None:
    return clean_declarations(value) or None if name == "style" else value


def _sheet(found: re.Match[str]) -> str:
    rules = clean_sheet(found[1])
    return f"<style>{rules}</style>" if rules else ""
