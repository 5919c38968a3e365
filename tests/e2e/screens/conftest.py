"""The gateway on a port of its own with a real MongoDB, a stub for the actors, and one Chromium."""

import secrets
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import make_server

from core.store import connect
from gateway.app import create_app
from tests.e2e.screens import catalogue
from tests.e2e.screens.watched import Watched
from tests.factories import autotask_world, gateway_world
from tests.factories.gateway_world import PEOPLE, StubRpc
from tests.integration.conftest import make_database
from tests.integration.gateway.conftest import make_settings


@pytest.fixture(scope="session")
def rpc() -> StubRpc:
    return StubRpc()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, rpc: StubRpc) -> Iterator[str]:
    database = make_database(tmp_path_factory.mktemp("screens"))
    database.node.start()
    database.wait_for_no_disk()
    app = create_app(make_settings(database.uri(f"screens_{secrets.token_hex(4)}")), rpc)
    connect.create_indexes()
    now = datetime.now(UTC)
    gateway_world.people_and_tokens(now)
    gateway_world.full(now, 120)
    gateway_world.telling(now)
    gateway_world.preflight(now)
    gateway_world.shut_out(now)
    gateway_world.purchase_order(71, now)
    gateway_world.connection(now, "fresh", name="Fresh start", state="paused")
    autotask_world.tenant(now)
    autotask_world.states(now)
    autotask_world.shared(now)
    autotask_world.unreadable(now)
    catalogue.fill(now)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()
    connect.disconnect()
    database.node.stop()


@pytest.fixture(scope="session")
def cookies_of(browser: Browser, address: str) -> Callable[[str], list[Any]]:
    """Cookies of a role, by signing in once in the browser."""
    known: dict[str, list[Any]] = {}

    def cookies(role: str) -> list[Any]:
        if role not in known:
            context = browser.new_context(base_url=address)
            page = context.new_page()
            page.goto("/sign-in")
            page.get_by_label("E-mail").fill(PEOPLE[role])
            page.get_by_label("Password").fill(gateway_world.PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.get_by_role("heading", name="Home").wait_for()
            known[role] = list(context.cookies())
            context.close()
        return known[role]

    return cookies


@pytest.fixture
def actors(rpc: StubRpc) -> None:
    """They say what the catalogue has them say, and nobody has asked them anything yet."""
    rpc.calls.clear()
    rpc.answers.clear()
    rpc.answers.update(catalogue.answers())


@pytest.fixture(scope="session")
def open_context(
    browser: Browser, address: str, cookies_of: Callable[[str], list[Any]]
) -> Callable[..., BrowserContext]:
    """A browser of somebody who is signed in."""

    def make(
        role: str, *, width: int = 1440, height: int = 900, scheme: str = "light",
        script: bool = True,
    ) -> BrowserContext:  # fmt: skip
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            # What turns for ever is drawn sixty times a second, which a busy machine has no time for.
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        context.add_cookies(cookies_of(role))
        return context

    return make


@pytest.fixture
def enter(
    open_context: Callable[..., BrowserContext], actors: None
) -> Iterator[Callable[..., Watched]]:
    """A page of somebody who is signed in; at the end nothing may have gone wrong in it."""
    contexts: list[BrowserContext] = []
    pages: list[Watched] = []

    def make(role: str = "admin", **look: Any) -> Watched:
        contexts.append(open_context(role, **look))
        pages.append(Watched(contexts[-1].new_page()))
        return pages[-1]

    yield make
    troubles = [trouble for page in pages for trouble in page.troubles()]
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture(scope="module")
def desks(open_context: Callable[..., BrowserContext]) -> Iterator[dict[str, Watched]]:
    """A page for each role, opened once: a browser that has our files asks for nothing but the screen."""
    opened: dict[str, Watched] = {}
    yield opened
    for desk in opened.values():
        desk.page.context.close()


@pytest.fixture
def sit_down(
    desks: dict[str, Watched], open_context: Callable[..., BrowserContext], actors: None
) -> Iterator[Callable[[str], Watched]]:
    """The page of a role, as if nobody had used it before; at the end nothing may have gone wrong in it."""
    used: list[Watched] = []

    def make(role: str) -> Watched:
        if role not in desks:
            desks[role] = Watched(open_context(role).new_page())
        used.append(desks[role])
        return desks[role]

    yield make
    troubles = [trouble for desk in used for trouble in desk.troubles()]
    for desk in used:
        desk.clear()
    assert troubles == []


@pytest.fixture
def put_back() -> Iterator[None]:
    """Faults that a test resyncs are faults again for the next one."""
    yield
    gateway_world.faults_again()
