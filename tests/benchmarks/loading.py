"""A ledger of a chosen size, written straight into a mongod of its own: no vendor, no actor.

Every document has the size and the shape of a real one (`first_form`, then what posting settles),
and the indexes are built when all is there.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pymongo import MongoClient

from core.domain.admission import Admitted
from core.domain.company import fold_name
from core.domain.faults import make_fault
from core.domain.search_words import number_words
from core.domain.status import Status
from core.store import clients, connect, filling_in
from core.store.bson_money import to_bson
from core.store.ingested_form import Judged, Reading, first_form
from core.store.invoices import fault_form
from devstack import mongodb
from services.sync_log.figures import Figures
from services.sync_log.use import UseOfNames
from tests.factories import gateway_world
from tests.factories.documents import make_connection, make_ingested, make_invoice, make_line
from tests.integration.conftest import Running
from tests.stack import free_port

CONNECTION = "kauri"
COMPANIES = 20_000
DAYS = 3 * 365
LINES_OF_LOG = 5
"""For each invoice."""
_AT_ONCE = 2_000
_CACHE_GB = "3"
_NOTE = "loaded.json"
_WORDS = [
    "Harbour",
    "Beacon",
    "Kauri",
    "Tasman",
    "Summit",
    "Coastal",
    "Ironbark",
    "Meridian",
    "Pinnacle",
    "Northgate",
    "Fernhill",
    "Rata",
    "Totara",
    "Manuka",
    "Pohutukawa",
    "Aroha",
    "Southern",
    "Alpine",
    "Pacific",
    "Crown",
]
_TRADES = [
    "Dental",
    "Legal",
    "Plumbing",
    "Motors",
    "Wines",
    "Logistics",
    "Schools",
    "Engineering",
    "Property",
    "Media",
]
_FAULTS = ("NO_LINES", "NOT_SHOWN", "UNROUTABLE")


@dataclass(frozen=True)
class Loaded:
    """The ledger, how it was made, and how long that took."""

    uri: str
    invoices: int
    lines: int
    newest_id: int
    now: datetime
    seconds: dict[str, float]
    pid: int


def company_name(number: int) -> str:
    word, trade = _WORDS[number % len(_WORDS)], _TRADES[number // len(_WORDS) % len(_TRADES)]
    return f"{word} {trade} {number:05d}"


@contextmanager
def ledger(home: Path, invoices: int, lines: int) -> Iterator[Loaded]:
    """Filled, indexed and with its figures counted, until the block ends.

    What an earlier run filled in that folder is taken as it is, provided that its size is the same.
    """
    home.mkdir(parents=True, exist_ok=True)
    said = _said_before(home)
    # A replica set knows its members by their ports.
    port = urlsplit(said["uri"]).port if said else free_port()
    node = Running(_part(home, port), home / "mongod.log")
    try:
        node.start()
        if said:
            yield _filled_before(home, said | {"pid": node.pid}, invoices)
        else:
            yield _fill_once(home, port, node.pid, invoices, lines)
    finally:
        connect.disconnect()
        node.stop()


def _part(home: Path, port: int) -> Any:
    part = mongodb.part(mongodb.find(), home / "mongod", port, {})
    command = [_CACHE_GB if word == "0.25" else word for word in part.command]
    return replace(part, command=command)


def _said_before(home: Path) -> dict[str, Any] | None:
    note = home / _NOTE
    return json.loads(note.read_text()) if note.exists() else None


def _filled_before(home: Path, said: dict[str, Any], invoices: int) -> Loaded:
    if said["invoices"] != invoices:
        message = f"{home} holds {said['invoices']:,} invoices: ask for as many or name another"
        raise ValueError(message)
    connect.connect(said["uri"])
    connect.create_indexes()
    return Loaded(**said | {"now": datetime.fromisoformat(said["now"])})


def _fill_once(home: Path, port: int, pid: int, invoices: int, lines: int) -> Loaded:
    loaded = _fill(port, pid, invoices, lines)
    said = asdict(loaded) | {"now": loaded.now.isoformat()}
    (home / _NOTE).write_text(json.dumps(said))
    return loaded


def _fill(port: int, pid: int, invoices: int, lines: int) -> Loaded:
    now = datetime.now(UTC).replace(microsecond=0)
    seconds: dict[str, float] = {}
    uri = mongodb.mongo_uri(port)
    with MongoClient[dict[str, Any]](uri, tz_aware=True, w=1, journal=False) as client:
        database = client.get_default_database()
        forms = _invoices(invoices, now)
        seconds["invoices"] = _timed(lambda: _write(database.invoices, forms))
        entries = _lines(lines, invoices, now)
        seconds["log_lines"] = _timed(lambda: _write(database.log_entries, entries))
    connect.connect(uri)
    seconds["indexes"] = _timed(connect.create_indexes)
    gateway_world.people_and_tokens(now)
    gateway_world.connection(now, CONNECTION)
    clients.keep(CONNECTION, "invoices", ((each, company_name(each)) for each in range(COMPANIES)))
    # The loader wrote the words itself; there is nothing to fill in.
    filling_in.finish(CONNECTION)
    job = Figures(lambda: now, lambda: None)
    seconds["figures"] = _timed(lambda: job.run(make_connection(CONNECTION)))
    use = UseOfNames(lambda: now, lambda: None)
    seconds["use"] = _timed(lambda: use.run(make_connection(CONNECTION)))
    return Loaded(uri, invoices, lines, invoices, now, seconds, pid)


def _timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return round(time.monotonic() - began, 1)


def _write(collection: Any, documents: Iterator[dict[str, Any]]) -> None:
    written = 0
    while portion := list(islice(documents, _AT_ONCE)):
        collection.insert_many(portion, ordered=False)
        written += len(portion)
        if written % 100_000 < _AT_ONCE:
            sys.stderr.write(f"  {collection.name}: {written:,}\n")


def _invoices(count: int, now: datetime) -> Iterator[dict[str, Any]]:
    """The oldest first; their ids are their numbers from 1 on."""
    dice = random.Random(1)
    template = _template(now)
    step = timedelta(days=DAYS) / count
    faults = [fault_form(make_fault(code), now) for code in _FAULTS]
    for number in range(1, count + 1):
        at = now - step * (count - number) - timedelta(minutes=5)
        company = number * 7919 % COMPANIES
        yield (
            template
            | _own(number, company, at, dice)
            | _standing(count - number, number, at, faults)
        )


def _template(now: datetime) -> dict[str, Any]:
    """Four lines and Autotask's own answer beside them."""
    items = [
        make_line("125.50", "18.83", autotask_id=number, billing_code_id=11 + number)
        for number in range(4)
    ]
    said = {f"field{number:02d}": f"value of field {number:02d}" for number in range(22)}
    raw = {"invoice": {**said, "id": 1}, "lines": [dict(said) for _ in items]}
    codes = {11 + number: f"Service {number}" for number in range(4)}
    ingested = make_ingested(make_invoice(1, *items), raw=raw, billing_codes=codes)
    return first_form(CONNECTION, Judged(ingested, Admitted()), Reading("bench", now, "run-1"))


