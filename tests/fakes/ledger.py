"""A model of Xero: unique numbers, a six-minute key store, and every way of losing an answer.

It reads the bytes that would go over the wire and keeps what it has in the product's own types.
`documents` is the oracle of the tests: what is in there exists in Xero.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from core.clients.exact_json import load
from core.clients.xero.entities import BatchAnswer
from core.domain.contacts.xero_contact import FullContact
from core.domain.errors import (
    DisconnectedError,
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    ScopeMissingError,
    UnauthorizedError,
    UnavailableError,
)
from core.domain.xero_document import (
    DocumentKind,
    ElementAnswer,
    XeroContact,
    XeroDocument,
)
from tests.fakes.books import Books
from tests.fakes.clock import FakeClock
from tests.fakes.contacts import FakeContacts

KEY_LIFE = timedelta(minutes=6)
GIVE_UP_AFTER = timedelta(seconds=60)
Elements = tuple[ElementAnswer, ...]


@dataclass(frozen=True)
class Sent:
    """A request that reached Xero's door."""

    method: str
    path: str
    body: bytes
    key: str
    at: datetime

    @property
    def request(self) -> tuple[str, str, bytes]:
        return (self.method, self.path, self.body)

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = load(self.body)[self.path.split("/")[0]]
        return rows


@dataclass
class KeyEntry:
    """What Xero remembers of a key: the answer, or that it answered with an error."""

    request: tuple[str, str, bytes]
    at: datetime
    answer: BatchAnswer | None = None


