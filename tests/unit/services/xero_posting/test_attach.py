"""One file after the other goes to Xero, whatever becomes of its answer, and none twice."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.clients.xero.attachments import AttachedFile, Upload
from core.domain.attaching import MOST_TRIES, Attached, Attaching, AttachmentState, Sent
from core.domain.errors import (
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    ScopeMissingError,
    SyncError,
    UnavailableError,
)
from core.domain.papers import Form, attachment_name
from core.domain.xero_document import DocumentKind
from core.runtime.journal import Journal
from core.store.papers import Paper
from services.xero_posting.attach import AttachDesk, attach_due

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PDF = b"%PDF-1.4 new"
STATES = AttachmentState


class FakeFiles:
    """Xero's side. `faults` are what becomes of the next uploads; one may arrive all the same."""

    def __init__(self, *, beside: bool = False) -> None:
        self.there: dict[str, list[bytes]] = {}
        self.calls: list[str] = []
        self.keys: list[str] = []
        self.faults: list[tuple[SyncError, bool]] = []
        self._beside = beside

    def of(self, kind: DocumentKind, document_id: str) -> list[AttachedFile]:
        self.calls.append("GET")
        number = int(document_id.removeprefix("d"))
        files = self.there.get(document_id, [])
        return [AttachedFile("a", attachment_name(number), len(content)) for content in files]

    def put(
        self, kind: DocumentKind, document_id: str, upload: Upload, *, replaces: bool
    ) -> AttachedFile:
        self.calls.append("POST" if replaces else "PUT")
        self.keys.append(upload.key)
        fault, arrives = self.faults.pop(0) if self.faults else (None, True)
        if arrives:
            self._keep(document_id, upload, replaces=replaces)
        if fault:
            raise fault
        return AttachedFile("a", upload.name, len(upload.content))

    def _keep(self, document_id: str, upload: Upload, *, replaces: bool) -> None:
        earlier = self.there.get(document_id, [])
        kept = earlier if self._beside and not replaces else []
        self.there[document_id] = [*kept, upload.content]


@dataclass
class FakeQueue:
    """The ledger's side, in memory."""

    rows: dict[int, Attaching] = field(default_factory=dict)
    not_before: dict[int, datetime] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)

    def add(self, autotask_id: int, **changes: Any) -> None:
        attaching = Attaching(
            connection_id="kauri",
            autotask_id=autotask_id,
            kind=DocumentKind.INVOICE,
            document_id=f"d{autotask_id}",
            content_hash="h1",
            posted_hash="h1",
            state=STATES.READY,
            wanted_at=NOON,
        )
        self.rows[autotask_id] = replace(attaching, **changes)

    def state(self, autotask_id: int = 1) -> AttachmentState:
        return self.rows[autotask_id].state

    def to_send(self, connection_id: str, now: datetime, limit: int) -> list[Attaching]:
        return [
            row
            for number, row in self.rows.items()
            if row.state in (STATES.READY, STATES.SENDING)
            and self.not_before.get(number, now) <= now
        ][:limit]

    def needs_fetching(self, each: Attaching) -> bool:
        return self._set(each, state=STATES.WAITING)

    def is_sending(self, each: Attaching, at: datetime) -> bool:
        return self._set(each, **_fields(each.sending(at)))

    def did_not_leave(
        self, each: Attaching, sending: Attaching, reason: str, until: datetime
    ) -> bool:
        self.reasons[each.autotask_id], self.not_before[each.autotask_id] = reason, until
        return self._set(sending, **_fields(each))

    def wait(self, each: Attaching, reason: str, until: datetime) -> bool:
        self.not_before[each.autotask_id] = until
        return self._set(each, tries=each.tries + 1)

    def is_attached(self, each: Attaching, size: int, at: datetime) -> bool:
        there = Attached(each.document_id, each.posted_hash, size)
        return self._set(each, state=STATES.ATTACHED, attached=there)

    def is_refused(self, each: Attaching, reason: str, at: datetime) -> bool:
        self.reasons[each.autotask_id] = reason
        return self._set(each, state=STATES.REFUSED)

    def _set(self, each: Attaching, **values: Any) -> bool:
        row = self.rows[each.autotask_id]
        if row.state is not each.state:
            return False
        self.rows[each.autotask_id] = replace(row, **values)
        return True


def _fields(each: Attaching) -> dict[str, Any]:
    return {"state": each.state, "sent": each.sent, "tries": each.tries}


