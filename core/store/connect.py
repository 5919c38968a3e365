"""Opens MongoDB once per process and builds the declared indexes."""

from datetime import UTC, datetime
from typing import Any

import mongoengine
import pymongo
from pymongo import MongoClient

from core.store.documents import ALL_DOCUMENTS

_BUILD_SECONDS = 3_600
# A busy machine that begins with everything at once takes its time to answer.
_PATIENT_SECONDS = 3.0


def connect(uri: str) -> None:
    """Register the database; no socket is opened before the first question.

    Every operation has a deadline of ten seconds: a frozen mongod gives an error, never a hang.
    """
    mongoengine.disconnect_all()
    mongoengine.connect(
        host=uri,
        uuidRepresentation="standard",
        tz_aware=True,
        connect=False,
        w="majority",
        retryWrites=True,
        timeoutMS=10_000,
        serverSelectionTimeoutMS=3_000,
        maxPoolSize=20,
    )


def disconnect() -> None:
    """Forget the database of this process."""
    mongoengine.disconnect_all()


def create_indexes() -> None:
    """Build every declared index; harmless when they exist.

    After an upgrade one may be built over millions of documents, which takes minutes. MongoDB gives
    a build up as soon as whoever asked for it stops waiting, so the ten seconds do not hold here:
    that the database is there is asked before each. Raises `pymongo.errors.PyMongoError`.
    """
    for document in ALL_DOCUMENTS:
        ping(_PATIENT_SECONDS)
        with pymongo.timeout(_BUILD_SECONDS):
            document.ensure_indexes()


def server_now() -> datetime:
    """The Mongo server's clock, which all instances share."""
    client: MongoClient[dict[str, Any]] = mongoengine.connection.get_connection()
    local_time: datetime = client.admin.command("hello")["localTime"]
    # Answers of commands come without a zone whatever the client's option; they are UTC.
    return local_time.replace(tzinfo=UTC)


def ping(timeout_seconds: float = 1.0) -> None:
    """Ask the server for a sign of life; raises `pymongo.errors.PyMongoError`."""

    client: MongoClient[dict[str, Any]] = mongoengine.connection.get_connection()
    with pymongo.timeout(timeout_seconds):
        client.admin.command("ping")
