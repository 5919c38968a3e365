"""Lists of invoices and purchase orders: a page, its counts, its causes, and all of it for export."""

from core.store.views.documents.causes import CauseGroup, causes
from core.store.views.documents.counts import Counted, counts
from core.store.views.documents.expected import expected
from core.store.views.documents.neighbors import neighbors
from core.store.views.documents.orders import DEFAULT_ORDER, ORDERS
from core.store.views.documents.page import MAX_PAGE, Page, page
from core.store.views.documents.recent import MOST_CHANGES, changed_since, newer_count, rows_by_id
from core.store.views.documents.standing import standing
from core.store.views.documents.stream import StreamRow, stream
from core.store.views.documents.sums import CurrencySum, sums
from core.store.views.kinds import of

__all__ = [
    "DEFAULT_ORDER",
    "MAX_PAGE",
    "MOST_CHANGES",
    "ORDERS",
    "CauseGroup",
    "Counted",
    "CurrencySum",
    "Page",
    "StreamRow",
    "causes",
    "changed_since",
    "counts",
    "expected",
    "neighbors",
    "newer_count",
    "of",
    "page",
    "rows_by_id",
    "standing",
    "stream",
    "sums",
]