@dataclass
class Office:
    """A desk with everything in memory; `papers` are what is kept, by Autotask id."""

    files: FakeFiles
    queue: FakeQueue = field(default_factory=FakeQueue)
    papers: dict[int, Paper] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)
    now: datetime = NOON
    has_room: Callable[[], bool] = lambda: True

    def want(self, autotask_id: int = 1, **changes: Any) -> None:
        self.queue.add(autotask_id, **changes)
        self.papers[autotask_id] = Paper(PDF, "h1", NOON)

    def run(self, minutes: float = 0) -> list[str]:
        """A round so much later; what it asked of Xero."""
        self.now += timedelta(minutes=minutes)
        before = len(self.files.calls)

        def find(connection_id: str, autotask_id: int, form: Form) -> Paper | None:
            return self.papers.get(autotask_id)

        journal = Journal(self.lines.extend, "kauri", "xero_posting", "run", lambda: self.now)
        try:
            attach_due(
                AttachDesk(
                    "kauri",
                    "tenant",
                    self.files,
                    self.queue,
                    find,
                    self.has_room,
                    journal,
                    lambda: self.now,
                )
            )
        finally:
            journal.flush()
        return self.files.calls[before:]

    def codes(self) -> list[str]:
        return [line["code"] for line in self.lines]


@pytest.fixture(params=[False, True], ids=["replaces", "beside"])
def office(request: pytest.FixtureRequest) -> Office:
    """With each habit that Xero may have about files of one name."""
    return Office(FakeFiles(beside=request.param))


def test_a_file_goes_once_and_costs_one_call(office: Office) -> None:
    office.want()
    assert office.run() == ["PUT"]
    assert office.queue.state() is STATES.ATTACHED
    assert office.files.there == {"d1": [PDF]}
    assert office.run() == []
    assert office.codes() == ["ATTACHED"]


def test_a_file_of_other_content_takes_the_place_of_the_earlier(office: Office) -> None:
    office.files.there["d1"] = [b"%PDF old"]
    office.want(attached=Attached("d1", "h0", 8), sent=Sent("d1", NOON))
    assert office.run() == ["GET", "POST"]
    assert office.files.there["d1"] == [PDF]


def test_an_earlier_file_that_somebody_removed_is_no_hindrance(office: Office) -> None:
    office.want(attached=Attached("d1", "h0", 8))
    assert office.run() == ["GET", "PUT"]
    assert office.files.there["d1"] == [PDF]


def test_what_arrived_without_an_answer_counts(office: Office) -> None:
    office.want()
    office.files.faults = [(OutcomeUnknownError("no answer"), True)]
    assert office.run() == ["PUT"]
    assert office.queue.state() is STATES.SENDING
    assert office.run(minutes=1) == []
    assert office.run(minutes=1) == ["GET"]
    assert office.queue.state() is STATES.ATTACHED
    assert office.files.there["d1"] == [PDF]


def test_what_did_not_arrive_goes_again_when_it_cannot_come_any_more(office: Office) -> None:
    office.want()
    office.files.faults = [(OutcomeUnknownError("no answer"), False)]
    assert office.run() == ["PUT"]
    assert office.run(minutes=2) == ["GET"]
    assert office.run(minutes=3) == []
    assert office.run(minutes=5) == ["GET", "PUT"]
    assert office.files.there["d1"] == [PDF]
    assert office.queue.state() is STATES.ATTACHED


def test_a_file_that_had_to_be_fetched_anew_waits_for_the_upload_under_way(
    office: Office,
) -> None:
    office.want()
    office.files.faults = [(OutcomeUnknownError("no answer"), False)]
    assert office.run() == ["PUT"]
    office.papers.clear()
    assert office.run(minutes=2) == []
    assert office.queue.state() is STATES.WAITING
    sent = office.queue.rows[1].sent
    office.want(state=STATES.READY, sent=sent)
    assert office.run(minutes=1) == ["GET"]
    office.files.there["d1"] = [PDF]
    assert office.run(minutes=7) == ["GET", "POST"]
    assert office.files.there["d1"] == [PDF]


def test_a_replacement_of_the_same_size_without_an_answer_is_replaced_again(
    office: Office,
) -> None:
    office.files.there["d1"] = [b"%PDF-1.4 old"]
    office.want(attached=Attached("d1", "h0", len(PDF)))
    office.files.faults = [(OutcomeUnknownError("no answer"), False)]
    assert office.run() == ["GET", "POST"]
    assert office.run(minutes=2) == ["GET", "POST"]
    assert office.files.there["d1"] == [PDF]


