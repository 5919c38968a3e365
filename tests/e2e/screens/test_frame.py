"""What every page has, in a real browser: sign-in, switch, keys, theme, account."""

from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.e2e.screens.watched import Watched
from tests.factories.gateway_world import StubRpc, resync_in_store
from tests.stack import wait_until

Enter = Callable[..., Watched]
WATCH_THE_FAULTS = """() => {
  window.counted = [];
  const note = () => window.counted.push(document.querySelector("#tab-faults").textContent);
  new MutationObserver(note).observe(document.body, {childList: true, characterData: true, subtree: true});
}"""


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


def test_an_answer_that_was_overtaken_is_not_drawn(enter: Enter, put_back: None) -> None:
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
