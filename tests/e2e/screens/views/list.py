"""Lists of documents, their saved views, actions on many, files."""

from datetime import datetime, timedelta

from core.store import saved_views
from core.store.saved_views import Place
from tests.e2e.screens.catalogue import View
from tests.e2e.screens.watched import Watched
from tests.factories import gateway_world
from tests.factories.gateway_world import PEOPLE
from tests.factories.world.jobs import bulk_action, excel_file


def fill(now: datetime) -> None:
    """A connection in which much is on, so that nothing stands at the bottom of other pages."""
    gateway_world.connection(now, "busy", name="Busy Books")
    for number in range(4):
        gateway_world.fault(60_000 + number, now, 0, connection_id="busy")
    # A row of each kind: a hundred that are alike would say no more and take ten seconds to look at.
    gateway_world.connection(now, "few", name="Few Books")
    gateway_world.specials(now, "few")
    bulk_action(now, "b1", "busy")
    bulk_action(now - timedelta(hours=1), "b2", "busy", state="done", done=468, moved=465)
    place = Place("kauri", "invoices", PEOPLE["admin"])
    saved_views.add(place, "Morning round", "status=fault", is_shared=True, now=now)
    saved_views.add(place, "A" * 60, "q=tasman&sort=-total", is_shared=False, now=now)
    whole = {"total": 100_000, "claim": "c"}
    excel_file(now, "x1", PEOPLE["admin"], state="running", done=40_000, **whole)
    excel_file(now, "x2", PEOPLE["admin"], state="done", done=100_000, size=5_400_000, **whole)


def _menu(page: Watched) -> None:
    page.page.get_by_role("button", name="Views").click()
    page.page.locator("#views").wait_for()


VIEWS = {
    "invoices": View("/c/few/sync/invoices"),
    "faults": View("/c/kauri/sync/invoices?status=fault"),
    "no match": View("/c/kauri/sync/invoices?q=zzzz"),
    "no fault": View("/c/fresh/sync/invoices?status=fault"),
    "search all": View("/c/kauri/sync/invoices?q=V-4902&all=1&currency=NZD"),
    "purchase orders": View("/c/kauri/sync/purchase-orders"),
    "nothing yet": View("/c/fresh/sync/invoices"),
    "one cause": View("/c/kauri/sync/invoices?status=fault&cause=ACCOUNT_ARCHIVED"),
    "menu of views": View("/c/kauri/sync/invoices?status=fault", prepare=_menu),
    "saved views": View("/c/kauri/sync/invoices/views?status=fault&q=tasman"),
    "question over a filter": View("/c/kauri/sync/invoices/bulk?action=resync"),
    "action at work": View("/c/busy/sync/bulk/b1", role="operator"),
    "result of an action": View("/c/busy/sync/bulk/b2"),
    "file being written": View("/c/kauri/sync/exports/x1"),
    "file ready": View("/c/kauri/sync/exports/x2"),
}
