"""What every page has, in a real browser: sign-in, switch, keys, theme, account."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.screens.watched import Watched
from tests.factories.gateway_world import StubRpc, rename_client, resync_in_store, switch_in_store
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


@pytest.fixture
def switched_on() -> Iterator[None]:
    yield
    switch_in_store({"connection_id": "kauri", "state": "active"})


def test_the_switch_needs_one_press_and_is_right_without_a_further_look(
    enter: Enter, rpc: StubRpc, switched_on: None
) -> None:
    rpc.answers["set_connection_state"] = switch_in_store
    page = enter("admin").goto("/c/kauri/sync/invoices")
    page.route("**/sync/live?*", lambda _: None)
    switch = page.get_by_role("switch", name="Sync engine")
    for pressed, label in (("false", "Paused"), ("true", "Active")):
        switch.click()
        expect(page.locator("#toast")).to_have_text("It is switched.")
        expect(switch).to_have_attribute("aria-checked", pressed)
        expect(page.get_by_text(label, exact=True)).to_be_visible()
    assert [call[2]["state"] for call in rpc.calls] == ["paused", "active"]


def test_a_deed_is_seen_before_its_answer_is_here(
    enter: Enter, rpc: StubRpc, switched_on: None
) -> None:
    rpc.answers["set_connection_state"] = switch_in_store
    watched = enter("admin")
    watched.expected.append("ERR_FAILED")
    page = watched.goto("/c/kauri/sync/invoices")
    held: list[Route] = []

    def carry_out_and_keep_the_answer(route: Route) -> None:
        route.fetch()
        held.append(route)

    page.route("**/c/kauri/state", carry_out_and_keep_the_answer)
    page.get_by_role("switch", name="Sync engine").click()
    expect(page.locator("#engine").get_by_text("Paused", exact=True)).to_be_visible()
    expect(page.locator("#toast")).to_be_hidden()
    held[0].abort()
    expect(page.locator("#toast")).to_contain_text("No answer came")


def test_keys_lead_through_list_drawer_and_pages(enter: Enter) -> None:
    page = enter("operator").goto("/c/kauri/sync/invoices?status=fault&sort=id")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("searchbox")).to_have_value("j")
    # A row that a search takes off the list is another one when it comes back.
    expect(page).to_have_url(re.compile("q=j"))
    page.get_by_role("searchbox").fill("")
    expect(page).not_to_have_url(re.compile("q="))
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
    page = watched.goto("/c/kauri/sync/invoices?status=fault")
    expect(page.locator("#i49010 .st")).to_have_text("Fault")
    assert watched.axe() == []
    style = "(found, name) => getComputedStyle(found)[name]"
    chosen = page.locator(".chip:has(:checked)").first
    assert chosen.evaluate(style, "borderTopWidth") == "3px"
    assert "underline" in chosen.evaluate(style, "textDecorationLine")
    here = page.locator(".tabs [aria-current]")
    assert "underline" in here.evaluate(style, "textDecorationLine")
    knob = page.get_by_role("switch").evaluate(
        "(found) => getComputedStyle(found, '::after').backgroundColor"
    )
    back = page.get_by_role("switch").evaluate(style, "backgroundColor")
    assert knob != back, "the knob of the switch is seen"
    turning = page.locator(".st-processing").first
    page.goto("/c/kauri/sync/invoices?status=processing")
    seconds = turning.evaluate("(found) => getComputedStyle(found, '::before').animationDuration")
    assert float(seconds.removesuffix("s")) < 0.001


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


def test_updates_are_paused_with_one_press_and_stay_so(enter: Enter, put_back: None) -> None:
    page = enter("operator").goto("/c/kauri/sync/invoices?status=fault")
    expect(page.locator("#pulse")).to_contain_text("updated")
    page.get_by_role("button", name="Pause updates").click()
    expect(page.locator("#pulse")).to_contain_text("updates paused")
    page.reload()
    again = page.get_by_role("button", name="Go on updating")
    expect(again).to_be_visible()
    resync_in_store({"connection_id": "kauri", "autotask_id": 49_012})
    with page.expect_response("**/sync/live?*"):
        again.click()
    expect(page.locator("#i49012 .st")).to_have_text("Pending Sync")


def test_a_poll_that_is_told_to_wait_waits_as_long(enter: Enter) -> None:
    watched = enter("viewer")
    watched.expected.append("429")
    watched.page.clock.install()
    page = watched.goto("/c/kauri/dashboard")
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=429, headers={"Retry-After": "60"})

    page.route("**/sync/live?*", refuse)
    page.clock.run_for(4_000)
    expect(page.locator("#pulse")).to_contain_text("not updating, trying again")
    page.clock.run_for(30_000)
    assert len(asked) == 1
    page.clock.run_for(40_000)
    wait_until(lambda: page.evaluate("1") and len(asked) == 2, 10, "it asks again")


def test_a_page_that_missed_more_than_a_look_brings_asks_for_all_of_its_rows(
    enter: Enter,
) -> None:
    page = enter("viewer").goto("/c/busy/sync/invoices")
    asked: list[str] = []

    def fall_behind(route: Route) -> None:
        answer, url = route.fetch(), route.request.url
        asked.append(url)
        told = answer.text()
        if "ids=" not in url:
            told = told.replace("<p data-look=", "<p data-behind data-look=", 1)
        route.fulfill(response=answer, body=told)

    page.route("**/sync/live?*", fall_behind)
    rename_client("busy/60003", "Renamed Ltd")
    expect(page.locator("#i60003")).to_contain_text("Renamed Ltd", timeout=10_000)
    assert [url for url in asked if "60003" in url.partition("ids=")[2]]


def test_a_slow_answer_dims_the_list_and_then_says_so(enter: Enter) -> None:
    watched = enter()
    watched.page.clock.install()
    page = watched.goto("/c/kauri/sync/invoices?status=fault")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/invoices?*q=tasman*", hold)
    rows = page.locator("#tbl tbody tr").count()
    page.get_by_role("searchbox").fill("tasman")
    expect(page.locator("#list")).to_have_attribute("aria-busy", "true")
    assert page.locator("#tbl tbody tr").count() == rows, "what was there stays"
    page.clock.fast_forward(10_000)
    expect(page.locator(".loading")).to_have_text("This takes longer than usual.")
    held[0].continue_()
    expect(page.locator("#tbl caption")).to_contain_text("matching “tasman”")
    expect(page.locator("#list")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator(".loading")).to_have_count(0)


def test_a_list_that_cannot_be_refreshed_keeps_its_rows_and_offers_to_try_again(
    enter: Enter,
) -> None:
    watched = enter()
    watched.expected.extend(("503", "Response Status Error"))
    page = watched.goto("/c/kauri/sync/invoices?status=fault")
    rows = page.locator("#tbl tbody tr").count()
    trouble = {"detail": "The database is not answering."}
    page.route(
        "**/invoices?*q=tasman*", lambda route: route.fulfill(status=503, json=trouble), times=1
    )
    page.get_by_role("searchbox").fill("tasman")
    told = page.locator(".loading.bad")
    expect(told).to_contain_text("Could not refresh (")
    expect(told).to_contain_text("The database is not answering.")
    assert page.locator("#tbl tbody tr").count() == rows
    assert watched.axe() == []
    told.get_by_role("button", name="Try again").click()
    expect(page.locator("#tbl caption")).to_contain_text("matching “tasman”")
    expect(told).to_have_count(0)


def test_a_session_that_ended_is_told_without_taking_the_page_away(enter: Enter) -> None:
    watched = enter()
    watched.expected.append("401")
    page = watched.goto("/c/kauri/dashboard")
    page.route(
        "**/sync/live?*",
        lambda route: route.fulfill(status=401, headers={"HX-Redirect": "/sign-in?next=/x"}),
    )
    page.evaluate("document.dispatchEvent(new CustomEvent('counterfoil:changed'))")
    expect(page.locator("#pulse")).to_contain_text("your session has ended")
    link = page.locator("#pulse").get_by_role("link", name="Sign in again")
    expect(link).to_have_attribute("href", "/sign-in?next=/x")
    page.route("**/c/kauri/state", lambda route: route.fulfill(status=401))
    page.get_by_role("switch").click()
    told = page.locator("#toast")
    expect(told).to_contain_text("Your session has ended")
    link = told.get_by_role("link", name="Sign in again")
    expect(link).to_have_attribute("href", "/sign-in?next=%2Fc%2Fkauri%2Fdashboard")
    expect(page.get_by_role("switch")).to_be_visible()


def test_a_press_without_an_answer_does_not_claim_that_nothing_happened(enter: Enter) -> None:
    watched = enter()
    watched.expected.append("net::ERR_FAILED")
    page = watched.goto("/c/kauri/dashboard")
    page.route("**/c/kauri/state", lambda route: route.abort())
    page.get_by_role("switch").click()
    expect(page.locator("#toast")).to_contain_text("not known whether it was done")


def test_the_first_switch_on_asks_in_a_dialog(enter: Enter, rpc: StubRpc) -> None:
    page = enter().goto("/c/fresh/dashboard")
    page.get_by_role("switch").click()
    question = page.locator("#confirm")
    expect(question).to_contain_text("Start sending invoices to Xero?")
    question.get_by_role("button", name="Not yet").click()
    expect(question).to_be_hidden()
    assert rpc.calls == []
    page.get_by_role("switch").click()
    question.get_by_role("button", name="Start").click()
    expect(page.locator("#toast")).to_have_text("set_connection_state done.")
    assert [call[2]["state"] for call in rpc.calls] == ["active"]


def test_without_scripts_the_first_switch_on_asks_on_a_page_and_viewing_is_a_form(
    enter: Enter, rpc: StubRpc
) -> None:
    page = enter(script=False).goto("/c/fresh/dashboard")
    page.get_by_role("switch").click()
    expect(page.get_by_role("heading", name="Start sending invoices to Xero?")).to_be_visible()
    assert rpc.calls == []
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/c/fresh/dashboard")
    assert [call[2]["state"] for call in rpc.calls] == ["active"]
    page.get_by_role("button", name="Account").click()
    page.get_by_label("UTC").check()
    page.get_by_role("button", name="Apply").click()
    page.goto("/c/kauri/sync/invoices")
    expect(page.locator("#tbl caption")).to_contain_text("times in UTC")


def test_another_connection_is_found_with_the_keyboard(enter: Enter) -> None:
    page = enter("viewer").goto("/c/kauri/sync/logs")
    page.get_by_role("button", name="Connection:").focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Find a connection")
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.keyboard.type("engine")
    expect(page.locator("#connections li:visible")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/c/engine/sync/logs")


PLACES = {
    "d": "dashboard", "i": "sync/invoices", "p": "sync/purchase-orders", "l": "sync/logs",
    "a": "sync/analytics", "t": "autotask", "u": "audit",
    "c": "configuration",
}  # fmt: skip
FOCUSED = """() => {
  const found = document.activeElement, box = found.getBoundingClientRect();
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const style = getComputedStyle(found);
  const ring = style.outlineStyle !== "none" || getComputedStyle(found.parentElement).outlineStyle !== "none";
  const isHidden = Boolean(over?.closest(".top")) && !found.closest(".top");
  const isAway = box.bottom < 0 || box.top > innerHeight;
  return [found === document.body, ring, isHidden || isAway, found.outerHTML.slice(0, 80)];
}"""


def test_every_page_is_reached_and_walked_with_the_keyboard_alone(enter: Enter) -> None:
    page = enter().goto("/c/kauri/dashboard")
    for key, place in PLACES.items():
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(f"**/c/kauri/{place}")
        expect(page.locator("main h1").first).to_be_visible()
        for _ in range(30):
            page.keyboard.press("Tab")
            is_body, has_ring, is_hidden, what = page.evaluate(FOCUSED)
            if is_body:
                break
            assert has_ring, (place, what)
            assert not is_hidden, (place, what)
        page.locator("main h1").first.click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.get_by_label("Turn single-key shortcuts off").check()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    expect(page).to_have_url(re.compile("configuration"))
