"""What both sides know about a document, as names and values."""

from datetime import datetime
from decimal import Decimal

from core.store.views.record import Record
from gateway.presenters.amounts import amount_in
from gateway.presenters.document_rows import Lens
from gateway.presenters.times import day, moment

Facts = tuple[tuple[str, str], ...]


def autotask_facts(record: Record, through: Lens) -> Facts:
    row = record.row
    return _known(
        ("Number", row.number or "none yet"),
        ("Invoice date" if through.kind == "invoices" else "Order date", day(row.dated_on)),
        ("Due", day(row.due_on)),
        ("Net", _optional(row.subtotal, row.currency)),
        ("Tax", _optional(row.tax, row.currency)),
        ("Total", amount_in(row.total, row.currency)),
        ("Tax region", record.tax_region),
        ("Order number", record.order_number),
        ("Status in Autotask", record.autotask_status),
        ("Memo", record.memo),
        ("Attempts", str(record.attempts) if record.attempts else ""),
        ("Voided in Autotask", "yes" if record.voided else ""),
        ("Created in Autotask", _clock(record.created_at, through)),
    )


def xero_facts(record: Record, through: Lens) -> Facts:
    """Empty for a document that Xero does not have."""
    row = record.row
    if not row.xero_id:
        return ()
    return _known(
        ("Document", "Credit note" if row.xero_kind == "credit_note" else "Invoice"),
        ("Number", row.xero_number or ""),
        ("Status in Xero", record.xero_status.capitalize()),
        ("Total in Xero", _optional(record.xero_total, row.currency)),
        ("Still due", _optional(record.amount_due, row.currency)),
        ("Paid on", day(record.paid_on)),
        ("Arrived", _clock(record.completed_at, through)),
        ("Autotask told", _clock(record.written_back_at, through)),
        ("Autotask refused to be told", _refusal(record, through)),
        ("Autotask is not told", _given_up(record)),
    )


def _refusal(record: Record, through: Lens) -> str:
    """Why, and whether it is tried again."""
    if record.write_back_refused_at:
        when = f"for good at {_clock(record.write_back_refused_at, through)}"
    elif record.write_back_next_at:
        when = f"told again at {_clock(record.write_back_next_at, through)}"
    else:
        return ""
    why = record.write_back_refusal.rstrip(".")
    return f"{why}; {when}" if why else when


def _given_up(record: Record) -> str:
    """Why nobody asked Autotask to take it."""
    is_ours = record.write_back_given_up_at and not record.write_back_refused_at
    return record.write_back_refusal if is_ours else ""


def _known(*shown: tuple[str, str]) -> Facts:
    return tuple((name, value) for name, value in shown if value)


def _optional(value: Decimal | None, currency: str) -> str:
    return amount_in(value, currency) if value is not None else ""


def _clock(at: datetime | None, through: Lens) -> str:
    return moment(at, through.now, through.zone).clock if at else ""
