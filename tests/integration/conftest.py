"""Private RabbitMQ and mongod nodes for tests that need the real ones."""

import contextlib
import os
import secrets
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from pymongo import MongoClient
from pymongo.database import Database as MongoDatabase

from core.store import connect
from devstack import mongodb, rabbitmq
from devstack.part import Part
from tests.stack import free_port, wait_until


class Running:
    """One part as a process that a test may kill, freeze, stop and start again."""

    def __init__(self, part: Part, log: Path) -> None:
        self.part = part
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        assert self._process is not None
        return self._process.poll()

    def start(self, *, wait: bool = True) -> "Running":
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                list(self.part.command),
                env=dict(self.part.environment),
                cwd=self.part.directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if wait:
            self.wait_ready()
        return self

    def wait_ready(self) -> None:
        wait_until(self.part.is_ready, self.part.ready_seconds, f"{self.part.name} is ready")

    def signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.wait_gone(20)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self.wait_gone(self.part.stop_seconds)
            finally:
                self.kill()

    def wait_gone(self, seconds: float) -> int:
        assert self._process is not None
        return self._process.wait(seconds)

    def text(self) -> str:
        return self.log.read_text(errors="replace")


@dataclass(frozen=True)
class Broker:
    """A private RabbitMQ node."""

    uri: str
    node: Running
    epmd: Running
    home: Path

    def stop(self) -> None:
        self.node.stop()
        self.epmd.stop()

    def has_written_down(self, *queues: str) -> bool:
        """Whether the list of quorum queues on disk names them.

        RabbitMQ 3.10 holds it back for a moment. Killed in that moment it takes a queue for a new
        one when it comes back, and such a one never gets a leader.
        """
        lists = list(self.home.glob("mnesia/*/quorum/*/names.dets"))
        return bool(lists) and all(name.encode() in lists[0].read_bytes() for name in queues)


def make_broker(home: Path) -> Broker:
    password = secrets.token_urlsafe(12)
    ports = (free_port(), free_port(), free_port())
    parts = rabbitmq.parts(
        rabbitmq.find_or_install(), home / "rabbitmq", ports, password, os.environ
    )
    epmd, node = (Running(part, home / f"{part.name}.log") for part in parts)
    return Broker(rabbitmq.amqp_uri(ports[0], password), node, epmd, home / "rabbitmq")


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """Shared by all tests; one that hurts it makes it well again."""
    made = make_broker(tmp_path_factory.mktemp("broker"))
    made.epmd.start()
    made.node.start()
    yield made
    made.stop()


@dataclass(frozen=True)
class Database:
    """A private mongod, a replica set of one."""

    port: int
    node: Running

    def uri(self, name: str = "test") -> str:
        return mongodb.mongo_uri(self.port).replace(f"/{mongodb.DATABASE}?", f"/{name}?")

    def wait_for_no_disk(self) -> None:
        """For tests that leave the server alive: a write is done when it is in memory, in a tenth of the time.

        https://www.mongodb.com/docs/manual/reference/replica-configuration/
        """
        with MongoClient[dict[str, Any]](self.uri("admin")) as client:
            found = client.admin.command("replSetGetConfig")["config"]
            found |= {"version": found["version"] + 1, "writeConcernMajorityJournalDefault": False}
            client.admin.command("replSetReconfig", found)


def make_database(home: Path) -> Database:
    port = free_port()
    part = mongodb.part(mongodb.find(), home / "mongod", port, os.environ)
    return Database(port, Running(part, home / "mongod.log"))


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Shared by all tests; each uses a database name of its own."""
    made = make_database(tmp_path_factory.mktemp("database"))
    made.node.start()
    yield made
    made.node.stop()


Server = MongoDatabase[dict[str, Any]]


def _its_name(collection: str) -> list[dict[str, Any]]:
    """Stages that give the name of a collection that is not empty."""
    return [{"$limit": 1}, {"$project": {"_id": 0, "name": {"$literal": collection}}}]


@dataclass(frozen=True)
class EmptyLedger:
    """A database with every declared index, and a look at it from outside."""

    uri: str
    server: Server

    def clear(self) -> Server:
        """Leave nothing in it but its indexes, which take long to build."""
        self.server.drop_collection("system.profile")
        for name in self._filled():
            self.server[name].delete_many({})
        return self.server

    def _filled(self) -> list[str]:
        """One question about all of them costs a quarter of a write to each that finds nothing."""
        first, *others = self.server.list_collection_names()
        beside = ({"$unionWith": {"coll": each, "pipeline": _its_name(each)}} for each in others)
        found = self.server[first].aggregate([*_its_name(first), *beside])
        return [each["name"] for each in found]


@pytest.fixture(scope="session")
def empty_ledger(database: Database) -> Iterator[EmptyLedger]:
    """Shared by all tests that clear it first; who uses it connects the store to it."""
    database.wait_for_no_disk()
    name = f"empty_{secrets.token_hex(6)}"
    connect.connect(database.uri(name))
    connect.create_indexes()
    connect.disconnect()
    client: MongoClient[dict[str, Any]] = MongoClient(database.uri(name), tz_aware=True)
    yield EmptyLedger(database.uri(name), client[name])
    client.close()


@pytest.fixture
def product_environment(broker: Broker, database: Database) -> dict[str, str]:
    """What any process of the product needs, with a fresh database."""
    return environment_of_the_product(broker, database)


def environment_of_the_product(broker: Broker, database: Database) -> dict[str, str]:
    """The same for fixtures that live longer than one test."""
    return {
        **os.environ,
        "AMQP_URI": broker.uri,
        "MONGO_URI": database.uri(f"test_{secrets.token_hex(6)}"),
        "SECRET_KEY": Fernet.generate_key().decode(),
        "PUBLIC_URL": "http://localhost:1",
        "XERO_CLIENT_ID": "client",
        "XERO_CLIENT_SECRET": secrets.token_urlsafe(12),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
    }
