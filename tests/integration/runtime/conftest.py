"""The sample actor as a process, and a way to ring its doorbell."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection, Exchange

from core.runtime.rpc_client import RpcClient
from devstack.part import Part, responds
from tests.integration.conftest import Broker, Database, Running, environment_of_the_product
from tests.integration.runtime.way import Way
from tests.stack import ROOT, free_port


class Sample(Running):
    """The sample actor of `sample_actor.py`."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.health = f"http://127.0.0.1:{free_port()}"
        self.notes_file = home / "notes"
        self.notes_file.touch()
        told = {
            **environment,
            "SAMPLE_NOTES": str(self.notes_file),
            "HEALTH_PORT": self.health.rpartition(":")[2],
        }
        command = [sys.executable, "-m", "core.runtime.launch"]
        command.append("tests.integration.runtime.sample_actor")
        part = Part("sample", command, told, responds(f"{self.health}/readyz"), directory=ROOT)
        super().__init__(part, home / "sample.log")

    @property
    def notes(self) -> list[str]:
        return self.notes_file.read_text().splitlines()

    def noted(self, text: str) -> Callable[[], bool]:
        return lambda: text in self.notes


@pytest.fixture
def make_sample(tmp_path: Path) -> Iterator[Callable[[dict[str, str]], Sample]]:
    """Makes sample actors, not yet started, that are gone after the test."""
    made: list[Sample] = []

    def make(environment: dict[str, str]) -> Sample:
        home = tmp_path / f"sample{len(made)}"
        home.mkdir()
        made.append(Sample(home, environment))
        return made[-1]

    yield make
    for sample in made:
        if sample._process is not None:
            sample.kill()


@pytest.fixture
def sample(
    make_sample: Callable[[dict[str, str]], Sample], product_environment: dict[str, str]
) -> Sample:
    """A sample actor that is up, of this test only."""
    made = make_sample(product_environment)
    made.start()
    return made


@pytest.fixture(scope="module")
def shared_environment(broker: Broker, database: Database) -> dict[str, str]:
    return environment_of_the_product(broker, database)


@pytest.fixture(scope="module")
def shared_sample(
    shared_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sample]:
    """A sample actor for all tests of a module that leave it as it is."""
    made = Sample(tmp_path_factory.mktemp("shared"), shared_environment)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def way(broker: Broker) -> Iterator[Way]:
    made = Way(broker.uri)
    yield made
    made.cut()


@pytest.fixture
def far_sample(
    make_sample: Callable[[dict[str, str]], Sample],
    product_environment: dict[str, str],
    way: Way,
) -> Sample:
    """A sample actor whose way to the broker can be cut."""
    made = make_sample({**product_environment, "AMQP_URI": way.uri})
    made.start()
    return made


@pytest.fixture
def rpc(broker: Broker) -> Iterator[RpcClient]:
    client = RpcClient(broker.uri)
    yield client
    client.close()


@pytest.fixture
def ring(broker: Broker) -> Callable[..., None]:
    """Publishes an event as the Autotask ingestion would."""

    def publish(event: str, payload: object, **more: Any) -> None:
        with Connection(broker.uri) as connection:
            exchange = Exchange("autotask_ingestion.events", type="topic", durable=True)
            connection.Producer().publish(payload, exchange=exchange, routing_key=event, **more)

    return publish