def _own(number: int, company: int, at: datetime, dice: random.Random) -> dict[str, Any]:
    name, own = company_name(company), f"KMI-{number:07d}"
    total = Decimal(dice.randrange(500, 2_000_000)) / 100
    return {
        "_id": f"{CONNECTION}/{number}", "autotask_id": number, "number": own,
        "number_words": number_words(own, own), "company_id": company, "company": name,
        "company_folded": fold_name(name), "issued_on": at.date().isoformat(),
        "currency": ("NZD", "NZD", "NZD", "AUD")[number % 4], "total": to_bson(total),
        "subtotal": to_bson((total / Decimal("1.15")).quantize(Decimal("0.01"))),
        "updated_at": at, "ingested_at": at, "created_at": at,
    }  # fmt: skip


def _standing(age: int, number: int, at: datetime, faults: list[dict[str, Any]]) -> dict[str, Any]:
    """The newest wait; of the others a few stand somewhere, all years long."""
    if age < 500:
        return {}
    if number % 331 == 0:
        return {"status": Status.FAULT.value, "fault": faults[number % len(faults)], "attempts": 1}
    if number % 97 == 0:
        skip = {"code": "ZERO_VALUE", "message": "Its total is 0.00.", "by": "rule", "at": None}
        return {"status": Status.SKIPPED.value, "skip": skip}
    if number % 49_999 == 0:
        return {"status": Status.DIAGNOSTIC.value}
    return {
        "status": Status.COMPLETE.value, "xero_kind": "invoice", "xero_status": "AUTHORISED",
        "xero_id": f"00000000-0000-4000-8000-{number:012d}", "xero_number": f"KMI-{number:07d}",
        "completed_at": at,
    }  # fmt: skip


def _lines(count: int, invoices: int, now: datetime) -> Iterator[dict[str, Any]]:
    said = (
        ("info", "autotask_ingestion", "PAGE_READ", "Asked Autotask for new invoices: 3 found."),
        ("info", "xero_posting", "CLAIMED", "Claimed as part of a batch of 50."),
        ("info", "xero_posting", "POSTED", "Xero has the invoice, totals agree to the cent."),
        ("info", "xero_posting", "WRITTEN_BACK", "Autotask was told the number in Xero."),
        ("info", "purchase_order_sync", "READ", "No purchase order changed."),
    )
    detail = {"method": "PUT", "path": "/api.xro/2.0/Invoices", "status": 200, "ms": 412}
    step = timedelta(days=DAYS) / count
    for number in range(count):
        level, service, code, message = said[number % len(said)]
        if number % 211 == 0:
            level, code, message = "error", "ACCOUNT_ARCHIVED", "Account '204' has been archived."
        yield {
            "_id": f"bench-{number:09d}", "connection": CONNECTION,
            "at": now - step * (count - number), "run_id": f"run-{number // 200}", "level": level,
            "service": service, "autotask_id": number * invoices // count + 1, "code": code,
            "message": message, "detail": detail,
        }  # fmt: skip
