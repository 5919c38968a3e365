"""One record in a real browser: what is asked before an action, what is told after it."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.screens.watched import Watched
from tests.factories.gateway_world import StubRpc

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
