"""The Autotask side of a connection: its tenant's lists, jobs and routes, and what waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from core.domain.connection_settings import ConnectionSettings
from core.store import connections
from core.store.documents import CheckpointDocument, ConnectionDocument, ReferenceDocument
from core.store.reference_data import READ
from core.store.views.autotask_waiting import Waiting, waiting_of
from core.store.views.connection_rows import ConnectionRow, RunRow
from core.store.views.reading import collection, read

# Lists by the kind under which they are stored, in the order in which a page shows them.
LISTS = (
    "company", "company_type", "billing_code", "currency", "payment_term", "tax_region",
    "tax_category", "tax", "line_of_business", "department", "territory", "invoice_template",
    "invoice_status",
)  # fmt: skip
# What is dated before this was marked as old, so that it is read again (reference_data.age).
_MARKED_BEFORE = datetime(2001, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ListRow:
    """How much is known of one of Autotask's lists.

    `read_at` is None when it never was read, or is to be read again.
    """

    kind: str
    count: int
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sharer:
    """One of the connections that read the same Autotask tenant; `zone` by Xero's name."""

    id: str
    name: str
    zone: str = ""


@dataclass(frozen=True, slots=True)
class JobRow:
    """When a job ran, what it noted, and `at`: up to when it has read."""

    run: RunRow = field(default_factory=RunRow)
    state: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AutotaskSide:
    """`owner` has the tenant's credentials, and its options say how the tenant is read.

    `sharers` are all connections of the tenant, the owner first, and empty where there is only one.
    """

    owner: Sharer
    sharers: tuple[Sharer, ...]
    options: ConnectionSettings
    own_options: ConnectionSettings
    lists: tuple[ListRow, ...]
    lines_of_business: Mapping[str, str]
    look: JobRow
    sweep: JobRow
    waiting: Waiting


@read
def marks_of(connection: ConnectionRow) -> tuple[Any, ...]:
    """What moves whenever the page would, by a few ids and without counting anything."""
    key = connection.autotask_key
    owner = collection(ConnectionDocument).find_one({"_id": key}, {"revision": 1, "settings": 1})
    own_jobs = _jobs(connection.id, ("write_back", "papers", "attachments"))
    return owner, _jobs(key, ("ingest", "sweep")), own_jobs, _read_at(key)


@read
def autotask_side(connection: ConnectionRow) -> AutotaskSide:
    key = connection.autotask_key
    tenants = _tenants(key)
    owner = next((each for each in tenants if each.id == key), Sharer(key, key))
    own_options = _options(connection.id)
    jobs = _jobs(key, ("ingest", "sweep"))
    return AutotaskSide(
        owner=owner,
        sharers=tenants if len(tenants) > 1 else (),
        options=_options(key) if key != connection.id else own_options,
        own_options=own_options,
        lists=_lists(key),
        lines_of_business=_lines_of_business(key),
        look=jobs["ingest"],
        sweep=jobs["sweep"],
        waiting=waiting_of(connection.id, key, own_options),
    )


def _tenants(key: str) -> tuple[Sharer, ...]:
    """The owner first, the others by name."""
    asked = {"$or": [{"_id": key}, {"autotask_of": key}]}
    fields = {"name": 1, "xero_timezone": 1}
    found = collection(ConnectionDocument).find(asked, fields).sort("name", 1)
    sharers = [
        Sharer(stored["_id"], stored["name"], stored.get("xero_timezone") or "") for stored in found
    ]
    return tuple(sorted(sharers, key=lambda each: each.id != key))


def _options(connection_id: str) -> ConnectionSettings:
    known = connections.get(connection_id)
    return known.settings if known else ConnectionSettings()


def _lists(key: str) -> tuple[ListRow, ...]:
    """A list that is read as a whole says when; of the others the latest entry does."""
    groups = collection(ReferenceDocument).aggregate(
        [
            {"$match": {"connection": key, "kind": {"$in": list(LISTS)}}},
            {"$group": {"_id": "$kind", "n": {"$sum": 1}, "at": {"$max": "$fetched_at"}}},
        ]
    )
    known = {group["_id"]: ListRow(group["_id"], group["n"], group["at"]) for group in groups}
    read_at = _read_at(key)
    return tuple(
        ListRow(kind, row.count, _unless_old(read_at.get(kind, row.read_at)))
        for kind in LISTS
        for row in (known.get(kind, ListRow(kind, 0, None)),)
    )


def _read_at(key: str) -> dict[str, datetime]:
    """When each list was read as a whole."""
    whole = collection(ReferenceDocument).find(
        {"_id": {"$in": [f"{key}/{READ}/{kind}" for kind in LISTS]}}, {"key": 1, "fetched_at": 1}
    )
    return {stored["key"]: stored["fetched_at"] for stored in whole.sort("_id", 1)}


def _unless_old(at: datetime | None) -> datetime | None:
    return at if at and at >= _MARKED_BEFORE else None


def _lines_of_business(key: str) -> dict[str, str]:
    """Names by id, for routes that go by a number."""
    asked = {"connection": key, "kind": "line_of_business"}
    return {
        stored["key"]: str((stored.get("value") or {}).get("name") or "")
        for stored in collection(ReferenceDocument).find(asked, {"key": 1, "value": 1})
    }


def _jobs(key: str, jobs: tuple[str, ...]) -> dict[str, JobRow]:
    asked = {"_id": {"$in": [f"{key}/{job}" for job in jobs]}}
    found = {stored["_id"]: stored for stored in collection(CheckpointDocument).find(asked)}
    return {job: _job(found.get(f"{key}/{job}", {})) for job in jobs}


def _job(stored: Mapping[str, Any]) -> JobRow:
    return JobRow(
        RunRow(
            stored.get("last_run_at"), stored.get("next_run_at"), stored.get("running_since_at")
        ),
        stored.get("state") or {},
        stored.get("at"),
    )
