"""Home, Product Dashboard, Analytics, Sync Logs and the banners over them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from core.store.documents import (
    BudgetDocument,
    ConnectionDocument,
    FigureMarksDocument,
    MonthFiguresDocument,
    TokenSetDocument,
)
from core.store.views import documents, figures, tiles
from core.store.views.search import DocumentFilter
from tests.factories import gateway_world
from tests.integration.gateway.conftest import NOW, Visitor


@pytest.fixture
def admin(signed_in: Callable[[str], Visitor]) -> Visitor:
    return signed_in("admin")


@pytest.fixture
def visiting(app: Flask) -> Iterator[Callable[..., None]]:
    """Makes connections that are gone after the test: every page's menu lists all there are."""
    made: list[str] = []

    def make(connection_id: str, **changes: Any) -> None:
        made.append(connection_id)
        gateway_world.connection(NOW, connection_id, **changes)

    yield make
    ConnectionDocument._get_collection().delete_many({"_id": {"$in": made}})


def test_home_has_a_tile_for_every_connection(admin: Visitor) -> None:
    html = admin.text("/")
    assert "Kauri Managed IT" in html
    assert "Other tenant" in html
    assert re.search(
        r'class="btn fault" href="/c/kauri/sync/invoices\?status=fault">.*5 faults', html
    )
    without = re.search(r'<article[^>]*: Other tenant".*?</article>', html, re.DOTALL)
    assert without
    assert "btn fault" not in without[0]


def test_what_home_asks_once_for_all_is_what_each_ones_pages_say(admin: Visitor) -> None:
    told = tiles.standing(["kauri", "other", "nobody"])
    for each in ("kauri", "other"):
        counts = documents.counts("invoices", each, DocumentFilter())
        assert told[each] == {status: counts[status].n for status in tiles.TOLD}
    assert not any(told["nobody"].values())
    month = f"{NOW:%Y-%m}"
    rows = [{"status": "complete", "currency": "NZD", "n": 7}, {"status": "fault", "n": 2}]
    FigureMarksDocument(id="marked", counted_to=NOW).save()
    MonthFiguresDocument._get_collection().insert_one(
        {"_id": f"marked/arrived/{month}", "month": month, "rows": rows}
    )
    synced = tiles.synced({"kauri": month, "marked": month, "nobody": month})
    assert synced == {"kauri": figures.volume("kauri", month).count, "marked": 7, "nobody": 0}
    assert synced["kauri"] > 0


def test_the_dashboard_shows_volume_health_and_counts(admin: Visitor) -> None:
    html = admin.text("/c/kauri/dashboard")
    assert "View Sync Overview" in html
    assert re.search(r"[\d,]+\.\d\d NZD</li>", html)
    assert re.search(r"[\d,]+\.\d\d USD</li>", html)
    assert "412 of 10,000 calls used this hour" in html
    assert "4,934 calls left today" in html
    assert "Token valid until" in html
    assert "last good call" in html
    assert "status=fault" in html


def test_the_secrets_of_a_connection_reach_no_page(admin: Visitor) -> None:
    for path in ("/", "/c/kauri/dashboard", "/api/v1/connections", "/api/v1/connections/kauri"):
        html = admin.text(path)
        assert "sealed" not in html
        assert "our-client-secret" not in html


def test_faults_are_grouped_by_cause_with_counts(admin: Visitor) -> None:
    html = admin.text("/c/kauri/sync/invoices")
    assert "5 invoices need attention" in html
    assert re.search(r"cause=ACCOUNT_ARCHIVED\">The Xero account is archived</a>.*?\(2\)", html)


def test_a_paused_sync_with_work_waiting_says_so(admin: Visitor) -> None:
    html = admin.text("/c/other/sync/invoices")
    assert "Sync is paused." in html
    assert "1 invoice is waiting." in html
    assert "Switch on" in html


def test_only_an_admin_sees_the_switch(signed_in: Callable[[str], Visitor]) -> None:
    assert 'role="switch"' in signed_in("admin").text("/c/kauri/sync/invoices")
    html = signed_in("operator").text("/c/kauri/sync/invoices")
    assert 'role="switch"' not in html
    assert "Sync engine" in html


def test_a_lost_consent_is_the_one_red_banner(
    visiting: Callable[..., None], admin: Visitor
) -> None:
    visiting("lost")
    gateway_world.fault(1, NOW, connection_id="lost")
    gateway_world.invoice(2, NOW, "lost")
    TokenSetDocument._get_collection().update_one(
        {"_id": "tokens-lost"}, {"$set": {"revoked": True}}
    )
    html = admin.text("/c/lost/sync/invoices")
    assert "Xero needs you to sign in again." in html
    assert 'href="/connect/xero?connection=lost"' in html
    assert "1 invoice is waiting and goes on by itself afterwards." in html
    assert html.count('class="note bad"') == 1


def test_a_vendor_that_is_away_is_amber_and_says_what_waits(
    visiting: Callable[..., None], admin: Visitor
) -> None:
    health = {"state": "down", "message": "Xero answers 503", "since_at": NOW}
    visiting("away", xero_health=health)
    gateway_world.invoice(1, NOW, "away")
    html = admin.text("/c/away/sync/invoices")
    assert "Xero is not answering." in html
    assert 'class="note warn"' in html
    assert 'class="note bad"' not in html


def test_a_connection_without_budget_or_runs_still_renders(
    visiting: Callable[..., None], admin: Visitor
) -> None:
    visiting("bare", autotask_health={}, xero_health={}, xero_timezone="", settings={})
    BudgetDocument._get_collection().delete_many({"_id": {"$regex": "bare"}})
    for page in (
        "dashboard",
        "sync/invoices",
        "sync/analytics",
        "sync/logs",
        "sync/purchase-orders",
    ):
        assert "Not checked yet" in admin.text(f"/c/bare/{page}") or page != "dashboard"
    assert "The first bar appears" in admin.text("/c/bare/sync/analytics")


def test_every_page_carries_the_policy_and_no_inline_code(admin: Visitor) -> None:
    for path in ("/", "/c/kauri/dashboard", "/c/kauri/sync/invoices", "/c/kauri/sync/invoices/49010",
                 "/c/kauri/sync/analytics", "/c/kauri/sync/logs", "/api/docs"):  # fmt: skip
        response = admin.get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert not re.search(r"<script(?![^>]* src=)", response.text), path
        assert not re.search(r"\sstyle=", response.text), path
        assert not re.search(r"\son[a-z]+=", response.text), path
