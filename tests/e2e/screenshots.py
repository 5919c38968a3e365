"""Pictures of the dashboard: of a fresh demo, or with --url and --password of a running one."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from tests.e2e import world
from tests.e2e.chromium import launched
from tests.stack import Stack

SIZE: ViewportSize = {"width": 1440, "height": 900}


@dataclass(frozen=True)
class Told:
    """Where to look, as whom, and where the pictures go."""

    url: str
    email: str
    password: str
    out: Path


def main() -> None:
    arguments = _arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with _demo(arguments) as told, launched() as browser:
        _light(browser, told)
        _dark(browser, told)


@contextmanager
def _demo(arguments: argparse.Namespace) -> Iterator[Told]:
    if arguments.url:
        yield Told(arguments.url, arguments.email, arguments.password, arguments.out)
        return
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder) / "run", {"NEW_INVOICE_SECONDS": "0"})
        try:
            stack.start()
            world.wait_for_the_backlog(stack)
            yield Told(stack.url(), *stack.login, arguments.out)
            stack.stop()
        finally:
            stack.abandon()


def _light(browser: Browser, told: Told) -> None:
    page = browser.new_page(viewport=SIZE, color_scheme="light", base_url=told.url)
    page.goto("/sign-in")
    _save(page, told.out / "sign-in.png")
    _sign_in(page, told)
    _save(page, told.out / "home.png")
    base = _first_connection(page)
    for name, path in {
        "dashboard": "/dashboard",
        "invoices": "/sync/invoices",
        "analytics": "/sync/analytics",
        "purchase-orders": "/sync/purchase-orders",
        "logs": "/sync/logs",
    }.items():
        page.goto(base + path)
        _save(page, told.out / f"{name}.png")
    for name, query in {"record": "?status=complete", "fault": "?status=fault"}.items():
        page.goto(f"{base}/sync/invoices{query}")
        links = page.locator("#tbl a[data-open]")
        if links.count():
            links.first.click()
            page.locator("#dtitle").wait_for()
            _save(page, told.out / f"{name}.png")
    page.close()


def _dark(browser: Browser, told: Told) -> None:
    page = browser.new_page(viewport=SIZE, color_scheme="dark", base_url=told.url)
    _sign_in(page, told)
    base = _first_connection(page)
    page.goto(f"{base}/sync/invoices")
    _save(page, told.out / "invoices-dark.png")
    page.close()


def _sign_in(page: Page, told: Told) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(told.email)
    page.get_by_label("Password").fill(told.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")


def _first_connection(page: Page) -> str:
    link = page.locator("section.tile h2 a").first.get_attribute("href") or ""
    return link.removesuffix("/dashboard")


def _save(page: Page, path: Path) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(path))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="", help="without it a demo is started and stopped")
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("--email", default="demo@counterfoil.example")
    parser.add_argument("--password", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
