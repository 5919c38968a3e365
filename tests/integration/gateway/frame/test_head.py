"""The head of every page: the way to other connections, and how a person likes to look."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

from core.store.documents import InvoiceDocument
from gateway.viewing import COOKIE
from tests.integration.gateway.conftest import Visitor

SignedIn = Callable[[str], Visitor]


def links_of(page: str) -> dict[str, str]:
    """The lines of the connections' menu: address by name."""
    menu = page.partition('id="connections"')[2].partition("</ul>")[0]
    return {
        re.sub(r"<[^>]*>", " ", name).split(",")[0].strip(): address
        for address, name in re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', menu, re.DOTALL)
    }


def test_the_menu_leads_to_the_same_page_of_another_connection(signed_in: SignedIn) -> None:
    viewer = signed_in("viewer")
    for page in ("dashboard", "autotask", "sync/logs", "sync/analytics", "sync/purchase-orders"):
        links = links_of(viewer.text(f"/c/kauri/{page}"))
        assert links["Other tenant"] == f"/c/other/{page}"
        assert links["Kauri Managed IT"] == f"/c/kauri/{page}"


def test_a_filter_and_a_record_stay_behind(signed_in: SignedIn) -> None:
    viewer = signed_in("viewer")
    for page in ("sync/invoices?status=fault&q=tasman", "sync/invoices/49010"):
        assert links_of(viewer.text(f"/c/kauri/{page}"))["Other tenant"] == "/c/other/sync/invoices"


def test_faults_stand_beside_the_name(signed_in: SignedIn) -> None:
    menu = signed_in("viewer").text("/c/other/dashboard").partition('id="connections"')[2]
    line = re.search(r"Kauri Managed IT.*?</li>", menu, re.DOTALL)
    assert line
    assert re.search(r'count bad mla">5<span class="sr"> faults', line[0])


def test_faults_that_were_taken_off_the_list_do_not_stand_there(signed_in: SignedIn) -> None:
    invoices = InvoiceDocument._get_collection()
    fault = {"connection": "kauri", "status": "fault", "removed_at": None}
    taken = {"_id": invoices.find_one(fault)["_id"]}
    invoices.update_one(taken, {"$set": {"removed_at": datetime.now(UTC)}})
    try:
        menu = signed_in("viewer").text("/c/other/dashboard").partition('id="connections"')[2]
        line = re.search(r"Kauri Managed IT.*?</li>", menu, re.DOTALL)
        assert line
        assert 'count bad mla">4<' in line[0]
    finally:
        invoices.update_one(taken, {"$set": {"removed_at": None}})


def choose(visitor: Visitor, **form: str) -> None:
    answer = visitor.post("/viewing", {"next": "/c/kauri/sync/invoices", **form})
    assert (answer.status_code, answer.location) == (303, "/c/kauri/sync/invoices")


def test_times_are_shown_in_the_zone_that_a_person_chose(signed_in: SignedIn) -> None:
    viewer = signed_in("viewer")
    page = "/c/kauri/sync/invoices"
    assert "times in Auckland" in viewer.text(page)
    choose(viewer, zone="utc")
    assert "times in UTC" in viewer.text(page)
    choose(viewer, zone="browser", browser="Europe/Berlin")
    assert "times in Berlin" in viewer.text(page)
    assert re.search(r'value="browser" checked', viewer.text(page))
    choose(viewer, zone="browser", browser="No/Where")
    assert "times in Auckland" in viewer.text(page)


def test_low_rows_are_a_choice_and_come_from_the_server(signed_in: SignedIn) -> None:
    viewer = signed_in("viewer")
    choose(viewer, rows="compact")
    assert 'data-rows="compact"' in viewer.text("/c/kauri/sync/logs")
    choose(viewer, rows="roomy")
    assert "data-rows" not in viewer.text("/c/kauri/sync/logs")


def test_the_choice_is_kept_by_the_browser_and_leads_nowhere_else(signed_in: SignedIn) -> None:
    answer = signed_in("viewer").post("/viewing", {"zone": "utc", "next": "//evil.example"})
    assert answer.location == "/"
    kept = answer.headers["Set-Cookie"]
    assert kept.startswith(f"{COOKIE}=")
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept


def test_every_answer_says_how_long_it_took(signed_in: SignedIn) -> None:
    viewer = signed_in("viewer")
    for page in ("/", "/c/kauri/dashboard", "/c/kauri/sync/invoices/1"):
        timed = re.fullmatch(r"app;dur=(\d+\.\d)", viewer.get(page).headers["Server-Timing"])
        assert timed
        assert float(timed[1]) > 0


def test_five_hundred_rows_cost_little_even_for_a_browser_that_has_nothing_yet(
    signed_in: SignedIn,
) -> None:
    viewer = signed_in("viewer")
    small = {"Accept-Encoding": "br"}
    page = "/c/kauri/sync/invoices"
    html = viewer.text(page)
    files = sorted(set(re.findall(r'(?:src|href)="(/static/[^"#]+)', html)))
    files += sorted(set(re.findall(r'(/static/vendor/icons[^"#]+)', html)))
    answers = [viewer.get(address, headers=small) for address in {page, *files}]
    rest = re.search(r'data-rest="([^"]+)"', html)
    assert rest
    fragment = {**small, "HX-Request": "true", "HX-Target": "rest"}
    answers.append(viewer.get(page + unescape(rest[1]), headers=fragment))
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert all(answer.headers.get("Content-Encoding") == "br" for answer in answers)
    assert len(answers) <= 15
    assert sum(len(answer.data) for answer in answers) <= 75_000, [
        (answer.request.path, len(answer.data)) for answer in answers
    ]
