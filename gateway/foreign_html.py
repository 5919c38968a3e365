"""Autotask's printable invoice, made safe: tables and styles stay, everything that acts goes.

It is the first of three walls; the others are the page's own policy (`security.PREVIEW_POLICY`) and
the sandboxed frame.
"""

import nh3

_TAGS = (nh3.ALLOWED_TAGS | {"style"}) - {"a", "img"}
_ATTRIBUTES = {"*": {"style", "class", "align", "valign", "width", "height", "colspan", "rowspan"}}


def clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "title"},
        attributes=_ATTRIBUTES,
        strip_comments=True,
        url_schemes=set(),
    )
