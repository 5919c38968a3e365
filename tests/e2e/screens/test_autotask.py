"""The page of the Autotask side in a real browser: keys, forms with and without scripts, live."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.screens.watched import Watched
from tests.factories import autotask_world
from tests.factories.gateway_world import StubRpc

Enter = Callable[..., Watched]
LOCKED = {"ok": False, "problem": {"code": "unauthorized", "message": "Autotask has locked it."}}


def fill(page: Page) -> None:
    page.get_by_label("User name").fill("api@kauri.example")
    page.get_by_label("Secret").fill("s3cret")
    page.get_by_label("Tracking identifier").fill("CODE-7")


def test_keys_lead_to_the_page_and_through_its_form(enter: Enter, rpc: StubRpc) -> None:
    rpc.answers["save_credentials"] = {"ok": True, "message": "Autotask accepts them; saved."}
    page = enter().goto("/c/kauri/dashboard")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/c/kauri/autotask")
    page.get_by_label("User name").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("api@kauri.example")
    for text in ("s3cret", "CODE-7"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Test and save")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Autotask accepts them; saved.")
    expect(page.get_by_label("Secret")).to_have_value("")
    assert rpc.calls[-1][1] == "save_credentials"
    assert "s3cret" not in repr(rpc.calls), "what travels is sealed"


@pytest.mark.parametrize("script", [True, False])
def test_a_refused_sign_in_is_told_at_the_form_and_shows_no_secret(
    enter: Enter, rpc: StubRpc, script: bool
) -> None:
    rpc.answers["save_credentials"] = LOCKED
    watched = enter(script=script)
    watched.expected.append("422")
    page = watched.goto("/c/kauri/autotask")
    fill(page)
    page.get_by_role("button", name="Test and save").click()
    expect(page.get_by_role("alert")).to_contain_text("Autotask has locked it.")
    expect(page.get_by_label("User name")).to_have_value("api@kauri.example")
    expect(page.get_by_label("Secret")).to_have_value("")
    if script:
        assert watched.axe() == []


@pytest.mark.parametrize("script", [True, False])
def test_lists_are_refreshed_with_one_press(enter: Enter, rpc: StubRpc, script: bool) -> None:
    rpc.answers["refresh_lists"] = {"ok": True, "message": "12 lists were read from Autotask."}
    page = enter("operator", script=script).goto("/c/kauri/autotask")
    page.get_by_role("button", name="Refresh lists").click()
    expect(page.get_by_role("status").first).to_contain_text("12 lists were read from Autotask.")
    assert [call[1] for call in rpc.calls] == ["refresh_lists"]


def test_the_banner_leads_to_the_form(enter: Enter) -> None:
    page = enter().goto("/c/autotask-unauthorized/dashboard")
    page.locator("#banners").get_by_role("link", name="Enter new credentials").click()
    page.wait_for_url("**/autotask#credentials")
    expect(page.get_by_role("heading", name="New credentials for Autotask")).to_be_in_viewport()


def test_a_list_that_is_read_meanwhile_appears_and_typed_text_stays(enter: Enter) -> None:
    page = enter().goto("/c/kauri/autotask")
    page.get_by_label("Secret").fill("half a sec")
    territories = page.get_by_role("row", name="Territories")
    expect(territories).to_have_count(0)
    autotask_world.read_list(datetime.now(UTC), "territory")
    expect(territories).to_contain_text("just now", timeout=10_000)
    expect(page.get_by_label("Secret")).to_have_value("half a sec")


def test_what_cannot_be_read_is_shown_as_it_came(enter: Enter) -> None:
    page = enter().goto("/c/flipped/sync/invoices?open=53001")
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("Field invoiceTotal of this invoice cannot be read.")
    expect(drawer.get_by_text('"invoiceTotal": "12,5O"')).to_be_visible()
    expect(drawer.get_by_role("link", name="Open all of it")).to_be_visible()


def test_a_void_on_its_way_is_told_in_list_and_panel(enter: Enter) -> None:
    page = enter().goto("/c/flipped/sync/invoices?open=53002")
    expect(page.locator("#i53002")).to_contain_text("Voided in Autotask; Xero follows")
    expect(page.locator("#drawer")).to_contain_text("deleted if it is a draft, and voided")
