"""Rows as the store gives them, for presenters."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.domain.status import Status
from core.store.views.connection_rows import BudgetRow, ConnectionRow, RunRow, SideHealth
from core.store.views.record import Record
from core.store.views.rows import DocumentRow
from gateway.presenters.document_rows import Lens, lens

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LINK = "https://go.example/{short_code}?to={path}"


def make_connection(**changes: Any) -> ConnectionRow:
    well = SideHealth("ok", "", NOW, NOW)
    values: dict[str, Any] = {
        "id": "kauri", "name": "Kauri", "state": "active", "revision": 1, "updated_at": NOW,
        "poll_seconds": 60, "autotask": well, "autotask_user": "", "autotask_web_url": "",
        "autotask_budget": BudgetRow(), "xero": well, "xero_organisation": "Kauri Ltd",
        "xero_short_code": "!Q", "xero_timezone": "UTC", "xero_base_currency": "NZD",
        "xero_budget": BudgetRow(), "token_expires_at": NOW + timedelta(minutes=20),
        "token_revoked": False, "ingest": RunRow(),
    }  # fmt: skip
    return ConnectionRow(**{**values, **changes})


def make_lens(kind: str = "invoices", **changes: Any) -> Lens:
    return lens(make_connection(**changes), kind, NOW, LINK)


def make_row(**changes: Any) -> DocumentRow:
    values: dict[str, Any] = {
        "autotask_id": 7, "number": "INV-7", "party": "Beacon", "dated_on": "2026-11-22",
        "due_on": None, "currency": "NZD", "subtotal": Decimal(100), "tax": Decimal(15),
        "total": Decimal(115), "status": Status.PENDING_SYNC, "hold": None, "fault": None,
        "skip": None, "notice": None, "checking_since": None, "xero_kind": None, "xero_id": None,
        "xero_number": None, "updated_at": NOW,
    }  # fmt: skip
    return DocumentRow(**{**values, **changes})


_OF_RECORD = frozenset(each.name for each in fields(Record))


def make_record(**changes: Any) -> Record:
    """Changes go to the record or to its row, whichever has the field."""
    own = {name: value for name, value in changes.items() if name in _OF_RECORD}
    of_row = {name: value for name, value in changes.items() if name not in _OF_RECORD}
    values: dict[str, Any] = {
        "row": make_row(**of_row), "created_at": NOW, "ingested_at": NOW, "completed_at": None,
        "written_back_at": None, "write_back_refusal": "", "write_back_next_at": None,
        "write_back_refused_at": None, "write_back_given_up_at": None, "order_number": "",
        "tax_region": "", "autotask_status": "", "memo": "", "voided": False, "attempts": 0,
        "fault_at": None, "xero_status": "", "xero_total": None, "amount_due": None,
        "paid_on": None, "lines": (), "decisions": (), "history": (),
    }  # fmt: skip
    return Record(**{**values, **own})
