"""Pictures of the dashboard: of a fresh demo, or with --url and --password of a running one."""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, StorageState, ViewportSize

from tests.e2e import world
from tests.e2e.chromium import launched
from tests.stack import Stack

WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Told:
    """Where to look, as whom, and where the pictures go."""

    url: str
    email: str
    password: str
    out: Path


@dataclass(frozen=True)
class Picture:
    """One screen: its address under the connection, and what is pressed before it is taken."""

    name: str
    path: str
    prepare: Callable[[Page], None] = lambda _: None
    size: ViewportSize = field(default_factory=lambda: WIDE)
    scheme: Literal["light", "dark"] = "light"


def first_record(page: Page) -> None:
    """The first row of the list, in the drawer."""
    page.locator("#tbl a[data-open]").first.click()
    page.locator("#dtitle").wait_for()


def its_own_page(page: Page) -> None:
    """The first row of the list as a page of its own."""
    page.goto(page.locator("#tbl a[data-open]").first.get_attribute("href") or "")


PICTURES = (
    Picture("dashboard", "/dashboard"),
    Picture("invoices", "/sync/invoices"),
    Picture("fault", "/sync/invoices?status=fault", first_record),
    Picture("record", "/sync/invoices?status=complete", its_own_page),
    Picture("retry-all", "/sync/invoices/bulk?action=resync&status=fault"),
    Picture("purchase-orders", "/sync/purchase-orders"),
    Picture("logs", "/sync/logs"),
    Picture("analytics", "/sync/analytics"),
    Picture("autotask", "/autotask"),
    Picture("configuration", "/configuration"),
    Picture("accounts", "/configuration/accounts"),
    Picture("comparison", "/audit/comparison"),
    Picture("invoices-dark", "/sync/invoices", scheme="dark"),
    Picture("invoices-phone", "/sync/invoices", size=PHONE),
)


def main() -> None:
    arguments = _arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with _demo(arguments) as told, launched() as browser:
        session = _before_and_at_the_door(browser, told)
        for picture in PICTURES:
            _take(browser, told, picture, session)


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


def _before_and_at_the_door(browser: Browser, told: Told) -> StorageState:
    """The sign-in page, Home, and the session for all other pictures."""
    context = browser.new_context(viewport=WIDE, color_scheme="light", base_url=told.url)
    page = context.new_page()
    page.goto("/sign-in")
    _save(page, told.out / "sign-in.png")
    _sign_in(page, told)
    _save(page, told.out / "home.png")
    session = context.storage_state()
    context.close()
    return session


def _take(browser: Browser, told: Told, picture: Picture, session: StorageState) -> None:
    context = browser.new_context(
        viewport=picture.size,
        color_scheme=picture.scheme,
        base_url=told.url,
        storage_state=session,
    )
    page = context.new_page()
    page.goto("/")
    page.goto(_first_connection(page) + picture.path)
    picture.prepare(page)
    _save(page, told.out / f"{picture.name}.png")
    context.close()


def _sign_in(page: Page, told: Told) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(told.email)
    page.get_by_label("Password").fill(told.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")


def _first_connection(page: Page) -> str:
    link = page.locator(".tile h2 a").first.get_attribute("href") or ""
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