@dataclass
class FakeLedger:
    """Satisfies the port `Ledger`. `faults` are taken by the next sends, one each."""

    clock: FakeClock
    sent: list[Sent] = field(default_factory=list)
    faults: deque[str] = field(default_factory=deque)
    read_faults: deque[Exception] = field(default_factory=deque)
    late_by: timedelta = timedelta(seconds=90)
    updates_may_be_late: bool = True
    # How long an answer takes.
    slow_by: timedelta = timedelta(0)
    contacts_a_page: int = 100
    edit_answer: Callable[[Elements], Elements] = lambda elements: elements
    reads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.books = Books(self.clock, self._contact_name)
        self.documents = self.books.documents
        self.refusals = self.books.refusals
        self.total_off = self.books.total_off
        self._ids = count(1)
        self.contact_book = FakeContacts(self.refusals, lambda: next(self._ids))
        self.people = self.contact_book.people
        self._keys: dict[str, KeyEntry] = {}
        self._late: list[tuple[datetime, Sent]] = []

    def fail_next(self, *names: str) -> None:
        self.faults.extend(names)

    def forget_keys(self) -> None:
        """As Xero does after six minutes, or when its key store is lost."""
        self._keys.clear()

    # What a bookkeeper does in Xero.

    def edit(self, xero_id: str, **changes: Any) -> None:
        self.books.edit(xero_id, **changes)

    def add_contact(self, name: str, **more: Any) -> XeroContact:
        return self.contact_book.add(name, **more)

    def add_document(self, document: XeroDocument) -> None:
        self.documents[document.xero_id] = document

    def numbered(self, number: str) -> list[XeroDocument]:
        return [each for each in self.books.live() if each.number == number]

    # The port.

    def send(
        self, method: str, path: str, body: bytes, key: str, leaving: Callable[[], None]
    ) -> BatchAnswer:
        self._commit_late()
        fault = self.faults.popleft() if self.faults else ""
        self._keep_here(fault)
        leaving()
        sent = Sent(method, path, body, key, self.clock())
        self.sent.append(sent)
        self._refuse_at_the_door(fault)
        if fault == "drop_before_commit":
            raise self._lost()
        return self._carry_out(sent, fault)

    def contacts(self, page: int) -> tuple[list[XeroContact], bool]:
        self._read("contacts")
        people = sorted(self.people.values(), key=lambda contact: contact.xero_id)
        end = page * self.contacts_a_page
        return people[end - self.contacts_a_page : end], end >= len(people)

    def contacts_by_number(self, numbers: Sequence[str]) -> list[XeroContact]:
        self._read("contacts_by_number")
        return [contact for contact in self.people.values() if contact.number in numbers]

    def contacts_in_full(self, ids: Sequence[str]) -> list[FullContact]:
        self._read("contacts_in_full")
        return self.contact_book.in_full(ids)

    def documents_by_number(self, kind: DocumentKind, numbers: Sequence[str]) -> list[XeroDocument]:
        self._read("documents_by_number")
        keeps_deleted = kind is DocumentKind.PURCHASE_ORDER
        found = self.documents.values() if keeps_deleted else self.books.live()
        return [each for each in found if each.kind is kind and each.number in numbers]

    def documents_changed(self, kind: DocumentKind, since: datetime) -> list[XeroDocument]:
        self._read("documents_changed")
        return [
            each
            for each in self.documents.values()
            if each.kind is kind and (each.updated_at is None or each.updated_at >= since)
        ]

    def document(self, kind: DocumentKind, xero_id: str) -> XeroDocument | None:
        self._read("document")
        found = self.documents.get(xero_id)
        return found if found is not None and found.kind is kind else None

    # Inside.

    def _keep_here(self, fault: str) -> None:
        """Our own count of calls has none left: nothing leaves."""
        if fault == "no_call_left":
            until = self.clock() + timedelta(seconds=20)
            raise RateLimitedError("The minute is used up.", limit="minute", until=until)

    def _refuse_at_the_door(self, fault: str) -> None:
        """Nothing is carried out, and nothing is remembered under the key."""
        match fault:
            case "unavailable":
                raise UnavailableError("Connection refused.")
            case "rate_limited":
                until = self.clock() + timedelta(seconds=30)
                raise RateLimitedError("Slow down.", limit="minute", until=until)
            case "day_limit":
                until = self.clock() + timedelta(hours=2, minutes=5)
                raise RateLimitedError("Enough for today.", limit="day", until=until)
            case "token_expired":
                raise UnauthorizedError("TokenExpired", expired=True)
            case "disconnected":
                raise DisconnectedError("AuthenticationUnsuccessful")
            case "scope_missing":
                raise ScopeMissingError("AuthorizationUnsuccessful")
            case "refused_whole":
                raise RejectedError("Error converting value", status=400)
            case "too_large":
                raise RejectedError("Request Entity Too Large", status=413)

    def _carry_out(self, sent: Sent, fault: str) -> BatchAnswer:
        known = self._keys.get(sent.key)
        if known is not None and self.clock() - known.at < KEY_LIFE:
            answer = self._replay(known, sent)
        else:
            entry = self._keys[sent.key] = KeyEntry(sent.request, self.clock())
            if fault == "late_commit" and (sent.method == "PUT" or self.updates_may_be_late):
                self._late.append((self.clock() + self.late_by, sent))
                raise self._lost()
            if fault == "error_before_commit":
                raise OutcomeUnknownError("Xero answered 500.")
            if fault == "maintenance":
                raise OutcomeUnknownError("Xero answered 503.", in_maintenance=True)
            answer = BatchAnswer(200, self._execute(sent), {})
            # Xero remembers an error just as it remembers an answer.
            entry.answer = None if fault == "error_after_commit" else answer
        if fault == "error_after_commit":
            raise OutcomeUnknownError("Xero answered 500.")
        if fault == "drop_after_commit":
            raise self._lost()
        self.clock.now += self.slow_by
        return replace(answer, elements=self.edit_answer(answer.elements))

    def _replay(self, known: KeyEntry, sent: Sent) -> BatchAnswer:
        if known.request != sent.request:
            text = f"Idempotency Key: {sent.key} is used with a different request."
            raise RejectedError(text, status=400)
        if known.answer is None:
            raise OutcomeUnknownError("Xero answered 500.")
        return known.answer

    def _lost(self) -> OutcomeUnknownError:
        self.clock.now += GIVE_UP_AFTER
        return OutcomeUnknownError("Read timed out.")

    def _commit_late(self) -> None:
        due = [sent for at, sent in self._late if at <= self.clock()]
        self._late = [(at, sent) for at, sent in self._late if at > self.clock()]
        for sent in due:
            answer = BatchAnswer(200, self._execute(sent), {})
            known = self._keys.get(sent.key)
            if known is not None and known.request == sent.request:
                known.answer = answer

    def _read(self, name: str) -> None:
        self._commit_late()
        self.reads.append(name)
        if self.read_faults:
            raise self.read_faults.popleft()

    def _execute(self, sent: Sent) -> Elements:
        name = sent.path.split("/")[0]
        if name == "Contacts":
            return self.contact_book.execute(sent.method, sent.rows)
        return self.books.execute(sent.method, name, sent.rows)

    def _contact_name(self, contact_id: str) -> str:
        contact = self.people.get(contact_id)
        return contact.name if contact else ""
