from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.autotask.app import create_app
from tests.unit.sandbox.autotask.client import Api, settings


@pytest.fixture
def sandbox(tmp_path: Path) -> Callable[..., Api]:
    """Starts a sandbox on the same data each time it is called."""
    return lambda **changes: Api(create_app(settings(tmp_path, **changes)))


@pytest.fixture
def api(sandbox: Callable[..., Api]) -> Api:
    """Forty plain invoices of three lines for five companies."""
    made = sandbox()
    made.door("POST", "reset", {"world": {"companies": 5, "invoices": 40, "lines": 3}})
    return made


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Api:
    """The demo world, for tests that only read."""
    return Api(create_app(settings(tmp_path_factory.mktemp("demo"), world="demo")))