def test_a_crash_before_the_answer_was_stored_ends_with_one_file(office: Office) -> None:
    office.files.there["d1"] = [PDF]
    office.want(state=STATES.SENDING, sent=Sent("d1", NOON))
    assert office.run() == ["GET"]
    assert office.files.there["d1"] == [PDF]
    assert office.queue.state() is STATES.ATTACHED


def test_a_document_made_anew_gets_a_file_of_its_own(office: Office) -> None:
    office.want(attached=Attached("d0", "h1", 12), sent=Sent("d0", NOON))
    assert office.run() == ["PUT"]
    assert office.files.there["d1"] == [PDF]


@pytest.mark.parametrize("error", [UnavailableError("away"), ScopeMissingError("no right")])
def test_what_stops_all_stops_at_the_first_and_leaves_it_as_it_was(
    office: Office, error: SyncError
) -> None:
    office.want(1)
    office.want(2)
    before = office.queue.rows[1]
    office.files.faults = [(error, False)]
    with pytest.raises(type(error)):
        office.run()
    assert office.files.calls == ["PUT"]
    assert office.queue.rows[1] == before
    assert office.queue.reasons[1] == str(error)
    assert office.run(minutes=5) == ["PUT", "PUT"]
    assert office.queue.state(2) is STATES.ATTACHED


def test_a_limit_is_no_trouble_of_the_record(office: Office) -> None:
    office.want()
    office.files.faults = [(RateLimitedError("spent", limit="minute", until=NOON), False)]
    with pytest.raises(RateLimitedError):
        office.run()
    assert office.queue.reasons[1] == ""
    assert office.run() == ["PUT"]


def test_a_refusal_is_one_records_own_and_told_once(office: Office) -> None:
    office.want(1)
    office.want(2)
    words = RejectedError("no", reasons=("A maximum of 10 files can be attached.",))
    office.files.faults = [(words, False)]
    assert office.run() == ["PUT", "PUT"]
    assert office.queue.state(1) is STATES.REFUSED
    assert office.queue.reasons[1] == "Xero says: A maximum of 10 files can be attached."
    assert office.queue.state(2) is STATES.ATTACHED
    assert office.run(minutes=600) == []
    assert office.codes().count("ATTACHMENT_REFUSED") == 1


def test_it_ends_when_posting_needs_the_calls(office: Office) -> None:
    answers = iter([True, False])
    office.has_room = lambda: next(answers)
    office.want(1)
    office.want(2)
    assert office.run() == ["PUT"]
    assert office.queue.state(2) is STATES.READY


@pytest.mark.parametrize(
    ("changes", "paper"),
    [
        ({}, None),
        ({}, Paper(PDF, "h0", NOON)),
        ({"content_hash": "h2"}, Paper(PDF, "h1", NOON)),
    ],
    ids=["not kept", "of other content", "changed in Autotask since"],
)
def test_what_is_not_the_documents_own_print_is_not_sent(
    office: Office, changes: dict[str, Any], paper: Paper | None
) -> None:
    office.want(**changes)
    office.papers = {1: paper} if paper else {}
    assert office.run() == []
    assert office.queue.state() is STATES.WAITING


def test_a_file_that_never_gets_an_answer_is_given_up(office: Office) -> None:
    office.want(tries=MOST_TRIES, state=STATES.SENDING, sent=Sent("d1", NOON))
    assert office.run(minutes=11) == ["GET"]
    assert office.queue.state() is STATES.REFUSED
    assert "Resync" in office.queue.reasons[1]


def test_a_record_that_moved_on_meanwhile_is_left_alone(office: Office) -> None:
    office.want()
    due = office.queue.to_send("kauri", NOON, 1)
    office.queue.rows[1] = replace(office.queue.rows[1], state=STATES.WAITING)
    office.queue.to_send = lambda *_: due  # type: ignore[method-assign]
    assert office.run() == []


def test_a_retry_after_an_outage_goes_under_the_same_key(office: Office) -> None:
    office.want()
    office.files.faults = [(OutcomeUnknownError("no answer"), False)]
    office.run()
    office.run(minutes=2)
    office.run(minutes=9)
    first, second = office.files.keys
    assert first == second
