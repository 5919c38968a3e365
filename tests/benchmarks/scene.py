"""A stack with a world of a chosen size, everything stored and nothing sent, until it is let go.

What the product did is asked of the sandbox's request list; the ledger itself only says what is
stored, and when a claim or a settlement was written.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from tests.benchmarks import xero_calls
from tests.e2e import world
from tests.stack import NotInTimeError, Stack

# So long without a call that no window of the vendor remembers an earlier one.
QUIET_SECONDS = 65
_INGESTED_WITHIN_SECONDS = 600
_GLANCE_SECONDS = 0.5


@dataclass(frozen=True)
class World:
    """How much there is to bill."""

    companies: int
    invoices: int
    lines: int = 4


@dataclass
class Scene:
    """One running stack and its ledger."""

    stack: Stack
    ledger: Any
    busy_until: datetime

    def hold(self) -> None:
        """Post nothing from now on; ingestion goes on."""
        self._set_state("paused")

    def let_go(self) -> float:
        """Post what waits; the moment at which that was said."""
        now = _now().timestamp()
        self._set_state("active")
        return now

    def bill(self, wanted: World) -> None:
        """A new tenant and a new organisation, read from the first invoice on; returns when all is stored."""
        size = {name: getattr(wanted, name) for name in ("companies", "invoices", "lines")}
        self.busy_until = _now()
        self.stack.post("/_sandbox/reset", {"seed": 1, "world": "empty"}, "XERO")
        self.stack.post("/_sandbox/reset", {"seed": 1, "world": size}, "AUTOTASK")
        while not self.count():
            self._read_from_the_beginning()
            time.sleep(_GLANCE_SECONDS)
        self._wait_until_stored(wanted.invoices)

    def bill_again(self, wanted: World) -> None:
        """As many invoices again for the same customers; returns when all are stored."""
        stored = self.count()
        each, rest = divmod(wanted.invoices, wanted.companies)
        assert rest == 0
        for company_id in self._company_ids():
            body = {"count": each, "company_id": company_id, "lines": wanted.lines}
            self.stack.post("/_sandbox/invoices", body, "AUTOTASK")
        self.stack.post(f"{world.CONNECTION}/sync-now")
        self._wait_until_stored(stored + wanted.invoices)

    def _company_ids(self) -> list[int]:
        found: list[int] = self.ledger.invoices.distinct("company_id")
        return found

    def _read_from_the_beginning(self) -> None:
        """Let the next look into Autotask read everything, as the first one of an installation does.

        A look that is on just now would note at its end how far it has read.
        """
        if self._is_ingestion_at_rest():
            self.forget_how_far()
            self.stack.post(f"{world.CONNECTION}/sync-now")

    def forget_how_far(self) -> None:
        """The next look into Autotask is again the first one."""
        self.ledger.checkpoints.update_one(
            {"_id": "kauri/ingest"}, {"$unset": {"at": 1, "state.highest_id": 1}}, upsert=True
        )

    def look(self, seconds: float = 120) -> None:
        """Ask for one look into Autotask and wait until it is over."""
        _wait_seldom(self._is_ingestion_at_rest, seconds, "no look is on")
        before = self._last_look()
        self.stack.post(f"{world.CONNECTION}/sync-now")
        _wait_seldom(lambda: self._last_look() != before, seconds, "the look is over")

    def _last_look(self) -> object:
        return (self.ledger.checkpoints.find_one({"_id": "kauri/ingest"}) or {}).get("last_run_at")

    def look_only_when_asked(self) -> None:
        """The next look that comes by itself is far away; the one that was planned is over."""
        self.set_options(poll_seconds=86_400)
        self.look()

    def set_options(self, **options: object) -> None:
        self.stack.post(world.CONNECTION, {"settings": options}, verb="PATCH")

    def count(self, **filters: object) -> int:
        found: int = self.ledger.invoices.count_documents({"connection": "kauri", **filters})
        return found

    def _wait_until_stored(self, count: int) -> None:
        _wait_seldom(
            lambda: self.count() == count and self._is_ingestion_at_rest(),
            _INGESTED_WITHIN_SECONDS,
            f"{count} invoices are stored",
        )

    def _is_ingestion_at_rest(self) -> bool:
        state = self.ledger.checkpoints.find_one({"_id": "kauri/ingest"}) or {}
        return state.get("running_since_at") is None

    def wait_until_complete(self, count: int, seconds: float) -> None:
        """Looks seldom, so that looking costs nothing that is measured."""
        _wait_seldom(
            lambda: self.count(status="complete") == count,
            seconds,
            f"{count} invoices are in Xero",
        )

    def wait_for_quiet(self, seconds: float = QUIET_SECONDS) -> None:
        """Until Xero has had no call for so long; a reset forgets its calls, our limits do not."""

        def is_quiet() -> bool:
            latest = [call.ended_at for call in xero_calls.since(self.stack, 0)[-1:]]
            return _now() - max([self.busy_until, *latest]) > timedelta(seconds=seconds)

        _wait_seldom(is_quiet, 300, "Xero is left alone")

    def claimed_and_settled(self) -> tuple[datetime, datetime]:
        """When the first invoice was claimed and the last one settled, as their histories say."""
        (found,) = self.ledger.invoices.aggregate(
            [
                {"$match": {"connection": "kauri", "status": "complete"}},
                {"$unwind": "$history"},
                {"$match": {"history.to": {"$in": ["processing", "complete"]}}},
                {
                    "$group": {
                        "_id": None,
                        "first": {"$min": "$history.at"},
                        "last": {"$max": "$history.at"},
                    }
                },
            ]
        )
        return found["first"], found["last"]

    def _set_state(self, state: str) -> None:
        self.stack.post(world.CONNECTION, {"state": state}, verb="PATCH")


def _now() -> datetime:
    return datetime.now(UTC)


def _wait_seldom(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """As `tests.stack.wait_until`, but asking costs next to nothing of what is being measured."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise NotInTimeError(f"not within {seconds} s: {what}")
        time.sleep(_GLANCE_SECONDS)


@contextmanager
def scene(**settings: str) -> Iterator[Scene]:
    """A stack of its own, connected to both vendors, with nothing billed and posting on hold."""
    with tempfile.TemporaryDirectory() as folder:
        told = {"WORLD": "empty", "NEW_INVOICE_SECONDS": "0", **settings}
        stack = Stack(Path(folder) / "run", told)
        try:
            stack.start()
            client: MongoClient[dict[str, Any]] = MongoClient(stack.mongo_uri, tz_aware=True)
            with client:
                opened = Scene(stack, client.get_default_database(), _now())
                opened.hold()
                yield opened
            stack.stop()
        finally:
            stack.abandon()
