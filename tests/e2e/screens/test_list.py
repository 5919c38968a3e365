"""Lists in a real browser: filters as one types, ticks and actions on them, views, files, without scripts."""

import re
from collections.abc import Callable
from io import BytesIO

from openpyxl import load_workbook
from playwright.sync_api import Route, expect

from tests.e2e.screens.catalogue import PHONE, WIDTHS
from tests.e2e.screens.watched import Watched
from tests.factories.gateway_world import StubRpc
from tests.factories.world.jobs import bulk_in_store, stopped_in_store

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


def test_ticked_rows_are_asked_about_watched_and_stopped(enter: Enter, rpc: StubRpc) -> None:
    rpc.answers |= {"start_bulk": bulk_in_store, "stop_bulk": stopped_in_store}
    watched = enter("operator")
    page = watched.goto("/c/busy/sync/invoices?status=fault")
    expect(page.locator("#bulk")).to_be_hidden()
    page.get_by_label("Select all shown").check()
    expect(page.locator("#bn")).to_have_text("4 selected")
    page.get_by_label("Select 60003").uncheck()
    page.locator("#bulk").get_by_role("button", name="Resync").click()
    question = page.get_by_role("dialog")
    expect(question.get_by_role("heading")).to_be_focused()
    expect(question.get_by_role("heading")).to_have_text("Resync 3 invoices?")
    expect(question).to_contain_text("3,450.00 NZD")
    assert watched.axe() == []
    question.get_by_role("link", name="Keep as they are").click()
    expect(page.get_by_label("Select 60001")).to_be_checked()
    page.locator("#bulk").get_by_role("button", name="Resync").click()
    question.get_by_label("Reason").fill("account 204 is back")
    question.get_by_role("button", name="Resync 3").click()
    expect(page.get_by_role("heading", name="Resync of 3 invoices")).to_be_visible()
    told = rpc.calls[-1][2]
    assert (told["ids"], told["reason"]) == ([60_000, 60_001, 60_002], "account 204 is back")
    expect(page.locator("#bulk-job")).to_contain_text("1 of 3")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#bulk-job")).to_contain_text("Stopped")
    expect(page.locator("#bulk-job")).to_contain_text("1 queued")
    page.get_by_role("link", name="Back to the list").click()
    expect(page).to_have_url(_with("status=fault"))


# The server says what stands below the list; rows are judged where they are few, because a hundred
# that are alike take ten seconds to look at.
_GATHER = """async (paths) => {
  for (const path of paths) {
    const answer = await fetch(path, { headers: { Accept: "text/html" } });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("#after").append(...found.querySelector("#after").children);
  }
  document.querySelectorAll("#tbl tr:nth-child(n + 4)").forEach((row) => row.remove());
}"""


def test_what_leads_on_from_a_long_list_has_no_barrier(enter: Enter) -> None:
    watched = enter()
    # What would come by itself does not, as for a reader without scripts.
    watched.page.route(re.compile("cursor="), lambda _: None)
    page = watched.goto("/c/kauri/sync/invoices")
    _show_at_once(watched, 100)
    page.evaluate(_GATHER, [page.url, f"{page.url}?status=complete"])
    for name in ("Show all 500", "Older ones", "Next 100"):
        expect(page.locator("#after").get_by_role("link", name=name)).to_be_visible()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert watched.sideways() == 0, width
        if width == PHONE:
            assert watched.axe() == []
            assert watched.small_targets() == []


def _show_at_once(watched: Watched, size: int) -> None:
    context = watched.page.context
    here = context.cookies()[0]["domain"]
    context.add_cookies([{"name": "viewing", "value": f"page={size}", "domain": here, "path": "/"}])


