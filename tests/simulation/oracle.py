"""The judgment: Xero's ledger against what Autotask has, and nothing that we believe ourselves."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from core.domain.status import Status
from core.domain.xero_document import DocumentKind
from tests.simulation.plan import Plan
from tests.simulation.stores.rows import Row
from tests.simulation.xero.books import Books, Contact, Document, fold
from tests.simulation.xero.door import Door

if TYPE_CHECKING:
    from tests.simulation.billing_oracle import BillingOracle
    from tests.simulation.contact_oracle import ContactOracle

KINDS = {
    DocumentKind.INVOICE: "ACCREC",
    DocumentKind.CREDIT_NOTE: "ACCRECCREDIT",
    DocumentKind.BILL: "ACCPAY",
    DocumentKind.PURCHASE_ORDER: "PURCHASEORDER",
}


_ENDED = ("VOIDED", "DELETED")


class ViolationError(Exception):
    """A promise is broken."""


def require(holds: bool, what: str) -> None:
    if not holds:
        raise ViolationError(what)


def mark_of(document: Document) -> int | None:
    """Whose document it is: the record's id in its Url, or in its Reference."""
    if "/sync/" in document.url:
        return int(document.url.rpartition("/")[2])
    if "Autotask kauri/" in document.reference:
        return int(document.reference.rpartition("kauri/")[2])
    return None


