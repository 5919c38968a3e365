"""Posting as it runs, in this process: both sandboxes, a real MongoDB, no broker."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.clients.exact_json import load
from core.runtime.xero_access import XeroAccess
from core.store import checkpoints, connections, log_entries
from services.xero_posting.consent import Consent
from services.xero_posting.people.requests import People, Request
from services.xero_posting.rounds import Rounds
from tests.contract.sandboxes import CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, Sandbox, running
from tests.integration.ingestion.conftest import SMALL, Tenant, begin, ledger, sandbox

__all__ = ["begin", "ledger", "sandbox"]

MAPPING: dict[str, Any] = {
    "accounts": {
        "Managed Services": "210",
        "Onsite Labour": "220",
        "Remote Labour": "220",
        "After Hours Labour": "221",
        "Hardware": "230",
        "Software Licences": "240",
        "Cloud Backup": "241",
        "Project Milestone": "250",
        "Travel": "260",
        "Service Adjustment": "270",
        "Legacy Hosting": "204",
        "Equipment Deposit": "835",
    },
    "tax_types": {"New Zealand GST": "OUTPUT2", "Zero-rated exports": "ZERORATED"},
    "zero_rated_regions": ["Zero-rated exports"],
}


class Books:
    """A connection between both sandboxes, and what is in Xero."""

    def __init__(self, tenant: Tenant, xero: Sandbox) -> None:
        self.tenant = tenant
        self.xero = xero
        self.server = tenant.server
        self._settings = tenant.settings.model_copy(
            update={
                "xero_api_url": xero.url,
                "xero_identity_url": f"{xero.url}/identity",
                "xero_login_url": xero.url,
                "xero_client_id": CLIENT_ID,
                "xero_client_secret": CLIENT_SECRET,
            }
        )
        self.access = XeroAccess(self._settings)

    def _write(self, lines: list[dict[str, Any]]) -> None:
        log_entries.insert(lines)

    def _announce(self, event: str, payload: dict[str, Any]) -> None:
        self.tenant.events.append((str(event), payload))

    @property
    def rounds(self) -> Rounds:
        return Rounds(
            self.access, self._write, self._announce, self.tenant.now, "http://localhost:1"
        )

    @property
    def people(self) -> People:
        return People(
            self.rounds.journal_for, self._announce, self.tenant.now, "http://localhost:1"
        )

    @property
    def consent(self) -> Consent:
        return Consent(self.access, self.rounds.journal_for, self._announce, self.tenant.now)

    def give_consent(self) -> dict[str, Any]:
        code = self.xero.door("POST", "consents", {"redirect_uri": REDIRECT_URI})["code"]
        return self.consent.complete("kauri", code, REDIRECT_URI, "me", None)

    def post(self) -> list[dict[str, Any]]:
        """A round now, whenever the next would be due; the calls that it cost."""
        before = self.xero.last_request()
        checkpoints.run_soon("kauri", "post", self.tenant.now())
        self.come_round()
        return self.xero.requests_since(before)

    def come_round(self) -> None:
        """A round, if one is due."""
        connection = connections.get("kauri")
        assert connection
        self.rounds.run_if_due(connection)

    def age_batches(self, minutes: float) -> None:
        """Let open batches have been sent so much earlier."""
        back = timedelta(minutes=minutes) // timedelta(milliseconds=1)
        self.server.batches.update_many(
            {"state": "sent"},
            [
                {
                    "$set": {
                        name: {"$subtract": [f"${name}", back]}
                        for name in ("first_sent_at", "last_sent_at")
                    }
                }
            ],
        )

    def settle(self) -> None:
        """Rounds until nothing is open, with time passing between them."""
        for _ in range(12):
            self.post()
            if not self._is_open():
                return
            self.age_batches(3)
            self.server.invoices.update_many({}, {"$set": {"not_before": None}})
            self.server.budgets.delete_many({"_id": {"$regex": "^xero:"}})
        raise AssertionError(f"not settled: {self.tenant.standings()}")

    def _is_open(self) -> bool:
        waiting = {"status": {"$in": ["pending_sync", "processing"]}, "hold": None}
        return bool(
            self.server.invoices.count_documents(waiting)
            or self.server.batches.count_documents({"state": {"$ne": "closed"}})
        )

    def documents(self) -> dict[str, list[dict[str, Any]]]:
        """Everything alive in Xero by its number."""
        state = self.xero.door("GET", "state")
        found: dict[str, list[dict[str, Any]]] = {}
        for document in [*state["Invoices"], *state["CreditNotes"]]:
            if document["Status"] != "DELETED":
                number = document.get("InvoiceNumber") or document["CreditNoteNumber"]
                found.setdefault(number, []).append(document)
        return found

    def assert_exactly_once(self) -> None:
        """One document for each complete invoice, to the cent, and no other."""
        documents = self.documents()
        complete = list(self.server.invoices.find({"status": "complete"}))
        assert {each["number"] for each in complete} == set(documents)
        for invoice in complete:
            (document,) = documents[invoice["number"]]
            sign = -1 if "CreditNoteID" in document else 1
            assert sign * Decimal(str(document["Total"])) == invoice["total"].to_decimal()
            assert invoice["xero_id"] in (document.get("InvoiceID"), document.get("CreditNoteID"))

    def request(self, autotask_id: int, reason: str | None = None) -> Request:
        return Request("kauri", autotask_id, "mere", reason)

    def some_id(self, **wanted: Any) -> int:
        found = self.server.invoices.find_one(wanted)
        assert found, f"no invoice with {wanted}"
        return int(found["autotask_id"])

    def sent_rows(self, call: dict[str, Any]) -> list[dict[str, Any]]:
        (rows,) = load(call["body"]).values()
        return list(rows)


@pytest.fixture(scope="session")
def xero(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running("xero", tmp_path_factory.mktemp("xero")) as made:
        yield made


@pytest.fixture
def open_books(begin: Callable[..., Tenant], xero: Sandbox) -> Callable[..., Books]:
    """A small world in both sandboxes, not yet consented to."""

    def start(world: Any = SMALL, **settings: Any) -> Books:
        xero.door("DELETE", "faults")
        xero.door("POST", "clock", {"offset_seconds": 0})
        xero.door("POST", "reset", {"seed": 1, "world": world})
        return Books(begin(world, **MAPPING, **settings), xero)

    return start


@pytest.fixture
def books(open_books: Callable[..., Books]) -> Books:
    """Connected on both sides, with thirty invoices waiting."""
    made = open_books()
    assert made.give_consent()["ok"]
    made.tenant.look()
    connection = connections.get("kauri")
    assert connection
    assert connection.tenant_id
    return made
