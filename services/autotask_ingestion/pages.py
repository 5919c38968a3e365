"""Pages of invoices, two at a time.

A thousand invoices of two hundred companies ask for their companies once; a portion is also what a
failure in the middle leaves stored.
"""

from collections.abc import Iterator, Sequence

from core.clients.autotask.client import AutotaskClient
from core.clients.autotask.entities import InvoicePage, InvoiceWindow
from core.domain.errors import SyncError

_PAGES_A_PORTION = 2


def pages(
    autotask: AutotaskClient, window: InvoiceWindow, after_id: int = 0
) -> Iterator[InvoicePage]:
    """All pages of a window, in order of id."""
    is_last = False
    while not is_last:
        page = autotask.invoices_since(window, after_id)
        after_id, is_last = page.last_id, page.is_last
        yield page


def portions(found: Iterator[InvoicePage]) -> Iterator[Sequence[InvoicePage]]:
    """Gather them; what was read before a page that fails is handed out first."""
    waiting: list[InvoicePage] = []
    try:
        for page in found:
            waiting.append(page)
            if len(waiting) == _PAGES_A_PORTION:
                yield tuple(waiting)
                waiting.clear()
    except SyncError:
        if waiting:
            yield tuple(waiting)
        raise
    if waiting:
        yield tuple(waiting)
