"""A row of a list of documents, as its template shows it."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

from core.domain.status import Status
from core.domain.zones import zone_of
from core.store.views.connection_rows import ConnectionRow
from core.store.views.rows import DocumentRow, HoldRow
from gateway.messages import list as messages
from gateway.presenters.amounts import amount
from gateway.presenters.links import XeroLinks
from gateway.presenters.times import Moment, clock_time, day, moment
from gateway.viewing import USUAL, Viewing

# What a document waits or is on its way for, if not to be made or changed in Xero.
VOID = "void"


@dataclass(frozen=True, slots=True)
class Lens:
    """How one connection's documents are looked at: when, in which zone, through which links.

    `zone` is the reader's choice and for instants; months of money are the organisation's.
    """

    connection: ConnectionRow
    kind: str
    now: datetime
    zone: tzinfo
    links: XeroLinks
    organisation_zone: tzinfo


class Shown(NamedTuple):
    """All of a document that its row shows, or that a link in it is made of."""

    autotask_id: int
    status: Status
    number: str | None
    party: str
    remark: str
    dated_on: str | None
    total: Decimal | None
    currency: str
    xero_id: str | None
    xero_kind: str | None
    xero_number: str | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class RowView:
    """All of it is text. `remark` says why a document stands where it stands."""

    id: int
    status: str
    label: str
    number: str
    party: str
    remark: str
    date: str
    amount: str
    currency: str
    xero_number: str
    xero_url: str
    changed: Moment


def lens(
    connection: ConnectionRow, kind: str, now: datetime, deep_link: str, viewing: Viewing = USUAL
) -> Lens:
    organisation_zone = zone_of(connection.xero_timezone)
    return Lens(
        connection=connection,
        kind=kind,
        now=now,
        zone=viewing.zone(organisation_zone),
        links=XeroLinks(deep_link, connection.xero_short_code),
        organisation_zone=organisation_zone,
    )


def row_view(row: DocumentRow, through: Lens) -> RowView:
    changed = moment(row.updated_at, through.now, through.zone)
    return view_of(shown(row, through), through.links.document(row, through.kind), changed)


def shown(row: DocumentRow, through: Lens) -> Shown:
    return Shown(
        row.autotask_id, row.status, row.number, row.party, remark(row, through), row.dated_on,
        row.total, row.currency, row.xero_id, row.xero_kind, row.xero_number, row.updated_at,
    )  # fmt: skip


def view_of(row: Shown, xero_url: str, changed: Moment) -> RowView:
    return RowView(
        id=row.autotask_id,
        status=row.status.value,
        label=row.status.label,
        number=row.number or "",
        party=row.party,
        remark=row.remark,
        date=day(row.dated_on),
        amount=amount(row.total),
        currency=row.currency,
        xero_number=row.xero_number or ("in Xero" if row.xero_id else ""),
        xero_url=xero_url,
        changed=changed,
    )


def remark(row: DocumentRow, through: Lens) -> str:
    """The one line under the client's name."""
    hold = hold_of(row, through)
    if row.fault:
        return row.fault.title
    if hold:
        return _waits(hold, through)
    if row.intent == VOID and row.status in (Status.PENDING_SYNC, Status.PROCESSING):
        return messages.VOIDING_SHORT
    if row.checking_since and row.status is Status.PROCESSING:
        since = clock_time(row.checking_since, through.now, through.zone)
        return f"Checking with Xero since {since}"
    if row.skip:
        return row.skip.message
    return row.notice.message if row.notice else ""


def _waits(hold: HoldRow, through: Lens) -> str:
    look = next_look(hold, through)
    return f"{hold.message.rstrip('.')} · next look {look}" if look else hold.message


def next_look(hold: HoldRow, through: Lens) -> str:
    """ "at 14:05"; empty where nobody knows, or where the message says when it goes on."""
    if hold.until_at is None or "continues at" in hold.message:
        return ""
    if hold.until_at <= through.now:
        return "at any moment"
    return f"at {clock_time(hold.until_at, through.now, through.zone)}"


def hold_of(row: DocumentRow, through: Lens) -> HoldRow | None:
    """A document's own hold, else the wait of the whole organisation that lies over it."""
    if row.status is not Status.PENDING_SYNC or row.hold:
        return row.hold
    return wait_of_all(through)


def wait_of_all(through: Lens) -> HoldRow | None:
    """What all pending invoices of an organisation wait for now."""
    until = through.connection.xero_budget.blocked_until_at
    if through.kind != "invoices" or until is None or until <= through.now:
        return None
    return HoldRow("XERO_LIMIT", limit_sentence(through), until)


def limit_sentence(through: Lens) -> str:
    """ "Xero's daily limit is reached, continues at 14:05"."""
    budget = through.connection.xero_budget
    told = budget.blocked_reason.rstrip(". ")
    reason = messages.LIMIT_SENTENCES.get(told.lower(), told)
    if budget.blocked_until_at is None or "continues at" in reason:
        return reason
    return (
        f"{reason}, continues at {clock_time(budget.blocked_until_at, through.now, through.zone)}"
    )