def test_everything_that_matches_is_chosen_beyond_what_is_shown(enter: Enter) -> None:
    watched = enter("operator")
    _show_at_once(watched, 100)
    page = watched.goto("/c/kauri/sync/invoices?status=complete")
    expect(page.locator("#every")).to_be_hidden()
    page.get_by_label("Select all shown").check()
    page.get_by_role("button", name="Select all 122 matching").click()
    expect(page.locator("#bn")).to_have_text("All 122 selected")
    page.locator("#bulk").get_by_role("button", name="Skip", exact=True).click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("Skip 122 invoices?")
    expect(question).to_contain_text("left: in Xero already")
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        page.locator("#bulk").get_by_role("button", name="Export").click()
    assert len(download.value.path().read_text("utf-8-sig").splitlines()) == 1 + 122
    page.get_by_label("Select 48000").uncheck()
    expect(page.locator("#bn")).to_have_text("99 selected")


def test_the_rest_of_a_page_comes_by_itself_and_disturbs_nobody(enter: Enter) -> None:
    page = enter("operator").page
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route(re.compile("cursor="), hold)
    with page.expect_request(re.compile("cursor=")):
        page.goto("/c/kauri/sync/invoices")
    rows = page.locator("#tbl tbody tr")
    expect(rows).to_have_count(100)
    page.get_by_label("Select 49011").check()
    late.pop(0).continue_()
    expect(rows).to_have_count(133)
    expect(page.locator("#shown")).to_have_text("133")
    expect(page.get_by_label("Select 49011")).to_be_checked()
    expect(page.get_by_label("Select 49011")).to_be_focused()
    expect(page.locator("#rest")).to_have_count(0)
    # 500 rows and the page around them have to stay near 7,500 nodes.
    assert page.evaluate("document.querySelectorAll('#tbl tbody *').length") < 14 * 133
    with page.expect_response(re.compile("/sync/invoices$")):
        page.get_by_role("link", name="Refresh").click()
    expect(page.get_by_label("Select 49011")).to_be_checked()
    expect(rows).to_have_count(133)
    assert not late
    with page.expect_request(re.compile("cursor=")):
        page.locator("#tbl thead").get_by_role("link", name="Amount").click()
    expect(rows).to_have_count(100)
    late.pop(0).continue_()
    expect(rows).to_have_count(133)
    assert not late


def test_a_view_is_saved_from_the_menu_and_found_there(enter: Enter) -> None:
    page = enter("viewer").goto("/c/kauri/sync/invoices")
    expect(page.locator("#tbl tbody tr")).to_have_count(133)
    page.get_by_role("searchbox").fill("tasman")
    expect(page).to_have_url(_with("q=tasman"))
    page.get_by_role("button", name="Views").click()
    page.get_by_role("link", name="Save this view").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Tasman")
    page.get_by_role("button", name="Save view").click()
    expect(page).to_have_url(_with("/sync/invoices?q=tasman"))
    page.get_by_role("button", name="Views").click()
    expect(page.get_by_role("link", name="Tasman", exact=True)).to_have_attribute(
        "aria-current", "true"
    )
    page.get_by_role("link", name="Needs attention").click()
    expect(page.locator("#tbl tbody tr")).to_have_count(6)


def test_an_excel_file_shows_its_progress_and_is_what_the_list_shows(enter: Enter) -> None:
    page = enter("viewer").goto("/c/kauri/sync/invoices")
    page.get_by_label("Fault", exact=False).first.check(force=True)
    expect(page).to_have_url(_with("status=fault"))
    shown = page.locator("#tbl tbody tr th")
    expect(shown).to_have_count(5)
    ids = [int(each) for each in shown.all_inner_texts()]
    page.get_by_role("button", name="Excel").click()
    expect(page.locator("#export")).to_contain_text("rows")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click(timeout=30_000)
    assert download.value.suggested_filename.endswith("_fault.xlsx")
    made = download.value.path().read_bytes()
    sheet = load_workbook(BytesIO(made)).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ids


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
    page.wait_for_url("**/sync/invoices/49010?*")
    page.get_by_role("button", name="Resync this Invoice").click()
    expect(page.locator(".note.ok")).to_have_text("It is queued again.")
    expect(page.locator(".dh .st")).to_have_text("Pending Sync")
