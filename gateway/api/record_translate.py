"""A record of the store becomes the API's shape of it."""

from collections.abc import Iterable
from dataclasses import asdict

from core.store.views.record import Record
from core.store.views.sent import SentRow
from core.store.views.trace import TraceRow
from gateway.api import record_schemas as shapes
from gateway.api.translate import cents_or_none, day_or_none, fields_of
from gateway.presenters.document_rows import Lens
from gateway.presenters.record.fix import FixCard


def detail(
    record: Record,
    trace: tuple[TraceRow, ...],
    fixes: Iterable[FixCard],
    sent: SentRow | None,
    through: Lens,
) -> shapes.DocumentDetail:
    return shapes.DocumentDetail(
        **fields_of(record.row, through),
        version=record.version,
        created_at=record.created_at,
        ingested_at=record.ingested_at,
        completed_at=record.completed_at,
        written_back_at=record.written_back_at,
        write_back_refusal=record.write_back_refusal,
        write_back_next_at=record.write_back_next_at,
        write_back_refused_at=record.write_back_refused_at,
        order_number=record.order_number,
        tax_region=record.tax_region,
        voided=record.voided,
        attempts=record.attempts,
        not_before=record.not_before,
        removed_at=record.removed_at,
        checking_since=record.row.checking_since,
        xero_status=record.xero_status,
        xero_total=cents_or_none(record.xero_total),
        amount_due=cents_or_none(record.amount_due),
        paid_on=day_or_none(record.paid_on),
        lines=[shapes.LineOut(**asdict(line)) for line in record.lines],
        decisions=[shapes.DecisionOut(**asdict(each)) for each in record.decisions],
        trace=[shapes.TraceOut(**asdict(each)) for each in trace],
        history=[shapes.HistoryOut(**asdict(entry)) for entry in record.history],
        fix=[_fix(each) for each in fixes],
        sent=shapes.SentOut(at=sent.at, document=dict(sent.document)) if sent else None,
        raw=dict(record.raw) if record.raw else None,
    )


def _fix(card: FixCard) -> shapes.FixOut:
    choices = card.choices
    return shapes.FixOut(
        option=card.target.option,
        key=list(card.target.key),
        label=card.label,
        choices=None
        if choices is None
        else [shapes.FixChoiceOut(value=each.value, label=each.label) for each in choices],
    )
