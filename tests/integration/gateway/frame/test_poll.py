"""What a poll costs, and what it brings besides lists: the open record and the bar of a job."""

import re
from collections.abc import Callable

from core.store.documents import BulkActionDocument, ConnectionDocument, InvoiceDocument
from tests.factories.world.jobs import bulk_action
from tests.integration.gateway.conftest import NOW, Visitor

LIVE = "/c/kauri/sync/live"
SignedIn = Callable[[str], Visitor]
# The session's user is looked up besides.
MOST_TRIPS = 4


def test_a_poll_without_news_asks_the_database_four_times(signed_in: SignedIn) -> None:
    viewer = signed_in("viewer")
    query = f"{LIVE}?tab=invoices"
    etag = viewer.get(query).headers["ETag"]
    database = ConnectionDocument._get_collection().database
    database.command("profile", 2)
    try:
        answer = viewer.get(query, headers={"If-None-Match": etag})
    finally:
        database.command("profile", 0)
    ours = {"op": {"$in": ["query", "command", "getmore"]}, "ns": {"$not": {"$regex": "profile"}}}
    asked = [each["ns"] for each in database["system.profile"].find(ours)]
    database["system.profile"].drop()
    assert answer.status_code == 304
    assert len([name for name in asked if not name.endswith((".users", ".$cmd"))]) <= MOST_TRIPS, (
        asked
    )


def test_the_record_in_the_drawer_counts_as_news(signed_in: SignedIn) -> None:
    viewer = signed_in("viewer")
    query = f"{LIVE}?tab=invoices&open=49010"
    answer = viewer.get(query)
    (steps,) = re.findall(r'id="record-version" data-version="(\d+)"', answer.text)
    stored = InvoiceDocument._get_collection().find_one({"_id": "kauri/49010"})
    assert int(steps) == len(stored["history"])
    again = viewer.get(query, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert "record-version" not in viewer.text(f"{LIVE}?tab=invoices&open=1")
    assert "record-version" not in viewer.text(f"{LIVE}?tab=invoices&open=x")


def test_a_job_over_many_invoices_shows_its_bar_and_goes(signed_in: SignedIn) -> None:
    viewer = signed_in("viewer")
    query = f"{LIVE}?tab=dashboard"
    quiet = viewer.get(query)
    assert "job-bar" not in quiet.text
    bulk_action(NOW, "bar")
    try:
        loud = viewer.get(query, headers={"If-None-Match": quiet.headers["ETag"]})
        assert loud.status_code == 200
        assert 'href="/c/kauri/sync/bulk/bar"' in loud.text
        assert "Resync: 120 of 468" in loud.text
        BulkActionDocument._get_collection().update_one({"_id": "bar"}, {"$set": {"state": "done"}})
        after = viewer.get(query, headers={"If-None-Match": loud.headers["ETag"]})
        assert after.status_code == 200
        assert "job-bar" not in after.text
    finally:
        BulkActionDocument._get_collection().delete_one({"_id": "bar"})


def test_a_page_without_parts_of_its_own_gets_its_frame(signed_in: SignedIn) -> None:
    html = signed_in("viewer").text(f"{LIVE}?tab=preflight")
    assert 'id="banners"' in html
    assert 'id="newer"' not in html
