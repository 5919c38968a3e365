"""One demo stack for all end-to-end tests, with its first backlog done, and one Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e import world
from tests.e2e.chromium import launched
from tests.stack import Stack


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """As `make run` starts it; no invoice appears by itself, so that counts stay what they are."""
    stack = Stack(tmp_path_factory.mktemp("demo") / "run", {"NEW_INVOICE_SECONDS": "0"})
    try:
        stack.start(command=("make", "run"))
        world.wait_for_the_backlog(stack)
        yield stack
        stack.stop()
    finally:
        stack.abandon()


@pytest.fixture
def switched_on(demo: Stack) -> Iterator[None]:
    """A test that pauses the connection and fails leaves it running for the next one."""
    yield
    if demo.get(world.CONNECTION)["state"] != "active":
        demo.post(world.CONNECTION, {"state": "active"}, verb="PATCH")
