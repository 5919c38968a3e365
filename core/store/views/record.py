"""Everything about one document: its row, its lines with their decisions, its whole history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.domain.decision import Subject
from core.store.views.documents import of
from core.store.views.reading import read
from core.store.views.rows import LIST_FIELDS, DocumentRow, make_row, money
from core.store.views.search import Kind


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One step in the life of a document."""

    at: datetime
    source: str | None
    target: str | None
    code: str
    message: str
    by: str
    run_id: str | None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A choice taken for Xero; `line` is the Autotask id of the line it is about, if it is."""

    subject: str
    value: str
    reason: str
    line: int | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as Autotask billed it; the four last fields say what Xero gets and why."""

    autotask_id: int
    description: str
    quantity: Decimal | None
    rate: Decimal | None
    net: Decimal | None
    tax: Decimal | None
    billing_code: str
    account_code: str
    account_reason: str
    tax_type: str
    tax_reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """A document with what only its own page shows."""

    row: DocumentRow
    created_at: datetime
    ingested_at: datetime
    completed_at: datetime | None
    written_back_at: datetime | None
    # Autotask did not take our word for it: why, and when it is told again, or no more.
    write_back_refusal: str
    write_back_next_at: datetime | None
    write_back_refused_at: datetime | None
    write_back_given_up_at: datetime | None
    order_number: str
    tax_region: str
    autotask_status: str
    memo: str
    voided: bool
    attempts: int
    fault_at: datetime | None
    xero_status: str
    xero_total: Decimal | None
    amount_due: Decimal | None
    paid_on: str | None
    lines: tuple[LineRow, ...]
    decisions: tuple[DecisionRow, ...]
    history: tuple[HistoryRow, ...]
    # Autotask's own JSON as it was last read.
    raw: Mapping[str, Any] | None = None
    # How many steps its history has: who saw another number saw another record.
    version: int = 0
    # It is not sent before that.
    not_before: datetime | None = None
    # Somebody took it off the list.
    removed_at: datetime | None = None
    removed_by: str = ""


_RECORD_FIELDS = (
    *LIST_FIELDS, "created_at", "ingested_at", "completed_at", "written_back_at",
    "write_back_refusal", "write_back_next_at", "write_back_refused_at",
    "write_back_given_up_at", "order_number", "tax_region", "autotask_status", "memo", "voided",
    "attempts", "xero_status", "xero_total", "amount_due", "paid_on", "lines", "decisions",
    "history", "raw", "not_before", "removed_at", "removed_by",
)  # fmt: skip


@read
def record(kind: Kind, connection: str, autotask_id: int) -> Record | None:
    stored = of(kind).find_one(
        {"_id": f"{connection}/{autotask_id}"}, dict.fromkeys(_RECORD_FIELDS, 1)
    )
    return _make_record(stored) if stored else None


def _make_record(stored: dict[str, Any]) -> Record:
    decisions = tuple(_decision(each) for each in stored.get("decisions") or ())
    about = {(each.line, each.subject): each for each in decisions}
    return Record(
        row=make_row(stored),
        created_at=stored["created_at"],
        ingested_at=stored["ingested_at"],
        completed_at=stored.get("completed_at"),
        written_back_at=stored.get("written_back_at"),
        write_back_refusal=stored.get("write_back_refusal") or "",
        write_back_next_at=stored.get("write_back_next_at"),
        write_back_refused_at=stored.get("write_back_refused_at"),
        write_back_given_up_at=stored.get("write_back_given_up_at"),
        order_number=stored.get("order_number") or "",
        tax_region=stored.get("tax_region") or "",
        autotask_status=stored.get("autotask_status") or "",
        memo=stored.get("memo") or "",
        voided=bool(stored.get("voided")),
        attempts=stored.get("attempts") or 0,
        fault_at=(stored.get("fault") or {}).get("at"),
        xero_status=stored.get("xero_status") or "",
        xero_total=money(stored.get("xero_total")),
        amount_due=money(stored.get("amount_due")),
        paid_on=stored.get("paid_on"),
        lines=tuple(_line(line, about) for line in sorted(stored.get("lines") or (), key=_place)),
        decisions=decisions,
        history=tuple(_step(entry) for entry in stored.get("history") or ()),
        raw=stored.get("raw") or None,
        version=len(stored.get("history") or ()),
        not_before=stored.get("not_before"),
        removed_at=stored.get("removed_at"),
        removed_by=stored.get("removed_by") or "",
    )


def _place(line: dict[str, Any]) -> int:
    return int(line.get("sort_order") or 0)


def _decision(stored: dict[str, Any]) -> DecisionRow:
    return DecisionRow(
        subject=stored["subject"],
        value=stored.get("value") or "",
        reason=stored["reason"],
        line=stored.get("line"),
    )


def _line(line: dict[str, Any], about: Mapping[tuple[int | None, str], DecisionRow]) -> LineRow:
    autotask_id = line.get("autotask_id")
    account = about.get((autotask_id, Subject.ACCOUNT.value))
    tax = about.get((autotask_id, Subject.TAX.value))
    return LineRow(
        autotask_id=int(autotask_id or 0),
        description=line.get("description") or "",
        quantity=money(line.get("quantity")),
        rate=money(line.get("rate")),
        net=money(line.get("net")),
        tax=money(line.get("tax")),
        billing_code=line.get("billing_code") or "",
        account_code=account.value if account else "",
        account_reason=account.reason if account else "",
        tax_type=tax.value if tax else "",
        tax_reason=tax.reason if tax else "",
    )


def _step(entry: dict[str, Any]) -> HistoryRow:
    return HistoryRow(
        at=entry["at"],
        source=entry.get("from"),
        target=entry.get("to"),
        code=entry.get("code") or "",
        message=entry.get("message") or "",
        by=entry.get("by") or "",
        run_id=entry.get("run_id"),
    )
