"""One record in a real browser: what is asked before an action, what is told after it."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Route, expect

from tests.e2e.screens.watched import Watched
from tests.factories.gateway_world import StubRpc, resync_in_store
from tests.factories.world.mending import changed_by_somebody

Enter = Callable[..., Watched]


def test_a_resync_asks_first_and_the_row_follows(
    enter: Enter, rpc: StubRpc, put_back: None
) -> None:
    page = enter("operator").goto("/c/kauri/sync/invoices?status=fault&open=49010")
    drawer = page.locator("#drawer")
    drawer.get_by_role("button", name="Resync this Invoice").click()
    question = page.locator("#confirm")
    expect(question).to_contain_text("goes back to Pending Sync")
    question.get_by_role("button", name="Keep as it is").click()
    assert "resync" not in [call[1] for call in rpc.calls]
    drawer.get_by_role("button", name="Resync this Invoice").click()
    question.get_by_label("Reason").fill("the account is back")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_have_text("It is queued again.")
    expect(drawer.locator(".dh .st")).to_have_text("Pending Sync")
    expect(page.locator("#i49010 .st")).to_have_text("Pending Sync")
    ((_, command, told),) = rpc.calls
    assert (command, told["reason"]) == ("resync", "the account is back")


def test_a_resync_of_a_complete_invoice_promises_no_second_one(enter: Enter) -> None:
    page = enter("operator").goto("/c/kauri/sync/invoices?q=48000&open=48000")
    page.locator("#drawer").get_by_role("button", name="Resync this Invoice").click()
    expect(page.locator("#confirm")).to_contain_text("INV-48000 in Xero is updated")
    expect(page.locator("#confirm")).to_contain_text("no second document is made")


def test_a_refusal_is_told_and_stays(enter: Enter, rpc: StubRpc) -> None:
    rpc.answers["skip"] = {
        "ok": False, "problem": {"code": "conflict", "message": "It is being sent just now."},
    }  # fmt: skip
    watched = enter("operator")
    watched.expected.append("409")
    page = watched.goto("/c/kauri/sync/invoices?open=49010")
    page.locator("#drawer").get_by_role("button", name="Skip").click()
    page.locator("#confirm").get_by_role("button", name="Skip").click()
    expect(page.locator("#toast")).to_have_text("It is being sent just now.")
    expect(page.locator("#toast")).to_have_class("toast bad")


def test_a_hostile_original_does_nothing(enter: Enter) -> None:
    watched = enter()
    page = watched.goto("/c/kauri/sync/invoices/48000")
    title = page.title()
    reached: list[str] = []
    page.on("requestfinished", lambda request: reached.append(request.url))
    # The policy says in the console that it kept the foreign style sheet from calling home.
    watched.expected.append("violates the following Content Security Policy directive")
    # Chromium says that the sandbox kept even Playwright's own listener out of the frame.
    watched.expected.append("the document's frame is sandboxed")
    frame = page.frame_locator("iframe.frame")
    expect(frame.get_by_text("Managed Services")).to_be_visible()
    expect(frame.get_by_role("button")).to_have_count(0)
    assert page.title() == title
    assert not [url for url in reached if "leak" in url or "evil" in url]
    assert watched.breaches() == []


def test_the_row_that_is_missing_is_chosen_in_the_drawer_and_its_like_are_offered(
    enter: Enter, rpc: StubRpc, put_back: None
) -> None:
    rpc.answers["save_settings"] = {"ok": True, "saved": True, "changed": ["accounts"]}
    rpc.answers["resync"] = resync_of_mended
    page = enter("admin").goto("/c/mend/sync/invoices?status=fault&open=60003")
    drawer = page.locator("#drawer")
    drawer.get_by_label("Xero account for “Hardware”").select_option("200")
    expect(drawer.locator("[data-effect-line]")).to_contain_text("this changes 3")
    drawer.get_by_role("button", name="Save and resync").click()
    expect(page.locator("#toast")).to_contain_text("Hardware goes to account 200 from now on.")
    expect(drawer).to_contain_text("2 more invoices stand at this cause")
    expect(drawer.get_by_role("button", name="Retry these 2")).to_be_visible()
    assert [call[1] for call in rpc.calls][-2:] == ["save_settings", "resync"]


def test_what_was_chosen_in_vain_is_still_chosen(enter: Enter, rpc: StubRpc) -> None:
    problem = {"option": "accounts", "message": "Account 200 is archived in Xero.", "blocks": True}
    rpc.answers["save_settings"] = {"ok": True, "saved": False, "problems": [problem]}
    watched = enter("admin")
    watched.expected.append("422")
    page = watched.goto("/c/mend/sync/invoices?status=fault&open=60001")
    drawer = page.locator("#drawer")
    drawer.get_by_label("Xero account for “Hardware”").select_option("200")
    drawer.get_by_role("button", name="Save and resync").click()
    expect(drawer).to_contain_text("Nothing was saved. Account 200 is archived in Xero.")
    expect(drawer.get_by_label("Xero account for “Hardware”")).to_have_value("200")


def resync_of_mended(arguments: dict[str, Any]) -> dict[str, Any]:
    answer = resync_in_store(arguments)
    changed_by_somebody(arguments["autotask_id"])
    return answer


def test_a_record_that_somebody_changes_is_shown_anew_but_not_while_one_is_choosing(
    enter: Enter,
) -> None:
    page = enter("admin").goto("/c/mend/sync/invoices?status=fault&open=60002")
    drawer = page.locator("#drawer")
    expect(drawer.get_by_text("Downloaded from Autotask.")).to_be_visible()
    drawer.get_by_text("Sync Logs of it").click()
    expect(drawer).to_contain_text("No line about 60002 is kept.")
    steps = drawer.locator(".tl li")
    expect(steps).to_have_count(2)
    changed_by_somebody(60_002)
    expect(steps).to_have_count(3, timeout=10_000)
    expect(drawer).to_contain_text("No line about 60002 is kept.")
    drawer.get_by_label("Xero account for “Hardware”").select_option("200")
    changed_by_somebody(60_002)
    expect(drawer).to_contain_text("This record has changed.", timeout=10_000)
    expect(drawer.get_by_label("Xero account for “Hardware”")).to_have_value("200")
    drawer.get_by_role("button", name="Show", exact=True).click()
    expect(steps).to_have_count(4)
    expect(drawer).not_to_contain_text("This record has changed.")


def test_keys_lead_from_record_to_record_on_its_own_page(enter: Enter) -> None:
    watched = enter("viewer")
    watched.expected.append("the document's frame is sandboxed")
    page = watched.goto("/c/mend/sync/invoices/60010?status=complete&sort=id")
    page.keyboard.press("j")
    page.wait_for_url("**/sync/invoices/60020?status=complete&sort=id")
    page.keyboard.press("k")
    page.wait_for_url("**/sync/invoices/60010?status=complete&sort=id")


def test_a_record_that_is_slow_or_does_not_come_says_so(enter: Enter) -> None:
    watched = enter("viewer")
    watched.expected.append("net::ERR_FAILED")
    page = watched.goto("/c/mend/sync/invoices?status=complete&sort=id")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/invoices/60010"), hold)
    page.route(re.compile(r"/invoices/60020"), lambda route: route.abort())
    page.locator("#i60010 a[data-open]").click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("Loading …")
    held[0].continue_()
    expect(drawer).to_contain_text("As it was sent")
    drawer.get_by_role("link", name="Next record").click()
    expect(page.locator("#toast")).to_contain_text("could not be reached")
    expect(drawer).to_contain_text("As it was sent")
