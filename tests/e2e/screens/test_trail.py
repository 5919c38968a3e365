"""Sync Logs in a browser: folds that keep, Sync Now that follows what is on."""

from collections.abc import Callable

from playwright.sync_api import expect

from core.runtime.clock import utc_now
from tests.e2e.screens.watched import Watched
from tests.factories.world.audit import run_is_on

Enter = Callable[..., Watched]


def test_a_folded_run_and_an_unfolded_line_stay_so(enter: Enter) -> None:
    page = enter().goto("/c/trail/sync/logs")
    first = page.locator("tbody[data-run]").first
    lines = first.locator("tr:not(.run)")
    expect(lines.first).to_be_visible()
    page.locator("tbody[data-run]").nth(1).locator("summary").first.click()
    fold = first.get_by_role("button", name="Lines of the run")
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(lines.first).to_be_hidden()
    page.reload()
    expect(lines.first).to_be_hidden()
    expect(page.locator("tbody[data-run]").nth(1).locator("details").first).to_have_attribute(
        "open", ""
    )
    only = page.get_by_role("button", name="Only the runs")
    only.click()
    expect(only).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#log tbody tr:not(.run)").locator("visible=true")).to_have_count(0)
    only.click()
    expect(lines.first).to_be_visible()


def test_bodies_are_copied_and_nothing_needs_a_script_to_be_read(enter: Enter) -> None:
    page = enter(script=False).goto("/c/trail/sync/logs")
    expect(page.locator("#log tbody tr:not(.run)")).to_have_count(9)
    expect(page.get_by_role("button", name="Only the runs")).to_be_hidden()
    page.locator("#log summary").first.click()
    expect(page.get_by_text('"Total": 100.10').first).to_be_visible()


def test_sync_now_goes_off_and_on_with_a_run(enter: Enter) -> None:
    run_is_on("trail", None)
    page = enter("operator").goto("/c/trail/sync/logs")
    button = page.get_by_role("button", name="Sync Now")
    expect(button).to_be_enabled()
    run_is_on("trail", utc_now())
    expect(button).to_be_disabled(timeout=10_000)
    expect(page.locator("#sync-why")).to_contain_text("A run is on since")
    run_is_on("trail", None)
    expect(button).to_be_enabled(timeout=10_000)
