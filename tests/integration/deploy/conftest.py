"""A broker of their own for tests that start real actors: their queues would outlive them elsewhere."""

from collections.abc import Iterator

import pytest

from tests.integration.conftest import Broker, make_broker


@pytest.fixture(scope="package")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    made = make_broker(tmp_path_factory.mktemp("deploy"))
    made.epmd.start()
    made.node.start()
    yield made
    made.stop()
