"""Autotask's PDF beside the document in Xero: after posting, once, and never in its way."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from core.domain.attaching import MOST_TRIES
from core.domain.papers import Form, attachment_name
from core.runtime.autotask_access import AutotaskAccess
from core.store import checkpoints, connections, log_entries, papers
from core.store.papers import Paper
from services.autotask_ingestion.wanted_papers import WantedPapers
from services.xero_posting.attach_rounds import NO_SCOPE, AttachRounds
from tests.integration.posting.conftest import MAPPING, Books

TINY = {"companies": 2, "invoices": 3, "lines": 1}


class Office:
    """Both actors' side jobs over one set of books."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.tenant = books.tenant

    def _write(self, lines: list[dict[str, Any]]) -> None:
        log_entries.insert(lines)

    @property
    def connection(self) -> Any:
        found = connections.get("kauri")
        assert found
        return found

    def fetch(self) -> None:
        """The ingestion actor's tick."""
        checkpoints.run_soon("kauri", "papers", self.tenant.now())
        access = AutotaskAccess(self.tenant.settings)
        WantedPapers(access, self._write, self.tenant.now).run_if_due(self.connection)

    def send(self) -> list[str]:
        """The posting actor's tick; the calls to Xero that it cost."""
        checkpoints.run_soon("kauri", "attachments", self.tenant.now())
        before = self.books.xero.last_request()
        AttachRounds(self.books.access, self._write, self.tenant.now).run_if_due(self.connection)
        calls = self.books.xero.requests_since(before)
        return [f"{call['method']} {call['path'].split('/')[-1]}" for call in calls]

    def pass_time(self, **time: float) -> None:
        self.tenant.offset += timedelta(**time)

    def told(self, autotask_id: int) -> dict[str, Any]:
        return dict(self.tenant.invoice(autotask_id).get("attachment") or {})

    def states(self) -> list[str]:
        found = self.books.server.invoices.find({"attachment.state": {"$ne": None}})
        return sorted(each["attachment"]["state"] for each in found)

    def files(self) -> list[dict[str, Any]]:
        return list(self.books.xero.door("GET", "state")["Attachments"])

    def first(self) -> int:
        return self.books.some_id(status="complete", **{"attachment.open": True})

    def keep_one(self) -> int:
        """Let only one invoice want its PDF."""
        kept = self.first()
        others = {"autotask_id": {"$ne": kept}}
        self.books.server.invoices.update_many(others, {"$set": {"attachment.open": False}})
        return kept


@pytest.fixture
def begin_office(open_books: Callable[..., Books]) -> Callable[..., Office]:
    def start(world: Any = TINY, **settings: Any) -> Office:
        books = open_books(world, **{"attach_pdf": True, **settings})
        books.xero.door("POST", "switches", {"repeated_file_name": "replaces"})
        books.give_consent()
        books.tenant.look()
        books.settle()
        books.server.budgets.delete_many({})
        return Office(books)

    return start


@pytest.fixture
def office(begin_office: Callable[..., Office]) -> Office:
    """Everything is posted, and its PDFs are wanted."""
    return begin_office()


def test_every_posted_document_gets_the_pdf_of_its_invoice(
    begin_office: Callable[..., Office],
) -> None:
    office = begin_office()
    office.tenant.bill(1, credit=True)
    office.tenant.look()
    office.books.settle()
    before = {each["_id"]: each for each in office.books.server.invoices.find({})}
    for _ in range(3):
        office.fetch()
        office.send()
    posted = list(office.books.server.invoices.find({"status": "complete"}))
    assert {"invoice", "credit_note"} == {each["xero_kind"] for each in posted}
    assert set(office.states()) == {"attached"}
    files = {file["OwnerID"]: file for file in office.files()}
    assert len(files) == len(office.files()) == len(posted)
    for each in posted:
        file = files[each["xero_id"]]
        paper = papers.find("kauri", each["autotask_id"], Form.PDF)
        assert paper
        assert file["SHA256"] == sha256(paper.content).hexdigest()
        assert file["FileName"] == attachment_name(each["autotask_id"])
        assert file["MimeType"] == "application/pdf"
        assert "IncludeOnline" not in file
        assert each["attachment"]["there"]["hash"] == each["posted_hash"]
        for name in ("status", "version", "updated_at", "history"):
            assert each[name] == before[each["_id"]][name]
        assert "ATTACHED" in office.tenant.log_codes(autotask_id=each["autotask_id"])


