"""The record panel: what happened to one document, why, what to do next, and what may be done."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.domain.status import Status, is_permitted
from core.store.views.record import HistoryRow, LineRow, Record
from gateway import messages
from gateway.presenters.amounts import amount, amount_in, quantity
from gateway.presenters.decisions import XERO_DECIDES, Choice, of_document, of_line
from gateway.presenters.document_rows import Lens, RowView, hold_of, row_view
from gateway.presenters.notices import HoldCard, NoticeCard, hold_card, notice_card
from gateway.presenters.places import Place, place_of_fault
from gateway.presenters.times import Moment, day, moment


@dataclass(frozen=True, slots=True)
class FaultCard:
    """The red card: what is wrong, what to do, where, and the vendor's own words behind a fold."""

    title: str
    message: str
    next_step: str
    place: Place | None
    retry_helps: bool
    vendor: str
    vendor_text: str
    code: str


@dataclass(frozen=True, slots=True)
class Action:
    """A button. `refused` says why it cannot be pressed; `text` what happens if it is."""

    command: str
    label: str
    icon: str
    text: str = ""
    refused: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    icon: str
    tone: str
    message: str
    detail: str
    at: Moment


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the invoice, with the account and tax decisions."""

    description: str
    quantity: str
    rate: str
    net: str
    tax: str
    billing_code: str
    account: str
    account_reason: str
    tax_type: str
    tax_reason: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """Everything that the panel shows, as text."""

    row: RowView
    noun: str
    amount: str
    lead: str
    hold: HoldCard | None
    fault: FaultCard | None
    notice: NoticeCard | None
    choices: tuple[Choice, ...]
    facts: tuple[tuple[str, str], ...]
    xero_facts: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    lines: tuple[LineView, ...]
    actions: tuple[Action, ...]
    asks_for_contact: bool


# A person says which contact it is, and all of these are settled.
_CONTACT_CODES = frozenset(
    {"CONTACT_WANTED", "CONTACT_AMBIGUOUS", "CONTACT_TAKEN", "CONTACT_ARCHIVED"}
)
_VENDORS = {
    "xero": "Xero",
    "autotask": "Autotask",
    "counterfoil": "Counterfoil",
    "network": "the network",
}


def record_view(record: Record, through: Lens) -> RecordView:
    row = record.row
    return RecordView(
        row=row_view(row, through),
        noun="Autotask invoice" if through.kind == "invoices" else "Purchase order",
        amount=amount_in(row.total, row.currency),
        lead=_lead(record, through),
        hold=hold_card(row, through),
        fault=_fault_card(record, through),
        notice=notice_card(row, through),
        choices=of_document(record.decisions),
        facts=_facts(record, through),
        xero_facts=_xero_facts(record, through),
        steps=tuple(_step(entry, through) for entry in reversed(record.history)),
        lines=tuple(_line(line, record) for line in record.lines),
        actions=actions_for(record, through),
        asks_for_contact=_asks_for_contact(record),
    )


def _asks_for_contact(record: Record) -> bool:
    told = (record.row.fault, record.row.hold)
    return any(each.code in _CONTACT_CODES for each in told if each)


def actions_for(record: Record, through: Lens) -> tuple[Action, ...]:
    """What a person may ask for, by the table of transitions."""
    status = record.row.status
    resync = _resync(record, through)
    if through.kind != "invoices":
        return (resync,)
    offered = [resync]
    if status is Status.SKIPPED:
        offered.append(Action("unskip", "Do not skip", "player-play", "It goes back to the queue."))
    elif is_permitted(status, Status.SKIPPED):
        offered.append(Action("skip", "Skip", "player-skip-forward", messages.SKIP_TEXT))
    if status is Status.DIAGNOSTIC:
        text = "It goes back to Pending Sync and is sent."
        offered.append(Action("release", "End Diagnostic Mode", "player-play", text))
    elif is_permitted(status, Status.DIAGNOSTIC):
        text = messages.STATUS_EXPLAINED[Status.DIAGNOSTIC]
        offered.append(Action("trace", "Diagnostic Mode", "microscope", text))
    return tuple(offered)


def _resync(record: Record, through: Lens) -> Action:
    status = record.row.status
    name = "Resync this Invoice" if through.kind == "invoices" else "Resync this purchase order"
    text = messages.RESYNC_TEXT.get(status, "")
    if status in (Status.PENDING_SYNC, Status.PROCESSING):
        refused = messages.ALREADY_ON_ITS_WAY
    elif status is Status.DIAGNOSTIC:
        refused = "End Diagnostic Mode first."
    else:
        refused = ""
    if not through.connection.is_active:
        text += messages.RESYNC_PAUSED
    in_xero = record.row.xero_number or "The document"
    return Action("resync", name, "refresh", text.format(xero=in_xero), refused, primary=True)


def _lead(record: Record, through: Lens) -> str:
    row = record.row
    if row.fault or hold_of(row, through):
        return ""
    if row.skip:
        return f"{row.skip.message.rstrip('.')}. Decided by {_actor(row.skip.by)}."
    if row.status is Status.PROCESSING and row.checking_since:
        return messages.CHECKING
    if row.status is Status.PENDING_SYNC and through.kind != "invoices":
        return "Read from Autotask. Purchase orders are not sent to Xero yet."
    if row.status is Status.PENDING_SYNC and not through.connection.is_active:
        return "Downloaded from Autotask. Sync is paused: it is sent after you switch it on."
    if row.status is Status.COMPLETE and row.xero_number:
        return f"It is in Xero as {row.xero_number}."
    return messages.STATUS_EXPLAINED[row.status]


def _fault_card(record: Record, through: Lens) -> FaultCard | None:
    fault = record.row.fault
    if fault is None:
        return None
    return FaultCard(
        title=fault.title,
        message=fault.message,
        next_step=fault.next_step,
        place=place_of_fault(fault, record.row, through),
        retry_helps=fault.retry_helps,
        vendor=_VENDORS.get(fault.side, "the other side"),
        vendor_text=fault.vendor_text,
        code=fault.code,
    )


def _facts(record: Record, through: Lens) -> tuple[tuple[str, str], ...]:
    row = record.row
    shown = (
        ("Number", row.number or "none yet"),
        ("Invoice date" if through.kind == "invoices" else "Order date", day(row.dated_on)),
        ("Due", day(row.due_on)),
        ("Net", amount_in(row.subtotal, row.currency) if row.subtotal is not None else ""),
        ("Tax", amount_in(row.tax, row.currency) if row.tax is not None else ""),
        ("Total", amount_in(row.total, row.currency)),
        ("Tax region", record.tax_region),
        ("Order number", record.order_number),
        ("Status in Autotask", record.autotask_status),
        ("Memo", record.memo),
        ("Attempts", str(record.attempts) if record.attempts else ""),
        ("Voided in Autotask", "yes" if record.voided else ""),
        ("Created in Autotask", moment(record.created_at, through.now, through.zone).clock),
    )
    return tuple((name, value) for name, value in shown if value)


def _xero_facts(record: Record, through: Lens) -> tuple[tuple[str, str], ...]:
    row = record.row
    if not row.xero_id:
        return ()
    shown = (
        ("Document", "Credit note" if row.xero_kind == "credit_note" else "Invoice"),
        ("Number", row.xero_number or ""),
        ("Status in Xero", record.xero_status.capitalize()),
        ("Total in Xero", _optional(record.xero_total, row.currency)),
        ("Still due", _optional(record.amount_due, row.currency)),
        ("Paid on", day(record.paid_on)),
        ("Arrived", _clock(record.completed_at, through)),
        ("Autotask told", _clock(record.written_back_at, through)),
    )
    return tuple((name, value) for name, value in shown if value)


def _optional(value: Decimal | None, currency: str) -> str:
    return amount_in(value, currency) if value is not None else ""


def _clock(at: datetime | None, through: Lens) -> str:
    return moment(at, through.now, through.zone).clock if at else ""


_STEP_LOOKS = {
    Status.COMPLETE.value: ("check", "ok"),
    Status.FAULT.value: ("x", "bad"),
    Status.SKIPPED.value: ("player-skip-forward", ""),
    Status.PROCESSING.value: ("refresh", ""),
    Status.DIAGNOSTIC.value: ("microscope", ""),
    Status.PENDING_SYNC.value: ("clock", ""),
}


def _step(entry: HistoryRow, through: Lens) -> Step:
    icon, tone = _STEP_LOOKS.get(entry.target or "", ("info-circle", ""))
    if entry.source is None and entry.target == Status.PENDING_SYNC:
        icon = "download"
    change = ""
    if entry.target and entry.target != entry.source:
        change = Status(entry.target).label
        if entry.source:
            change = f"{Status(entry.source).label} → {change}"
    who = f"by {_actor(entry.by)}" if entry.by else ""
    detail = " · ".join(part for part in (change, who) if part)
    return Step(icon, tone, entry.message, detail, moment(entry.at, through.now, through.zone))


def _actor(name: str) -> str:
    """Our own services by a name that people know; anybody else as recorded."""
    if name.startswith("token:"):
        return name.replace("token:", "API token ", 1)
    return messages.ACTORS.get(name, name)


def _line(line: LineRow, record: Record) -> LineView:
    return LineView(
        description=line.description,
        quantity=quantity(line.quantity),
        rate=quantity(line.rate),
        net=amount(line.net),
        tax=amount(line.tax),
        billing_code=line.billing_code,
        account=line.account_code,
        account_reason=line.account_reason,
        # Decided, with a reason, and without a tax type: it is left to Xero.
        tax_type=line.tax_type or (XERO_DECIDES if line.tax_reason else ""),
        tax_reason=line.tax_reason,
        choices=of_line(record.decisions, line.autotask_id),
    )
