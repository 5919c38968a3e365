"""What the posting engine has to tell, in a real browser: states, traces, retries, preflight."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.screens.watched import Watched
from tests.factories.gateway_world import StubRpc
from tests.factories.world.jobs import bulk_in_store, stopped_in_store

Enter = Callable[..., Watched]


@pytest.mark.parametrize(
    ("connection", "red", "said"),
    [
        ("disconnected", 1, "The organisation was disconnected in Xero."),
        ("scope-missing", 1, "The consent lacks accounting.invoices."),
        ("limited-day", 0, "Xero’s daily limit is reached."),
        ("maintenance", 0, "Xero is being maintained."),
        ("warned", 0, "Who connected Xero may not approve invoices."),
    ],
)
def test_a_state_of_xero_has_its_banner_and_at_most_one_is_red(
    enter: Enter, connection: str, red: int, said: str
) -> None:
    page = enter().goto(f"/c/{connection}/dashboard")
    expect(page.locator("#banners")).to_contain_text(said)
    expect(page.locator("#banners .note.bad")).to_have_count(red)
    if red:
        page.locator("#banners").get_by_role("link", name="Reconnect Xero").wait_for()


def test_a_limit_of_a_minute_is_quiet(enter: Enter) -> None:
    page = enter().goto("/c/limited-minute/dashboard")
    expect(page.locator("#banners .note")).to_have_count(0)
    expect(page.locator("#badges")).to_contain_text("connected, at full speed")


def test_all_with_a_cause_are_retried_watched_and_stopped_without_scripts(
    enter: Enter, rpc: StubRpc
) -> None:
    rpc.answers |= {"start_bulk": bulk_in_store, "stop_bulk": stopped_in_store}
    page = enter("operator", script=False).goto(
        "/c/kauri/sync/invoices?status=fault&cause=ACCOUNT_ARCHIVED"
    )
    page.get_by_role("link", name="Retry all 2").click()
    expect(page.get_by_role("heading", name="Resync 2 invoices?")).to_be_visible()
    expect(page.locator("main")).to_contain_text("First mend the cause")
    page.get_by_role("button", name="Resync 2").click()
    expect(page.locator("main")).to_contain_text("1 of 2")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("main")).to_contain_text("1 queued")
    assert [call[1] for call in rpc.calls] == ["start_bulk", "stop_bulk"]
    assert rpc.calls[0][2]["wanted"] == {"statuses": ["fault"], "cause": "ACCOUNT_ARCHIVED"}


def test_the_trace_unfolds_and_is_copied(enter: Enter) -> None:
    watched = enter()
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.goto("/c/engine/sync/invoices?open=49034")
    drawer = page.locator("#drawer")
    drawer.get_by_text("Call: PUT Invoices").click()
    expect(drawer.get_by_text('"UnitAmount": 100.10')).to_be_visible()
    drawer.locator("details[open] [data-copy]").click()
    expect(page.locator("#toast")).to_have_text("Copied.")
    assert '"UnitAmount": 100.10' in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("script", [True, False])
def test_a_preflight_is_started_and_followed(enter: Enter, rpc: StubRpc, script: bool) -> None:
    rpc.answers["start_preflight"] = {"ok": True, "preflight": "p1", "message": "It has started."}
    page = enter("operator", script=script).goto("/c/kauri/sync/invoices?status=fault")
    page.get_by_role("link", name="Preflight").click()
    expect(page.get_by_label("Fault")).to_be_checked()
    page.get_by_role("button", name="Start preflight").click()
    expect(page.locator("main")).to_contain_text("It has started.")
    expect(page.get_by_role("region", name="By account")).to_contain_text("1,200.00")
    assert rpc.calls[-1][2]["wanted"] == {"statuses": ["fault"]}
