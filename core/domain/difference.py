"""Compares what Autotask says with what Xero has, field by field (Resync of a Complete document)."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from core.domain.markers import LINKED_KINDS
from core.domain.xero_document import DocumentKind, DraftLine, Tracking, XeroDocument, XeroDraft

EDITABLE_STATUSES = frozenset({"DRAFT", "SUBMITTED", "AUTHORISED"})


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field that is not the same on both sides, as text for the screen."""

    field: str
    autotask: str
    xero: str


def compare(draft: XeroDraft, document: XeroDocument) -> list[FieldDifference]:
    """List what an update would change; empty means that both sides agree."""
    left_out = _left_to_xero(draft)
    ours, theirs = _fields(draft, left_out), _fields(document, left_out)
    return [
        FieldDifference(name, text, theirs[name])
        for name, text in ours.items()
        if text != theirs[name]
    ]


def fingerprint(draft: XeroDraft) -> str:
    """What a document has to show once an update has made it equal to the draft."""
    left_out = sorted(_left_to_xero(draft))
    return "|".join((*left_out, _digest(draft, left_out)))


def fits(mark: str, document: XeroDocument) -> bool:
    """Tell whether the document shows what the fingerprint stands for."""
    *left_out, digest = mark.split("|")
    return _digest(document, left_out) == digest


def may_change(document: XeroDocument) -> bool:
    """Tell whether Xero lets the document change: open, and nothing paid or credited on it."""
    return document.status in EDITABLE_STATUSES and not document.has_payments


def _digest(side: XeroDraft | XeroDocument, left_out: Collection[str]) -> str:
    return hashlib.sha256(repr(_fields(side, left_out)).encode()).hexdigest()


def _left_to_xero(draft: XeroDraft) -> set[str]:
    """What a draft does not say is Xero's: its own number, the default theme, a day, the tax.

    Only invoices and bills have a due date in Xero, and bills have no reference.
    """
    is_said = {
        "number": bool(draft.number),
        "due date": draft.due_on is not None and draft.kind in LINKED_KINDS,
        "reference": draft.kind is not DocumentKind.BILL,
        "branding": bool(draft.branding_theme_id),
        "tax": all(line.tax_type for line in draft.lines if line.net),
    }
    return {name for name, said in is_said.items() if not said}


def _fields(side: XeroDraft | XeroDocument, left_out: Collection[str]) -> dict[str, str]:
    fields = {
        "number": side.number,
        "contact": side.contact_id,
        "date": _day(side.issued_on),
        "due date": _day(side.due_on),
        "currency": side.currency,
        "reference": side.reference,
        "branding": side.branding_theme_id,
        "total": f"{side.total:.2f}",
        "lines": "; ".join(_line(line, with_tax="tax" not in left_out) for line in side.lines),
        "texts": "; ".join(_text(line) for line in side.lines),
        "tracking": _tracking(side),
    }
    return {name: text for name, text in fields.items() if name not in left_out}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _line(line: DraftLine, *, with_tax: bool) -> str:
    """Xero takes the account off a line of 0.00, so that is no difference."""
    if not line.net:
        return "0.00"
    if not with_tax:
        return f"{line.account_code} {line.net:.2f}"
    return f"{line.account_code} {line.tax_type} {line.net:.2f} + {line.tax:.2f}"


def _text(line: DraftLine) -> str:
    words = " ".join(line.description.split())
    return f"{words} ({line.quantity:.4f} x {line.unit_amount:.4f})"


def _tracking(side: XeroDraft | XeroDocument) -> str:
    if not any(line.tracking for line in side.lines):
        return ""
    return "; ".join(
        ", ".join(sorted(map(_option, line.tracking))) or "none" for line in side.lines
    )


def _option(tracking: Tracking) -> str:
    return f"{tracking.category}: {tracking.option}"
