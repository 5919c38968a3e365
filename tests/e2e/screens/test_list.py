"""Lists in a real browser: filters as one types, order, ticks, live rows, without scripts."""

import re
from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.e2e.screens.watched import Watched
from tests.factories.gateway_world import StubRpc

Enter = Callable[..., Watched]


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
