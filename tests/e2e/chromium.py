"""Debian's Chromium, driven by Playwright: launched so that it also runs as root and without a GPU.

The headless shell is the same browser without windows, and takes a third of the time for a page.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

PACKAGE = "chromium-headless-shell"
EXECUTABLE = f"/usr/bin/{PACKAGE}"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # Every page is new to its scripts: to compile them at once costs less than to walk through them.
    "--js-flags=--always-sparkplug",
]  # fmt: skip


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=EXECUTABLE, headless=True, args=ARGUMENTS
        )
        try:
            yield browser
        finally:
            browser.close()
