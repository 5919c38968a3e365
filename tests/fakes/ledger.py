"""A model of Xero: unique numbers, a six-minute key store, and every way of losing an answer.

It reads the bytes that would go over the wire and keeps what it has in the product's own types.
`documents` is the oracle of the tests: what is in there exists in Xero.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from typing import Any

from core.clients.exact_json import load
from core.clients.xero.entities import BatchAnswer
from core.domain.company import fold_name
from core.domain.errors import (
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    UnauthorizedError,
    UnavailableError,
)
from core.domain.xero_document import (
    DocumentKind,
    DraftLine,
    ElementAnswer,
    XeroContact,
    XeroDocument,
)
from tests.fakes.clock import FakeClock

KEY_LIFE = timedelta(minutes=6)
GIVE_UP_AFTER = timedelta(seconds=60)
NUMBER_TAKEN = {
    DocumentKind.INVOICE: "Invoice # must be unique.",
    DocumentKind.CREDIT_NOTE: "Credit Note # must be unique.",
}
CONTACT_TAKEN = (
    "The contact name {} is already assigned to another contact. The contact name must be unique "
    "across all active contacts."
)
PAID = "This document cannot be edited as it has a payment or credit note allocated to it."
CLOSED = "Invoice not of valid status for modification"

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
    documents: dict[str, XeroDocument] = field(default_factory=dict)
    people: dict[str, XeroContact] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    faults: deque[str] = field(default_factory=deque)
    read_faults: deque[Exception] = field(default_factory=deque)
    # Reasons by number: Xero refuses these elements.
    refusals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # Cents by number by which Xero comes out with another total.
    total_off: dict[str, Decimal] = field(default_factory=dict)
    late_by: timedelta = timedelta(seconds=90)
    updates_may_be_late: bool = True
    contacts_a_page: int = 100
    edit_answer: Callable[[Elements], Elements] = lambda elements: elements
    reads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ids = count(1)
        self._keys: dict[str, KeyEntry] = {}
        self._late: list[tuple[datetime, Sent]] = []

    def fail_next(self, *names: str) -> None:
        self.faults.extend(names)

    # What a bookkeeper does in Xero.

    def edit(self, xero_id: str, **changes: Any) -> None:
        self.documents[xero_id] = replace(self.documents[xero_id], **changes)

    def add_contact(self, name: str, **more: Any) -> XeroContact:
        contact = XeroContact(f"contact-{next(self._ids)}", name, **more)
        self.people[contact.xero_id] = contact
        return contact

    def add_document(self, document: XeroDocument) -> None:
        self.documents[document.xero_id] = document

    def numbered(self, number: str) -> list[XeroDocument]:
        return [each for each in self._live() if each.number == number]

    # The port.

    def send(self, method: str, path: str, body: bytes, key: str) -> BatchAnswer:
        self._commit_late()
        sent = Sent(method, path, body, key, self.clock())
        self.sent.append(sent)
        fault = self.faults.popleft() if self.faults else ""
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

    def invoices_by_number(self, numbers: Sequence[str]) -> list[XeroDocument]:
        self._read("invoices_by_number")
        return self._by_number(DocumentKind.INVOICE, numbers)

    def credit_notes_by_number(
        self, numbers: Sequence[str], modified_since: datetime | None = None
    ) -> list[XeroDocument]:
        self._read("credit_notes_by_number")
        return [
            each
            for each in self._by_number(DocumentKind.CREDIT_NOTE, numbers)
            if not (modified_since and each.updated_at) or each.updated_at >= modified_since
        ]

    def invoices_by_id(self, ids: Sequence[str]) -> list[XeroDocument]:
        self._read("invoices_by_id")
        return [self.documents[each] for each in ids if each in self.documents]

    def credit_note(self, xero_id: str) -> XeroDocument | None:
        self._read("credit_note")
        return self.documents.get(xero_id)

    # Inside.

    def _refuse_at_the_door(self, fault: str) -> None:
        """Nothing is carried out, and nothing is remembered under the key."""
        match fault:
            case "unavailable":
                raise UnavailableError("Connection refused.")
            case "rate_limited":
                until = self.clock() + timedelta(seconds=30)
                raise RateLimitedError("Slow down.", limit="minute", until=until)
            case "token_expired":
                raise UnauthorizedError("TokenExpired", expired=True)
            case "disconnected":
                raise UnauthorizedError("AuthenticationUnsuccessful")
            case "refused_whole":
                raise RejectedError("Error converting value", status=400)

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
            answer = BatchAnswer(200, self._execute(sent), {})
            # Xero remembers an error just as it remembers an answer.
            entry.answer = None if fault == "error_after_commit" else answer
        if fault == "error_after_commit":
            raise OutcomeUnknownError("Xero answered 500.")
        if fault == "drop_after_commit":
            raise self._lost()
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
            return tuple(self._add_contact(*each) for each in enumerate(sent.rows))
        kind = DocumentKind.INVOICE if name == "Invoices" else DocumentKind.CREDIT_NOTE
        act = self._create if sent.method == "PUT" else self._update
        return tuple(act(kind, index, row) for index, row in enumerate(sent.rows))

    def _add_contact(self, index: int, row: dict[str, Any]) -> ElementAnswer:
        number, name = row["ContactNumber"], row["Name"]
        if number in self.refusals:
            return ElementAnswer(index, number, reasons=self.refusals[number])
        taken = any(
            contact.number == number
            or (not contact.is_archived and fold_name(contact.name) == fold_name(name))
            for contact in self.people.values()
        )
        if taken:
            return ElementAnswer(index, number, reasons=(CONTACT_TAKEN.format(name),))
        contact = self.add_contact(name, number=number)
        return ElementAnswer(index, number, contact_id=contact.xero_id)

    def _create(self, kind: DocumentKind, index: int, row: dict[str, Any]) -> ElementAnswer:
        document = self._to_document(kind, f"{kind.value}-{next(self._ids)}", row)
        if document.number in self.refusals:
            return ElementAnswer(index, document.number, reasons=self.refusals[document.number])
        if any(each.kind is kind for each in self.numbered(document.number)):
            return ElementAnswer(index, document.number, reasons=(NUMBER_TAKEN[kind],))
        self.documents[document.xero_id] = document
        return ElementAnswer(index, document.number, document=document)

    def _update(self, kind: DocumentKind, index: int, row: dict[str, Any]) -> ElementAnswer:
        xero_id = row["InvoiceID" if kind is DocumentKind.INVOICE else "CreditNoteID"]
        before = self.documents[xero_id]
        document = self._to_document(kind, xero_id, row)
        reasons = self.refusals.get(document.number, ())
        if before.has_payments:
            reasons = (PAID,)
        elif before.status not in ("DRAFT", "SUBMITTED", "AUTHORISED"):
            reasons = (CLOSED,)
        elif any(each.xero_id != xero_id for each in self.numbered(document.number)):
            reasons = (NUMBER_TAKEN[kind],)
        if reasons:
            return ElementAnswer(index, document.number, reasons=reasons)
        self.documents[xero_id] = document
        return ElementAnswer(index, document.number, document=document)

    def _to_document(self, kind: DocumentKind, xero_id: str, row: dict[str, Any]) -> XeroDocument:
        is_invoice = kind is DocumentKind.INVOICE
        number = row["InvoiceNumber" if is_invoice else "CreditNoteNumber"]
        lines = tuple(_to_line(line) for line in row["LineItems"])
        subtotal = sum((line.net for line in lines), Decimal(0)) + self.total_off.get(number, 0)
        tax = sum((line.tax for line in lines), Decimal(0))
        contact = self.people.get(row["Contact"]["ContactID"])
        return XeroDocument(
            kind=kind,
            xero_id=xero_id,
            number=number,
            contact_id=row["Contact"]["ContactID"],
            contact_name=contact.name if contact else "",
            status=row["Status"],
            currency=row["CurrencyCode"],
            subtotal=subtotal,
            tax=tax,
            total=subtotal + tax,
            amount_due=subtotal + tax,
            reference=row.get("Reference", ""),
            marker_url=row.get("Url", ""),
            issued_on=date.fromisoformat(row["Date"]),
            due_on=date.fromisoformat(row["DueDate"]) if "DueDate" in row else None,
            is_sent_to_contact=bool(row.get("SentToContact")),
            updated_at=self.clock(),
            lines=lines,
        )

    def _live(self) -> Iterable[XeroDocument]:
        """A deleted document gave up its number; a voided one keeps it."""
        return (each for each in self.documents.values() if each.status != "DELETED")

    def _by_number(self, kind: DocumentKind, numbers: Sequence[str]) -> list[XeroDocument]:
        return [each for each in self._live() if each.kind is kind and each.number in numbers]


def _to_line(line: dict[str, Any]) -> DraftLine:
    quantity, price = Decimal(line["Quantity"]), Decimal(line["UnitAmount"])
    return DraftLine(
        description=line["Description"],
        quantity=quantity,
        unit_amount=price,
        account_code=line["AccountCode"],
        tax_type=line["TaxType"],
        net=(quantity * price).quantize(Decimal("0.01"), ROUND_HALF_UP),
        tax=Decimal(line["TaxAmount"]),
    )
