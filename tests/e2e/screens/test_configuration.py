"""The options in a real browser: from a name without an account to the invoices that waited for it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, FilePayload, expect

from tests.e2e.screens.watched import Watched
from tests.factories.gateway_world import StubRpc
from tests.stack import wait_until

Enter = Callable[..., Watched]


@pytest.mark.parametrize("script", [True, False])
def test_a_name_without_an_account_is_mapped_looked_at_applied_and_its_invoices_retried(
    enter: Enter, rpc: StubRpc, script: bool
) -> None:
    connection = "walk" if script else "walk-plain"
    page = enter(script=script).goto(f"/c/{connection}/configuration")
    page.get_by_role("link", name="Show", exact=True).first.click()
    page.wait_for_url("**/configuration/accounts?show=unmapped")
    row = page.get_by_role("row", name="Hardware")
    expect(row).to_contain_text("invoices stop")
    expect(row).to_contain_text("12,300.50 NZD")
    if script:
        row.get_by_role("button", name="Take 220 for Hardware").click()
        expect(page.get_by_label("Hardware in Xero")).to_be_focused()
    else:
        page.get_by_label("Hardware in Xero").select_option("220")
    expect(page.get_by_label("Hardware in Xero")).to_have_value("220")
    page.get_by_role("button", name="See what it changes").first.click()
    expect(page.get_by_role("row", name="Accounts by billing code: Hardware")).to_contain_text(
        "220 Hardware"
    )
    expect(page.get_by_role("heading", name="What it would have done")).to_be_visible()
    expect(page.get_by_role("link", name="54001")).to_be_visible()
    page.get_by_role("textbox", name="Reason").fill("New chart of accounts")
    page.get_by_role("button", name="Apply 1 change").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved: 1 change made.")
    expect(page.get_by_label("Hardware in Xero")).to_have_value("220")
    page.get_by_role("link", name="Retry all with this cause").click()
    page.wait_for_url("**/sync/invoices/bulk?**cause=ACCOUNT_UNMAPPED")
    page.goto(f"/c/{connection}/configuration/changes")
    expect(page.get_by_text("New chart of accounts")).to_be_visible()
    assert [method for _, method, _ in rpc.calls][-2:] == ["compare_settings", "save_settings"]


def test_a_file_is_read_and_its_bad_lines_are_named(enter: Enter) -> None:
    watched = enter()
    watched.expected.append("422")
    page = watched.goto("/c/rimu/configuration/accounts")
    page.get_by_text("Import a CSV file").click()
    bad = FilePayload(
        name="rows.csv", mimeType="text/csv", buffer=b"Autotask name,Xero code\nTravel,999\n"
    )
    page.get_by_label("CSV file").set_input_files(bad)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 2: Travel: Xero has no account 999.")


def test_what_was_chosen_and_not_sent_is_not_left_without_a_word(enter: Enter) -> None:
    page = enter().goto("/c/rimu/configuration/accounts")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_label("Travel in Xero").select_option("220")
    page.get_by_role("link", name="Tax", exact=True).click(no_wait_after=True)
    wait_until(lambda: page.evaluate("1") and asked == ["beforeunload"], 10, "it asks")
    expect(page.get_by_label("Travel in Xero")).to_have_value("220")
    page.get_by_role("button", name="See what it changes").first.click()
    expect(page.get_by_role("heading", name="Before it counts")).to_be_visible()
    assert asked == ["beforeunload"]
