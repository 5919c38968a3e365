"""Every screen in a real browser: it renders, reads well for everyone, and breaks no rule."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.screens.watched import Watched
from tests.factories.gateway_world import StubRpc
from tests.stack import wait_until

Enter = Callable[..., Watched]
WATCH_THE_FAULTS = """() => {
  window.counted = [];
  const note = () => window.counted.push(document.querySelector("#tab-faults").textContent);
  new MutationObserver(note).observe(document.body, {childList: true, characterData: true, subtree: true});
}"""

VIEWS = {
    "home": "/",
    "dashboard": "/c/kauri/dashboard",
    "invoices": "/c/kauri/sync/invoices",
    "faults": "/c/kauri/sync/invoices?status=fault",
    "no match": "/c/kauri/sync/invoices?q=zzzz",
    "drawer": "/c/kauri/sync/invoices?status=fault&open=49010",
    "record": "/c/kauri/sync/invoices/49010",
    "purchase orders": "/c/kauri/sync/purchase-orders",
    "logs": "/c/kauri/sync/logs",
    "analytics": "/c/kauri/sync/analytics",
    "value": "/c/kauri/sync/analytics?measure=value&currency=AUD&months=24",
    "nothing yet": "/c/fresh/sync/invoices",
    "retry all": "/c/kauri/sync/invoices/resync-cause?cause=ACCOUNT_ARCHIVED",
    "one cause": "/c/kauri/sync/invoices?status=fault&cause=ACCOUNT_ARCHIVED",
    "preflight": "/c/kauri/sync/preflight",
    "no preflight": "/c/fresh/sync/preflight",
    "preview": "/c/kauri/sync/invoices/49001/preview",
    "choose contact": "/c/engine/sync/invoices/49033/contact",
    "difference": "/c/engine/sync/invoices/49030",
    "adopted": "/c/engine/sync/invoices/49031",
    "candidates": "/c/engine/sync/invoices/49033",
    "trace": "/c/engine/sync/invoices/49034",
    "disconnected": "/c/disconnected/dashboard",
    "permission missing": "/c/scope-missing/dashboard",
    "daily limit": "/c/limited-day/dashboard",
    "maintenance": "/c/maintenance/dashboard",
    "minute limit": "/c/limited-minute/dashboard",
    "no approval right": "/c/warned/dashboard",
    "autotask": "/c/kauri/autotask",
    "autotask refuses us": "/c/autotask-unauthorized/autotask",
    "autotask flipped": "/c/flipped/autotask",
    "autotask shared": "/c/totara/autotask",
    "no route": "/c/totara/sync/invoices/52001",
    "unreadable": "/c/flipped/sync/invoices/53001",
    "documentation": "/api/docs",
    "not found": "/c/kauri/sync/invoices/1",
}
# From a large screen to a small phone.
WIDTHS = (1440, 1100, 1024, 768, 390, 320)
PHONE = 390


def ready(page: Watched, view: str) -> None:
    if view == "not found":
        page.expected.append("404")
    page.goto(VIEWS[view])
    if view == "drawer":
        page.page.get_by_role("dialog").get_by_role("heading", level=2).wait_for()


@pytest.mark.parametrize("view", VIEWS)
def test_a_screen_has_no_barrier_breaks_no_policy_and_scrolls_one_way(
    enter: Enter, view: str
) -> None:
    page = enter()
    ready(page, view)
    expect(page.page.locator("main h1, main h2").first).to_be_visible()
    for width in WIDTHS:
        page.page.set_viewport_size({"width": width, "height": 900})
        assert page.sideways() == 0, width
        if width in (WIDTHS[0], PHONE):
            assert page.axe() == [], width
    assert page.breaches() == []
    page.page.emulate_media(color_scheme="dark")
    page.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    # Loaded anew, so that no color is still on its way to another one.
    ready(page, view)
    assert page.axe() == [], "dark"
    assert page.breaches() == []


def test_the_sign_in_page_has_no_barrier(enter: Enter) -> None:
    page = enter("viewer")
    page.page.context.clear_cookies()
    page.goto("/sign-in")
    assert page.axe() == []
    page.page.get_by_label("E-mail").fill("nobody@example.test")
    page.page.get_by_label("Password").fill("wrong")
    page.expected.append("422")
    page.page.keyboard.press("Enter")
    expect(page.page.get_by_role("alert")).to_contain_text("E-mail or password is not right")
    assert page.axe() == []


def _with(part: str) -> re.Pattern[str]:
    """An address that says so; the browser tells us of a new one a moment after the page shows it."""
    return re.compile(re.escape(part))


def test_search_as_one_types_then_a_chip_then_the_drawer(enter: Enter) -> None:
    watched = enter()
    page = watched.goto("/c/kauri/sync/invoices")
    rows = page.locator("#tbl tbody tr")
    expect(rows).to_have_count(133)
    page.get_by_role("searchbox").fill("tasman")
    expect(page.locator("#tbl caption")).to_contain_text("matching “tasman”")
    expect(page).to_have_url(_with("q=tasman"))
    page.get_by_label("Fault", exact=False).first.check(force=True)
    expect(rows).to_have_count(1)
    expect(page).to_have_url(_with("status=fault"))
    expect(page.locator("#n-fault")).to_have_text("1")
    rows.first.get_by_role("link").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", level=2)).to_be_focused()
    expect(page).to_have_url(_with("open=49010"))
    page.reload()
    expect(page.get_by_role("dialog")).to_contain_text("account 204 is archived")
    expect(rows).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).not_to_have_url(_with("open="))


def test_a_list_that_comes_late_leaves_the_open_record_in_the_address(enter: Enter) -> None:
    page = enter().goto("/c/kauri/sync/invoices?status=fault")
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route(_with("q=tasman"), hold)
    with page.expect_request(_with("q=tasman")):
        page.get_by_role("searchbox").fill("tasman")
    page.locator("#i49010").get_by_role("link").first.click()
    expect(page.get_by_role("dialog").get_by_role("heading", level=2)).to_be_focused()
    expect(page).to_have_url(_with("open=49010"))
    late.pop(0).continue_()
    expect(page.locator("#tbl caption")).to_contain_text("matching “tasman”")
    expect(page).to_have_url(_with("q=tasman"))
    expect(page).to_have_url(_with("open=49010"))


def test_sorting_keeps_the_filter(enter: Enter) -> None:
    page = enter().goto("/c/kauri/sync/invoices?status=fault")
    page.get_by_role("link", name="Autotask ID").click()
    expect(page.locator("th[aria-sort]")).to_contain_text("Autotask ID")
    expect(page.locator("#tbl tbody tr")).to_have_count(5)
    expect(page).to_have_url(_with("sort=-id"))
    expect(page).to_have_url(_with("status=fault"))


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
    question.get_by_role("button", name="Resync this Invoice").click()
    expect(page.locator("#toast")).to_have_text("It is queued again.")
    expect(drawer.locator(".dh .st")).to_have_text("Pending Sync")
    expect(page.locator("#i49010 .st")).to_have_text("Pending Sync")
    assert [call[1] for call in rpc.calls] == ["resync"]


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


def test_ticked_rows_are_resynced_together(enter: Enter, rpc: StubRpc, put_back: None) -> None:
    page = enter("operator").goto("/c/kauri/sync/invoices?status=fault")
    expect(page.locator("#bulk")).to_be_hidden()
    page.get_by_label("Select all shown").check()
    expect(page.locator("#bn")).to_have_text("5 selected")
    page.get_by_label("Select 49014").uncheck()
    page.locator("#bulk").get_by_role("button", name="Resync").click()
    page.locator("#confirm").get_by_role("button", name="Resync 4").click()
    expect(page.locator("#toast")).to_contain_text("4 of 4 taken up.")
    assert len(rpc.calls) == 4


def test_a_change_appears_without_a_reload_and_keeps_the_tick(enter: Enter, put_back: None) -> None:
    from tests.factories.gateway_world import resync_in_store

    page = enter("operator").goto("/c/kauri/sync/invoices")
    page.get_by_label("Select 49011").check()
    expect(page.locator("#i49011 .st")).to_have_text("Fault")
    resync_in_store({"connection_id": "kauri", "autotask_id": 49_011})
    expect(page.locator("#i49011 .st")).to_have_text("Pending Sync", timeout=10_000)
    expect(page.get_by_label("Select 49011")).to_be_checked()
    expect(page.locator("#tab-faults")).to_contain_text("4")


def test_an_answer_that_was_overtaken_is_not_drawn(enter: Enter, put_back: None) -> None:
    from tests.factories.gateway_world import resync_in_store

    page = enter("operator").goto("/c/kauri/sync/invoices")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/sync/live?*", hold_the_first)
    wait_until(lambda: page.evaluate("1") and held, 20, "the first look is under way")
    before = held[0].fetch()
    resync_in_store({"connection_id": "kauri", "autotask_id": 49_011})
    page.evaluate("document.dispatchEvent(new CustomEvent('counterfoil:changed'))")
    expect(page.locator("#tab-faults")).to_contain_text("4")
    page.evaluate(WATCH_THE_FAULTS)
    with page.expect_response("**/sync/live?*"):
        held[0].fulfill(response=before)
    assert [text for text in page.evaluate("window.counted") if "4" not in text] == []


def test_the_switch_needs_one_press(enter: Enter, rpc: StubRpc) -> None:
    page = enter("admin").goto("/c/kauri/sync/invoices")
    switch = page.get_by_role("switch", name="Sync engine")
    expect(switch).to_have_attribute("aria-checked", "true")
    switch.click()
    expect(page.locator("#toast")).to_have_text("set_connection_state done.")
    assert rpc.calls[0][2]["state"] == "paused"


def test_keys_lead_through_list_drawer_and_pages(enter: Enter) -> None:
    page = enter("operator").goto("/c/kauri/sync/invoices?status=fault&sort=id")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("searchbox")).to_have_value("j")
    page.get_by_role("searchbox").fill("")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#i49011")).to_have_class("cur")
    page.keyboard.press("x")
    expect(page.get_by_label("Select 49011")).to_be_checked()
    page.locator("#i49011 a[data-open]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#dtitle")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#drawer")).to_contain_text("49012")
    page.keyboard.press("Escape")
    expect(page.locator("#i49012 a[data-open]")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/c/kauri/sync/logs")


def test_tab_reaches_the_content_first(enter: Enter) -> None:
    page = enter().goto("/c/kauri/sync/invoices")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


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
    page.get_by_text("Autotask original").click()
    frame = page.frame_locator("iframe.frame")
    expect(frame.get_by_text("Managed Services")).to_be_visible()
    expect(frame.get_by_role("button")).to_have_count(0)
    assert page.title() == title
    assert not [url for url in reached if "leak" in url or "evil" in url]
    assert watched.breaches() == []


def test_everything_that_matters_works_without_scripts(
    enter: Enter, rpc: StubRpc, put_back: None
) -> None:
    page = enter("operator", script=False).goto("/c/kauri/sync/invoices")
    page.get_by_role("searchbox").fill("tasman")
    page.get_by_label("Fault", exact=False).first.check(force=True)
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#tbl tbody tr")).to_have_count(1)
    page.locator("#tbl tbody tr a").first.click()
    page.wait_for_url("**/sync/invoices/49010")
    page.get_by_role("button", name="Resync this Invoice").click()
    expect(page.locator(".note.ok")).to_have_text("It is queued again.")
    expect(page.locator(".dh .st")).to_have_text("Pending Sync")


def test_a_theme_that_was_chosen_stays(enter: Enter) -> None:
    page = enter().goto("/c/kauri/dashboard")
    page.get_by_role("button", name="Switch light or dark theme").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_account_menu_signs_out(enter: Enter) -> None:
    page = enter("viewer").goto("/")
    page.get_by_role("button", name="Account: Vera").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")


def test_forced_colors_and_reduced_motion_still_read(enter: Enter) -> None:
    watched = enter()
    watched.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page = watched.goto("/c/kauri/sync/invoices")
    expect(page.locator("#i49010 .st")).to_have_text("Fault")
    assert watched.axe() == []
