"""The mark by which a document in Xero proves whose it is.

Invoices and bills carry the record's address in their Url; of it the path counts, because the
product may have moved to another host. Credit notes and purchase orders have no Url; there it is
the words "Autotask <connection>/<id>" in the Reference.
"""

import re
from urllib.parse import urlsplit

from core.domain.xero_document import DocumentKind, XeroDocument

LINKED_KINDS = frozenset({DocumentKind.INVOICE, DocumentKind.BILL})
_WORDS = re.compile(r"Autotask [^\s/]+/\w+")
_OUR_PATH = re.compile(r"/c/[^/]+/sync/[\w-]+/\w+$")


def marks_in(text: str) -> frozenset[str]:
    """Every mark in a Url or a Reference, in the form in which two of them can be compared."""
    if "://" in text:
        path = _path(text)
        return frozenset({path} if path else ())
    # Our words follow whatever else stands there, so that nobody's order number passes for them.
    return frozenset(_WORDS.findall(text)[-1:])


def marks_of(document: XeroDocument) -> frozenset[str]:
    """The marks on a document, in the field where its kind carries them."""
    is_linked = document.kind in LINKED_KINDS
    return marks_in(document.marker_url if is_linked else document.reference)


def is_marked(document: XeroDocument, marker: str) -> bool:
    return bool(marks_in(marker) & marks_of(document))


def is_ours_by_mark(document: XeroDocument) -> bool:
    """Tell whether a Counterfoil made it, for whichever record or connection."""
    if document.kind not in LINKED_KINDS:
        return bool(marks_of(document))
    return any(_OUR_PATH.search(path) for path in marks_of(document))


def _path(url: str) -> str:
    """The path of an address; "" for a text that is none, as anybody may have typed into Xero."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
