"""Compares what Autotask says with what Xero has, field by field (Resync of a Complete document)."""

from dataclasses import dataclass

from core.domain.xero_document import XeroDocument, XeroDraft

EDITABLE_STATUSES = frozenset({"DRAFT", "SUBMITTED", "AUTHORISED"})


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field that is not the same on both sides, as text for the screen."""

    field: str
    autotask: str
    xero: str


def compare(draft: XeroDraft, document: XeroDocument) -> list[FieldDifference]:
    """List what an update would change; empty means that both sides agree."""
    pairs = (
        ("number", draft.number, document.number),
        ("contact", draft.contact_id, document.contact_id),
        ("date", draft.issued_on, document.issued_on),
        # Xero's credit notes have no due date.
        ("due date", draft.due_on, document.due_on or draft.due_on),
        ("currency", draft.currency, document.currency),
        ("reference", draft.reference, document.reference),
        ("total", draft.total, document.total),
        ("lines", _lines(draft), _lines(document)),
        ("texts", _texts(draft), _texts(document)),
    )
    return [
        FieldDifference(name, str(ours), str(theirs))
        for name, ours, theirs in pairs
        if ours != theirs
    ]


def _lines(side: XeroDraft | XeroDocument) -> str:
    return "; ".join(
        f"{line.account_code} {line.tax_type} {line.net:.2f} + {line.tax:.2f}"
        for line in side.lines
    )


def _texts(side: XeroDraft | XeroDocument) -> str:
    return "; ".join(
        f"{' '.join(line.description.split())} ({line.quantity:.4f} x {line.unit_amount:.4f})"
        for line in side.lines
    )


def may_change(document: XeroDocument) -> bool:
    """Tell whether an update is allowed and loses nothing.

    Open, nothing paid or credited on it, and no line with what only a person can have put there.
    """
    is_open = document.status in EDITABLE_STATUSES and not document.has_payments
    return is_open and not document.has_extras
