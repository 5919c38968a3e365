"""The row of a list of documents, the same for invoices and purchase orders."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from bson.decimal128 import Decimal128

from core.domain.status import Status
from core.store.bson_money import from_bson


@dataclass(frozen=True, slots=True)
class HoldRow:
    """Why a pending document waits, and until when it does at most."""

    code: str
    message: str
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class FaultRow:
    """What is wrong with a document, in the catalogue's words."""

    code: str
    side: str
    title: str
    message: str
    next_step: str
    link: str
    vendor_text: str
    retry_helps: bool
    # What the document's own texts were filled with: billing_code, account, tax_region ...
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A field that Autotask and Xero say differently."""

    field: str
    autotask: str
    xero: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """Something to know: who skipped a document, or a notice on it."""

    code: str
    message: str
    by: str = ""
    differences: tuple[DifferenceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """`party` is the company of an invoice, the vendor of a purchase order."""

    autotask_id: int
    number: str | None
    party: str
    dated_on: str | None
    due_on: str | None
    currency: str
    subtotal: Decimal | None
    tax: Decimal | None
    total: Decimal | None
    status: Status
    hold: HoldRow | None
    fault: FaultRow | None
    skip: NoteRow | None
    notice: NoteRow | None
    checking_since: datetime | None
    xero_kind: str | None
    xero_id: str | None
    xero_number: str | None
    updated_at: datetime
    # "void" while a void in Autotask is on its way to the document in Xero.
    intent: str = ""


LIST_FIELDS = (
    "autotask_id", "number", "company", "vendor", "issued_on", "ordered_on", "due_on", "currency",
    "subtotal", "tax", "total", "status", "hold", "hold_until", "fault", "skip", "notice",
    "checking_since", "xero_kind", "xero_id", "xero_number", "updated_at",
    "intent",
)  # fmt: skip


def make_row(stored: dict[str, Any]) -> DocumentRow:
    return DocumentRow(
        # The driver has a type of its own for long integers.
        autotask_id=int(stored["autotask_id"]),
        number=stored.get("number"),
        party=stored.get("company") or stored.get("vendor") or "",
        dated_on=stored.get("issued_on") or stored.get("ordered_on"),
        due_on=stored.get("due_on"),
        currency=stored["currency"],
        subtotal=money(stored.get("subtotal")),
        tax=money(stored.get("tax")),
        total=money(stored.get("total")),
        status=Status(stored["status"]),
        hold=_hold(stored),
        fault=_fault(stored),
        skip=_note(stored.get("skip")) if stored["status"] == Status.SKIPPED else None,
        notice=_note(stored.get("notice")),
        checking_since=stored.get("checking_since"),
        xero_kind=stored.get("xero_kind"),
        xero_id=stored.get("xero_id"),
        xero_number=stored.get("xero_number"),
        updated_at=stored["updated_at"],
        intent=stored.get("intent") or "",
    )


def money(value: Any) -> Decimal | None:
    return from_bson(value) if isinstance(value, Decimal128) else None


def _hold(stored: dict[str, Any]) -> HoldRow | None:
    hold = stored.get("hold")
    if not hold or stored["status"] != Status.PENDING_SYNC:
        return None
    return HoldRow(hold["code"], hold["message"], stored.get("hold_until"))


def _fault(stored: dict[str, Any]) -> FaultRow | None:
    """A fault counts only while the status says Fault; afterwards the history keeps it."""
    fault = stored.get("fault")
    if not fault or stored["status"] != Status.FAULT:
        return None
    return FaultRow(
        code=fault["code"],
        side=fault["side"],
        title=fault["title"],
        message=fault["message"],
        next_step=fault["next_step"],
        link=fault.get("link") or "",
        vendor_text=fault.get("vendor_text") or "",
        retry_helps=bool(fault.get("retry_helps")),
        values=fault.get("values") or {},
    )


def _note(note: dict[str, Any] | None) -> NoteRow | None:
    if not note:
        return None
    return NoteRow(
        note.get("code", ""),
        note.get("message", ""),
        note.get("by") or "",
        tuple(
            DifferenceRow(each["field"], each["autotask"], each["xero"])
            for each in note.get("differences") or ()
        ),
    )
