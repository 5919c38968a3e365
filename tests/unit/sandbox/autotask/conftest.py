import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.autotask.app import create_app
from tests.unit.sandbox.autotask.client import Api, settings


@pytest.fixture
def sandbox(tmp_path: Path) -> Callable[..., Api]:
    """Starts a sandbox on the same data each time it is called."""
    return lambda **changes: Api(create_app(settings(tmp_path, **changes)))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world of `api` on disk: to find one costs less than to build one."""
    folder = tmp_path_factory.mktemp("built")
    made = Api(create_app(settings(folder)))
    made.door("POST", "reset", {"world": {"companies": 5, "invoices": 40, "lines": 3}})
    made.gate.door.store.close()
    return folder


@pytest.fixture
def api(sandbox: Callable[..., Api], built: Path, tmp_path: Path) -> Api:
    """Forty plain invoices of three lines for five companies."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return sandbox()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Api:
    """The demo world, for tests that only read."""
    return Api(create_app(settings(tmp_path_factory.mktemp("demo"), world="demo")))
