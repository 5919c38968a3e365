"""One record: panel, page, original, preflight, preview."""

from datetime import datetime
from typing import Any

from tests.e2e.screens.catalogue import View
from tests.e2e.screens.watched import Watched
from tests.factories import gateway_world
from tests.factories.world import options
from tests.factories.world.mending import mending

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
         "reason": "Billing code Managed Services → 210 by the mapping table."},
        {"subject": "due_date", "value": "2026-12-12", "reason": "Autotask's.", "line": None},
    ],
    "warnings": ["Xero comes to 9.99, Autotask to 10.00."], "hold_code": None, "fault": None,
    "new_contact": "Tasman Dental",
}  # fmt: skip
EFFECT = {
    "ok": True, "problems": [], "invoices": options.COMPARED,
    "summary": ["Of the last 50 invoices this changes 3.", "1 fault would end."],
}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "compare_settings": EFFECT,
    "resync": gateway_world.resync_in_store,
    "preview": PREVIEW,
    "suggest_contacts": SUGGESTED,
    "preview_html": gateway_world.keeps_page(HOSTILE),
}


def drawer_is_open(watched: Watched) -> None:
    watched.page.get_by_role("dialog").get_by_role("heading", level=2).wait_for()


def fill(now: datetime) -> None:
    mending(now)


def effect_is_told(watched: Watched) -> None:
    page = watched.page
    page.get_by_label("Xero account for “Hardware”").select_option("200")
    page.get_by_text("this changes 3").wait_for()
    page.get_by_text("Show what would be sent").click()
    page.get_by_text("It would be sent as a new document.").wait_for()
    page.get_by_text("Sync Logs of it").click()
    page.get_by_text("No line about 60001 is kept.").wait_for()


def candidates_are_there(watched: Watched) -> None:
    watched.page.get_by_text("Choose the Xero contact").click()
    watched.page.get_by_text("Beacon Engineers Ltd").first.wait_for()


def it_was_changed_meanwhile(watched: Watched) -> None:
    """An answer to a form that was filled in on an older look at it."""
    watched.page.locator("form[data-command=fix] [name=version]").evaluate("it => it.value = '1'")
    watched.page.get_by_label("Xero account for “Hardware”").select_option("200")
    watched.page.locator("form[data-command=fix]").evaluate("it => it.submit()")
    watched.page.get_by_text("has changed since you opened it").wait_for()


# Chromium says that the sandbox kept even Playwright's own listener out of the frame, and the
# policy that it kept the foreign style sheet from calling home.
FRAMED = ("frame is sandboxed", "violates the following Content Security Policy directive")

VIEWS = {
    "drawer": View("/c/kauri/sync/invoices?status=fault&open=49010", prepare=drawer_is_open),
    "record": View("/c/kauri/sync/invoices/49010", expected=FRAMED),
    "fix": View("/c/mend/sync/invoices/60001", prepare=effect_is_told, expected=FRAMED),
    "fixed": View(
        "/c/mend/sync/invoices/60004?fixed=ACCOUNT_UNMAPPED&named=billing_code:Hardware",
        expected=FRAMED,
    ),
    "conflict": View(
        "/c/mend/sync/invoices/60002", prepare=it_was_changed_meanwhile,
        expected=(*FRAMED, "409"),
    ),
    "sent": View("/c/mend/sync/invoices/60010", "operator", expected=FRAMED),
    "500 lines": View("/c/mend/sync/invoices/60020", "viewer", expected=FRAMED),
    "one long word": View("/c/mend/sync/invoices/60021", expected=FRAMED),
    "sixty words": View("/c/mend/sync/invoices?open=60022", prepare=drawer_is_open),
    "Arabic": View("/c/mend/sync/invoices/60023", expected=FRAMED),
    "order": View("/c/kauri/sync/purchase-orders/71"),
    "preflight": View("/c/kauri/sync/preflight"),
    "no preflight": View("/c/fresh/sync/preflight"),
    "preview": View("/c/kauri/sync/invoices/49001/preview"),
    "choose contact": View("/c/engine/sync/invoices/49033/contact"),
    "difference": View("/c/engine/sync/invoices/49030", expected=FRAMED),
    "candidates": View(
        "/c/engine/sync/invoices/49033", prepare=candidates_are_there, expected=FRAMED
    ),
    "trace": View("/c/engine/sync/invoices/49034", expected=FRAMED),
    "no route": View("/c/totara/sync/invoices/52001", expected=FRAMED),
    "unreadable": View("/c/flipped/sync/invoices/53001", expected=FRAMED),
    "not found": View("/c/kauri/sync/invoices/1", expected=("404",)),
}  # fmt: skip
