"""One record: panel, page, original, preflight, preview."""

from typing import Any

from tests.e2e.screens.catalogue import View
from tests.e2e.screens.watched import Watched
from tests.factories import gateway_world

HOSTILE = (
    "<h1>Tax invoice</h1><script>parent.document.title='OWNED'</script>"
    "<img src=x onerror=\"parent.document.title='OWNED'\"><a href='javascript:alert(1)'>x</a>"
    "<style>body{background:url(http://127.0.0.1:9/leak)}</style><form action='//evil.example'>"
    "<button>Go</button></form><table><tr><td>Managed Services</td></tr></table>"
)


SUGGESTED = {
    "ok": True, "company": "Beacon Engineering",
    "suggestions": [
        {"xero_contact_id": "c-1", "name": "Beacon Engineers Ltd", "account_number": "B-7",
         "email": "accounts@beacon.example", "percent": 88, "why": "a name that reads alike"},
    ],
}  # fmt: skip
PREVIEW = {
    "ok": True, "outcome": "send", "message": "It would be sent as a new document.",
    "payload": '{"Invoices":[{"InvoiceNumber":"INV-49001","Contact":{"ContactID":"c-1"},'
    '"LineItems":[{"Description":"Managed Services","UnitAmount":1000.0000}]}]}',
    "decisions": [
        {"subject": "account", "value": "210", "line": 1,
         "reason": "Billing code Managed Services -> 210 by the mapping table."},
        {"subject": "due_date", "value": "2026-12-12", "reason": "Autotask's.", "line": None},
    ],
    "warnings": ["Xero comes to 9.99, Autotask to 10.00."], "hold_code": None, "fault": None,
    "new_contact": "Tasman Dental",
}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "resync": gateway_world.resync_in_store,
    "preview": PREVIEW,
    "suggest_contacts": SUGGESTED,
    "preview_html": gateway_world.keeps_page(HOSTILE),
}


def drawer_is_open(watched: Watched) -> None:
    watched.page.get_by_role("dialog").get_by_role("heading", level=2).wait_for()


VIEWS = {
    "drawer": View("/c/kauri/sync/invoices?status=fault&open=49010", prepare=drawer_is_open),
    "record": View("/c/kauri/sync/invoices/49010"),
    "preflight": View("/c/kauri/sync/preflight"),
    "no preflight": View("/c/fresh/sync/preflight"),
    "preview": View("/c/kauri/sync/invoices/49001/preview"),
    "choose contact": View("/c/engine/sync/invoices/49033/contact"),
    "difference": View("/c/engine/sync/invoices/49030"),
    "adopted": View("/c/engine/sync/invoices/49031"),
    "candidates": View("/c/engine/sync/invoices/49033"),
    "trace": View("/c/engine/sync/invoices/49034"),
    "no route": View("/c/totara/sync/invoices/52001"),
    "unreadable": View("/c/flipped/sync/invoices/53001"),
    "not found": View("/c/kauri/sync/invoices/1", expected=("404",)),
}