def test_what_was_complete_before_the_option_waits_for_a_resync(
    begin_office: Callable[..., Office],
) -> None:
    office = begin_office(attach_pdf=False)
    office.fetch()
    assert (office.send(), office.states()) == ([], [])
    office.tenant.connect(attach_pdf=True, **MAPPING)
    autotask_id = office.books.some_id(status="complete")
    office.fetch()
    assert office.send() == []
    _resync(office, autotask_id)
    office.fetch()
    office.send()
    assert office.told(autotask_id)["state"] == "attached"
    assert office.states() == ["attached"]


def test_a_resync_that_changes_nothing_sends_nothing_again(office: Office) -> None:
    autotask_id = office.keep_one()
    office.fetch()
    office.send()
    _resync(office, autotask_id)
    assert office.told(autotask_id)["state"] == "waiting"
    office.fetch()
    assert office.send() == []
    assert office.told(autotask_id)["state"] == "attached"


def test_a_resync_that_changes_the_document_puts_the_new_pdf_in_the_place_of_the_old(
    office: Office,
) -> None:
    office.books.xero.door("POST", "switches", {"repeated_file_name": "beside"})
    autotask_id = office.keep_one()
    office.fetch()
    office.send()
    (old,) = office.files()
    office.tenant.edit(autotask_id, orderNumber="PO 7", dueDate="2027-01-31T00:00:00")
    _resync(office, autotask_id)
    office.fetch()
    assert office.send() == ["GET Attachments", f"POST {attachment_name(autotask_id)}"]
    (new,) = office.files()
    assert new["OwnerID"] == old["OwnerID"]
    assert new["SHA256"] != old["SHA256"]


def test_an_invoice_that_autotask_changed_since_is_not_printed_as_it_is_now(office: Office) -> None:
    autotask_id = office.keep_one()
    office.tenant.edit(autotask_id, orderNumber="PO 8")
    assert office.tenant.rounds.refresh_invoice("kauri", autotask_id)["ok"]
    office.fetch()
    assert office.told(autotask_id)["state"] == "refused"
    assert "Resync" in office.told(autotask_id)["reason"]
    assert office.send() == []


def test_a_print_that_autotask_gave_after_a_change_that_no_look_has_seen_stays_here(
    office: Office,
) -> None:
    autotask_id = office.keep_one()
    office.tenant.edit(autotask_id, orderNumber="PO 9")
    office.fetch()
    assert office.told(autotask_id)["state"] == "waiting"
    assert papers.find("kauri", autotask_id, Form.PDF) is None
    assert office.send() == []
    assert office.tenant.rounds.refresh_invoice("kauri", autotask_id)["ok"]
    office.pass_time(minutes=5)
    office.fetch()
    assert office.told(autotask_id)["state"] == "refused"


def test_a_void_that_no_look_has_seen_keeps_the_print_here_until_it_is_given_up(
    office: Office,
) -> None:
    autotask_id = office.keep_one()
    office.tenant.sandbox.door("POST", "void", {"id": autotask_id})
    for _ in range(MOST_TRIES + 1):
        office.fetch()
        office.pass_time(hours=2)
    assert office.told(autotask_id)["state"] == "refused"
    assert office.files() == []


def test_prints_that_were_kept_before_an_outage_are_proved_without_printing_again(
    office: Office,
) -> None:
    autotask_id = office.keep_one()
    assert office.tenant.rounds.fetch_paper("kauri", autotask_id, Form.PDF)["ok"]
    before = office.tenant.sandbox.last_request()
    office.fetch()
    calls = [each["path"] for each in office.tenant.sandbox.requests_since(before)]
    assert not [path for path in calls if "Pdf" in path or "PDF" in path]
    assert len([path for path in calls if path.endswith("/Invoices/query")]) == 1
    assert office.told(autotask_id)["state"] == "ready"


def test_an_upload_without_an_answer_is_looked_for_before_it_goes_again(office: Office) -> None:
    office.books.xero.door("POST", "switches", {"repeated_file_name": "beside"})
    autotask_id = office.keep_one()
    office.fetch()
    put = f"PUT {attachment_name(autotask_id)}"
    office.books.xero.arm("error_before_commit", "PUT Attachments")
    assert office.send() == [put]
    assert office.told(autotask_id)["state"] == "sending"
    assert office.send() == []
    office.pass_time(minutes=3)
    assert office.send() == ["GET Attachments"]
    office.pass_time(minutes=10)
    # Xero keeps a key, and the error that it gave under it, for six minutes.
    office.books.xero.door("POST", "clock", {"offset_seconds": 600})
    office.books.xero.arm("drop_after_commit", "PUT Attachments")
    assert office.send() == ["GET Attachments", put]
    office.pass_time(minutes=3)
    assert office.send() == ["GET Attachments"]
    assert office.told(autotask_id)["state"] == "attached"
    assert len(office.files()) == 1