class Oracle:
    """Watches every creation and change, and looks over everything at the end."""

    def __init__(
        self, plan: Plan, books: Books, rows: dict[int, Row], door: Door, causes: Collection[str]
    ) -> None:
        self._companies = plan.companies
        self._faults = plan.faults | {plan.fault_at[1] if plan.fault_at else ""}
        self._causes = causes
        self._books = books
        self._rows = rows
        self._door = door
        # When a person took a record out, and how often one was asked to be brought in line.
        self.out_since: dict[int, int] = {}
        self.asked: dict[int, int] = {}
        # Judges what the real ingestion does, where it runs.
        self.billing: BillingOracle | None = None
        # Judges changes of contacts, where the connection makes them.
        self.contacts: ContactOracle | None = None

    def watch(self, how: str, thing: Document | Contact) -> None:
        require(not how.startswith("overwritten"), f"{_name(thing)} was {how}")
        if isinstance(thing, Contact):
            if how == "created":
                self._one_contact_a_company(thing)
            elif self.contacts is not None:
                self.contacts.edited(thing)
        elif how == "created":
            self._created(thing)
        else:
            self._updated(thing)

    def _created(self, document: Document) -> None:
        autotask_id = mark_of(document)
        require(autotask_id in self._rows, f"{_name(document)} is nobody's (I2)")
        assert autotask_id is not None
        alive = [
            each for each in self._books.documents.values()
            if each.is_alive and mark_of(each) == autotask_id
        ]  # fmt: skip
        require(len(alive) == 1, f"{autotask_id} is in Xero twice: {list(map(_name, alive))} (I1)")
        self._wanted(autotask_id, "created")
        if self.billing is not None:
            self.billing.created(document)

    def _wanted(self, autotask_id: int, what: str) -> None:
        call, since = self._door.now_serving, self.out_since.get(autotask_id)
        is_late = call is not None and since is not None and call.left_at > since
        require(not is_late, f"{autotask_id} was {what} although a person had taken it out")

    def _updated(self, document: Document) -> None:
        """Nobody's change is overwritten by a request that went again after it was made (I6)."""
        call = self._door.now_serving
        assert call is not None
        autotask_id = mark_of(document)
        if autotask_id is not None:
            if self.billing is not None and document.status in _ENDED:
                self.billing.ended(autotask_id)
            else:
                self._wanted(autotask_id, "updated")
            is_asked = autotask_id in self.asked or self._rows[autotask_id].posted_hash is None
            is_void = self.billing is not None and self.billing.is_voided(autotask_id)
            require(is_asked or is_void, f"{autotask_id} was updated though nobody asked")
        first_read = self._last_read(document, self._door.first_left[call.request.key])
        seen = self._last_read(document, call.left_at)
        known = [at for at in document.touched_at if first_read < at < seen]
        require(not known, f"{_name(document)}: a bookkeeper's change was overwritten (I6)")

    def _last_read(self, document: Document, before: int) -> int:
        times = self._door.reader.read_at.get(document.xero_id, ())
        return max((at for at in times if at <= before), default=-1)

    def _one_contact_a_company(self, contact: Contact) -> None:
        require(bool(contact.number), f"the contact {contact.name} carries no number of ours")
        same = [
            each for each in self._books.contacts.values()
            if each.number == contact.number or
            (each.made_by == "us" and not each.is_archived and fold(each.name) == fold(contact.name))
        ]  # fmt: skip
        require(len(same) == 1, f"the contact {contact.name} was made twice")

    def safe(self, contacts: Mapping[int, str]) -> None:
        """What must hold at any time; `contacts` are the links by company."""
        is_single = len(set(contacts.values())) == len(contacts)
        require(is_single, "two companies share a contact")
        for row in self._rows.values():
            if row.status is Status.COMPLETE:
                self._linked_rightly(row, contacts)
        require(not self._door.misused_keys, "a key was used again for another request")
        counter = self._door.counter
        require(not counter.overruns, f"we provoked a 429: {counter.overruns[:3]} (I5)")

    def _linked_rightly(self, row: Row, contacts: Mapping[int, str]) -> None:
        document = self._books.documents.get(row.xero_id or "")
        require(document is not None, f"{row.autotask_id} is complete and not in Xero (I1)")
        assert document is not None
        require(
            mark_of(document) == row.autotask_id,
            f"{row.autotask_id} is linked to {_name(document)}, which is another's (I4)",
        )
        if document.touched_at or row.posted_hash != row.content.hash:
            return
        if KINDS[row.content.kind] != document.kind:
            # It turned round in Autotask after it had gone; its notice says so.
            require(row.notice is not None, f"{row.autotask_id} is another kind without a notice")
            return
        differences = (row.notice or {}).get("differences", ())
        is_told = any(each["field"] == "total" for each in differences)
        require(
            is_told or document.total == abs(row.content.cents),
            f"{row.autotask_id}: {document.total} in Xero, {row.content.cents} in Autotask (I3)",
        )
        is_quiet = not any(contact.is_archived for contact in self._books.contacts.values())
        require(
            not is_quiet or document.contact_id == contacts.get(row.content.company_id),
            f"{row.autotask_id} stands under another company's contact (I4)",
        )

    def is_excused(self, row: Row) -> bool:
        """A fault that no Resync can mend, so that a person has to decide.

        Xero keeps the number of an order that was deleted, and a bookkeeper may have merged the
        contacts of two companies.
        """
        if row.fault == "VOIDED_BUT_PAID":
            return self._has_cause(row)
        if (row.fault or "").startswith("CONTACT_"):
            return any(contact.merged_into for contact in self._books.contacts.values())
        return any(
            document.kind == "PURCHASEORDER" and not document.is_alive
            for document in self._books.documents.values()
            if mark_of(document) == row.autotask_id or document.number == row.content.number
        )

    def accounted_for(self) -> None:
        """At rest: every record is in Xero once, or a person can see why it is not (I1)."""
        at_rest = (Status.COMPLETE, Status.FAULT, Status.SKIPPED, Status.DIAGNOSTIC)
        for row in self._rows.values():
            require(row.status in at_rest, f"{row.autotask_id} is left {row.status} (I9)")
            if row.status is Status.FAULT:
                require(self._has_cause(row), f"{row.autotask_id}: {row.fault} for no cause")
        made = [each for each in self._books.contacts.values() if each.made_by == "us"]
        alive = [each for each in made if not each.is_archived]
        require(len(alive) <= self._companies, f"{len(alive)} contacts for too few companies")

    def _has_cause(self, row: Row) -> bool:
        """Only what Xero or a bookkeeper has really done to this very record may stop it."""
        documents = self._books.documents.values()
        own = [each for each in documents if mark_of(each) == row.autotask_id]
        match row.fault or "":
            case "ACCOUNT_INVALID":
                return any(mark.endswith(f"/{row.autotask_id}") for mark in self._causes)
            case "REQUEST_UNREADABLE":
                return "refused_whole" in self._faults
            case "DOCUMENT_LOCKED":
                return any(each.touched_at for each in own)
            case "TOTAL_DIFFERS" | "CONTACT_DIFFERS":
                return bool(own)
            case "NUMBER_TAKEN":
                holders = [each for each in documents if _is_number_of(each.number, row)]
                return any(each not in own or not each.is_alive for each in holders)
            case "VOIDED_BUT_PAID":
                return any(each.paid for each in own)
            case code if code.startswith("CONTACT_"):
                return self._has_lost_a_contact()
        return self.billing is not None and self.billing.is_caused(row)

    def _has_lost_a_contact(self) -> bool:
        """A bookkeeper has archived or merged a contact that a company may have had."""
        return any(contact.is_archived for contact in self._books.contacts.values())


def _is_number_of(number: str, row: Row) -> bool:
    """One that the record has or once had, also if its holder was renamed since."""
    return any(
        number == base or number.startswith((f"{base}-", f"{base} "))
        for base in (f"INV-A{row.autotask_id}", f"AT{row.autotask_id}")
    )


def _name(thing: Document | Contact) -> str:
    if isinstance(thing, Contact):
        return f"contact {thing.name}"
    return f"{thing.kind} {thing.number or '(no number)'} of {mark_of(thing)}"
