"""Creating and changing one document."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.xero.books import ZERO_ID, Books, Record, fresh_id, short_contact
from sandbox.xero.documents import checks
from sandbox.xero.documents.amounts import totals
from sandbox.xero.documents.balance import balance
from sandbox.xero.documents.header import header
from sandbox.xero.documents.kinds import APPROVED, Kind
from sandbox.xero.documents.lines import Frame, LineReader
from sandbox.xero.documents.matching import match
from sandbox.xero.documents.paid import check_paid, is_allocated, keep_amounts
from sandbox.xero.documents.parties import contact_of
from sandbox.xero.documents.plan import check_plan, count_approval
from sandbox.xero.documents.ruling import Ruling
from sandbox.xero.documents.statuses import change_problem, creation_problem, granted
from sandbox.xero.elements import Element
from sandbox.xero.refusals import RejectedElementError

_ENDINGS = ("VOIDED", "DELETED")


class DocumentWriter:
    """Writes documents of one kind; `unit_places` is what the call said with unitdp."""

    def __init__(self, books: Books, kind: Kind, unit_places: int, app: str) -> None:
        self._books = books
        self._kind = kind
        self._unit_places = unit_places
        self._app = app

    def write(
        self, sent: Element, *, create_only: bool, document_id: str | None = None
    ) -> tuple[Record, Sequence[str]]:
        """The stored document and warnings; raises RejectedElementError when a rule is broken."""
        ruling = Ruling()
        old = match(self._books, self._kind, sent, ruling, create_only, document_id)
        draft = {
            **(old or {}),
            self._kind.id_field: old[self._kind.id_field] if old else ZERO_ID,
            **header(self._books, self._kind, sent, old or {}),
        }
        if old and draft["Status"] in _ENDINGS:
            self._check_ending(old, draft, ruling)
        else:
            if not ruling.errors:
                self._check_type(draft, ruling)
                self._check_status(old, draft, ruling)
            # A wrong id, type or status is the only complaint; the rest is read for the echo.
            details = Ruling() if ruling.errors else ruling
            self._fill(sent, old, draft, details)
            self._check_whole(sent, old, draft, details)
        if ruling.errors:
            raise RejectedElementError(ruling.errors, draft)
        return self._saved(draft, old), ruling.warnings

    def _check_ending(self, old: Record, draft: Record, ruling: Ruling) -> None:
        self._check_status(old, draft, ruling)
        checks.check_lock(self._books, checks.day_of(old), ruling, editing=True)

    def _check_type(self, draft: Record, ruling: Ruling) -> None:
        if draft["Type"] not in self._kind.types:
            ruling.refuse(f"{self._kind.title} not of valid type for creation")

    def _check_status(self, old: Mapping[str, Any] | None, draft: Record, ruling: Ruling) -> None:
        if old is None:
            problem = creation_problem(self._kind, draft["Status"])
        else:
            problem = change_problem(self._kind, old, draft["Status"])
        if problem:
            ruling.refuse(problem)

    def _fill(
        self, sent: Element, old: Mapping[str, Any] | None, draft: Record, ruling: Ruling
    ) -> None:
        if old is None or sent.has("Contact"):
            contact = contact_of(self._books, sent.child("Contact"), ruling)
            draft["Contact"] = short_contact(contact) if contact else sent.sent.get("Contact") or {}
        draft["LineItems"] = self._lines(sent, old, draft, ruling)
        computed = totals(draft["LineItems"], draft["LineAmountTypes"])
        draft |= computed.described()
        draft["IsDiscounted"] = any("DiscountRate" in line for line in draft["LineItems"])
        checks.check_totals(sent, computed, ruling)

    def _lines(
        self, sent: Element, old: Mapping[str, Any] | None, draft: Record, ruling: Ruling
    ) -> list[Record]:
        posted = sent.children("LineItems")
        if posted is None:
            return list(old["LineItems"]) if old else []
        frame = Frame(
            kind=self._kind,
            type=draft["Type"],
            approved=draft["Status"] in APPROVED,
            line_amount_types=draft["LineAmountTypes"],
            unit_places=self._unit_places,
        )
        reader = LineReader(self._books, frame, ruling)
        known = {line["LineItemID"]: line for line in (old or {}).get("LineItems", [])}
        # Lines with a known id are changed, others are new, those left out are gone.
        return [reader.read(line, known.get(line.guid("LineItemID") or "")) for line in posted]

    def _check_whole(
        self, sent: Element, old: Mapping[str, Any] | None, draft: Record, ruling: Ruling
    ) -> None:
        if old is not None:
            checks.check_lock(self._books, checks.day_of(old), ruling, editing=True)
        checks.check_lock(self._books, checks.day_of(draft), ruling)
        checks.check_number(self._books, self._kind, draft, ruling)
        checks.check_texts(self._books, draft, ruling)
        checks.check_theme(self._books, sent, ruling)
        checks.check_currency(self._books, draft["CurrencyCode"], ruling)
        checks.check_approval(self._kind, draft, ruling)
        if old is not None and is_allocated(old):
            self._check_allocated(sent, old, draft, ruling)
        self._check_sent_flag(draft, ruling)
        check_plan(self._books, old, draft, ruling)

    def _check_allocated(
        self, sent: Element, old: Mapping[str, Any], draft: Record, ruling: Ruling
    ) -> None:
        if self._books.switches.value("paid_line_changes") == "ignored":
            keep_amounts(old, draft)
        else:
            check_paid(old, draft, sent, ruling)

    def _check_sent_flag(self, draft: Record, ruling: Ruling) -> None:
        if draft["SentToContact"] and draft["Status"] not in ("AUTHORISED", "PAID"):
            ruling.warn("Only AUTHORISED invoices may have SentToContact updated.")
            draft["SentToContact"] = False

    def _saved(self, draft: Record, old: Mapping[str, Any] | None) -> Record:
        draft["Status"] = granted(self._books, old, draft["Status"], self._app)
        if old is None:
            draft |= self._born(draft)
            sale = draft["Type"] == self._kind.sale
            self._books.used_by(
                draft["Contact"]["ContactID"], "IsCustomer" if sale else "IsSupplier"
            )
        count_approval(self._books, old, draft)
        if draft["Status"] not in _ENDINGS:
            draft |= balance(self._kind, draft)
        return self._books.save(self._kind.entity, draft)

    def _born(self, draft: Record) -> Record:
        kind = self._kind
        number = draft[kind.number_field]
        if not number and draft["Type"] == kind.sale:
            number = self._books.next_number(kind.prefix, kind.entity, kind.number_field)
        return {
            kind.id_field: fresh_id(),
            kind.number_field: number,
            "Payments": [],
            **({"CreditNotes": []} if kind.is_invoice else {"Allocations": []}),
            "HasAttachments": False,
            "_app": self._app,
        }
