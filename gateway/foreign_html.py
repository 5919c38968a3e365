"""Autotask's printable invoice, made safe: tables and their looks stay, everything that acts goes.

It is the first of three walls; the others are the page's own policy (`security.PREVIEW_POLICY`) and
the sandboxed frame. Pictures and links go as well: one tells a stranger that the invoice is being
looked at, the other leads away from a page that looks like ours.
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
# nh3 writes it without attributes that are not allowed, and its text as it is.
_SHEET = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


def clean(html: str) -> str:
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "title"},
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        strip_comments=True,
        url_schemes=set(),
    )
    return _SHEET.sub(_sheet, cleaned)


def _attribute(_tag: str, name: str, value: str) -> str | None:
    return clean_declarations(value) or None if name == "style" else value


def _sheet(found: re.Match[str]) -> str:
    rules = clean_sheet(found[1])
    return f"<style>{rules}</style>" if rules else ""