def test_an_outage_of_autotask_is_waited_out(office: Office) -> None:
    autotask_id = office.keep_one()
    office.tenant.sandbox.arm("drop_before_commit", calls=20)
    office.fetch()
    assert office.told(autotask_id)["state"] == "waiting"
    office.tenant.sandbox.door("DELETE", "faults")
    office.pass_time(minutes=5)
    office.fetch()
    office.send()
    assert office.told(autotask_id)["state"] == "attached"
    assert office.tenant.health() == "ok"


def test_a_missing_scope_is_told_once_on_the_connection_and_hurts_nothing_else(
    office: Office,
) -> None:
    autotask_id = office.keep_one()
    office.fetch()
    office.books.xero.arm("scope_missing", "PUT Attachments", calls=2)
    for _ in range(2):
        office.send()
        office.pass_time(hours=2)
    assert NO_SCOPE in office.connection.warnings
    assert office.told(autotask_id)["state"] == "ready"
    assert "consent" in office.told(autotask_id)["reason"]
    assert office.tenant.log_codes().count(NO_SCOPE) == 1
    assert connections.side_is_ok("kauri", "xero")
    office.send()
    assert office.told(autotask_id)["state"] == "attached"
    assert NO_SCOPE not in office.connection.warnings


def test_what_xero_refuses_stands_on_the_record_in_its_words(office: Office) -> None:
    autotask_id = office.keep_one()
    office.fetch()
    office.books.xero.arm("html_error", "PUT Attachments")
    office.send()
    told = office.told(autotask_id)
    assert told["state"] == "refused"
    assert told["reason"].startswith("Xero says: ")
    assert office.tenant.invoice(autotask_id)["status"] == "complete"
    office.pass_time(days=1)
    assert office.send() == []
    assert office.tenant.log_codes().count("ATTACHMENT_REFUSED") == 1


def test_what_is_no_pdf_never_reaches_xero(office: Office) -> None:
    autotask_id = office.keep_one()
    invoice = office.tenant.invoice(autotask_id)
    hostile = Paper(b"<html><script>", "of other content", office.tenant.now())
    papers.keep("kauri", autotask_id, Form.PDF, hostile)
    office.fetch()
    office.send()
    (file,) = office.files()
    kept = papers.find("kauri", autotask_id, Form.PDF)
    assert kept
    assert kept.hash == invoice["posted_hash"]
    assert file["SHA256"] == sha256(kept.content).hexdigest()


def test_a_file_that_is_not_kept_any_more_is_fetched_again(office: Office) -> None:
    autotask_id = office.keep_one()
    office.fetch()
    office.books.server.papers.delete_many({})
    assert office.send() == []
    assert office.told(autotask_id)["state"] == "waiting"
    office.fetch()
    office.send()
    assert office.told(autotask_id)["state"] == "attached"


def test_posting_comes_first(office: Office) -> None:
    autotask_id = office.keep_one()
    office.fetch()
    for collection, change, back in (
        ("invoices", {"status": "pending_sync"}, {"status": "complete"}),
        ("connections", {"xero_health.state": "down"}, {"xero_health.state": "ok"}),
        ("connections", {"state": "paused"}, {"state": "active"}),
    ):
        wanted = {"attachment.open": False} if collection == "invoices" else {}
        office.books.server[collection].update_one(wanted, {"$set": change})
        assert office.send() == [], change
        office.books.server[collection].update_one(wanted, {"$set": back})
    office.send()
    assert office.told(autotask_id)["state"] == "attached"


def test_the_last_calls_of_a_minute_and_of_a_day_are_left_to_posting(office: Office) -> None:
    autotask_id = office.keep_one()
    office.fetch()
    account = office.books.access.budget(office.connection.tenant_id)
    for _ in range(30):
        account.release(account.acquire(), answered=True, headers=None)
    assert office.send() == []
    office.books.server.budgets.delete_many({})
    account.release(account.acquire(), answered=True, headers={"X-DayLimit-Remaining": "400"})
    assert office.send() == []
    assert office.told(autotask_id)["state"] == "ready"
    account.release(account.acquire(), answered=True, headers={"X-DayLimit-Remaining": "401"})
    office.pass_time(minutes=5)
    office.send()
    assert office.told(autotask_id)["state"] == "attached"


def _resync(office: Office, autotask_id: int) -> None:
    assert office.books.people.resync(office.books.request(autotask_id))["ok"]
    office.tenant.look()
    office.books.settle()
