"""Everything that a record's panel shows, put together."""

from dataclasses import dataclass

from core.store.views.record import Record
from gateway.messages import list as messages
from gateway.presenters.amounts import amount_in
from gateway.presenters.decisions import Choice, of_document
from gateway.presenters.document_rows import Lens, RowView, row_view
from gateway.presenters.notices import HoldCard, NoticeCard, hold_card, notice_card
from gateway.presenters.record.actions import Action, actions_for
from gateway.presenters.record.facts import Facts, autotask_facts, xero_facts
from gateway.presenters.record.fault_card import FaultCard, fault_card
from gateway.presenters.record.history import Step, steps_of
from gateway.presenters.record.lead import lead_of
from gateway.presenters.record.lines import LineView, line_views
from gateway.presenters.record.next_try import next_try
from gateway.presenters.record.raw import RawFold, raw_fold


@dataclass(frozen=True, slots=True)
class RecordView:
    """Everything that the panel shows, as text; `earlier` are steps that a fold hides."""

    row: RowView
    noun: str
    amount: str
    lead: str
    hold: HoldCard | None
    fault: FaultCard | None
    notice: NoticeCard | None
    choices: tuple[Choice, ...]
    facts: Facts
    xero_facts: Facts
    next_try: str
    steps: tuple[Step, ...]
    earlier: tuple[Step, ...]
    lines: tuple[LineView, ...]
    actions: tuple[Action, ...]
    asks_for_contact: bool
    skip_code: str
    skip_reason: str
    raw: RawFold | None
    version: int
    is_removed: bool


# More than these of a long life are folded away.
_STEPS = 40
# A person says which contact it is, and all of these are settled.
_CONTACT_CODES = frozenset(
    {"CONTACT_WANTED", "CONTACT_AMBIGUOUS", "CONTACT_TAKEN", "CONTACT_ARCHIVED"}
)


def record_view(record: Record, through: Lens) -> RecordView:
    row, steps = record.row, steps_of(record.history, through)
    return RecordView(
        row=row_view(row, through),
        noun="Autotask invoice" if through.kind == "invoices" else "Purchase order",
        amount=amount_in(row.total, row.currency),
        lead=lead_of(record, through),
        hold=hold_card(row, through),
        fault=fault_card(record, through),
        notice=notice_card(row, through),
        choices=of_document(record.decisions),
        facts=autotask_facts(record, through),
        xero_facts=xero_facts(record, through),
        next_try=next_try(record, through),
        steps=steps[:_STEPS],
        earlier=steps[_STEPS:],
        lines=line_views(record),
        actions=actions_for(record, through),
        asks_for_contact=_asks_for_contact(record),
        skip_code=row.skip.code if row.skip else "",
        skip_reason=messages.SKIP_REASONS.get(row.skip.code, "") if row.skip else "",
        raw=raw_fold(record),
        version=record.version,
        is_removed=record.removed_at is not None,
    )


def _asks_for_contact(record: Record) -> bool:
    told = (record.row.fault, record.row.hold)
    return any(each.code in _CONTACT_CODES for each in told if each)
