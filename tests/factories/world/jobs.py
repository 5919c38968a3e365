"""Work that people started."""

from datetime import UTC, datetime, timedelta
from typing import Any

from core.store import exports
from core.store.documents import (
    BulkActionDocument,
    ExportDocument,
    PreflightDocument,
    PreflightRowDocument,
)
from core.store.exports import Wanted
from tests.factories.world.names import PEOPLE


def preflight(
    now: datetime, preflight_id: str = "p1", connection_id: str = "kauri", **changes: Any
) -> None:
    """A simulation of a queue, finished unless told otherwise."""
    sums = {"currency": "NZD", "count": 12, "net": "1200.00", "tax": "180.00"}
    result = {
        "outcomes": {"send": 9, "hold": 1, "stop": 2},
        "kinds": {"invoice, Draft": 8, "credit_note, Draft": 1},
        "accounts": [{**sums, "key": "210"}, {**sums, "key": "220", "net": "-20.00"}],
        "tax_types": [{**sums, "key": "OUTPUT2"}],
        "months": [{**sums, "key": f"{now:%Y-%m}", "count": 9}],
        "causes": [
            {"level": "blocker", "code": "ACCOUNT_UNMAPPED", "count": 2, "ids": [49_001, 49_002],
             "title": "“Hardware” has no Xero account yet"},
            {"level": "warning", "code": "Xero comes to {n}.", "count": 30, "ids": [48_000],
             "title": "Xero comes to 9.99, Autotask to 10.00."},
        ],
        "contacts": [{"company_id": 9, "company": "Rata & Sons"}],
    }  # fmt: skip
    values: dict[str, Any] = {
        "connection": connection_id, "by": PEOPLE["operator"], "wanted": {}, "state": "done",
        "created_at": now - timedelta(minutes=2), "finished_at": now, "total": 12, "done": 12,
        "result": result,
    }  # fmt: skip
    PreflightDocument(id=preflight_id, **{**values, **changes}).save(force_insert=True)
    outcomes = ("send", "send", "stop")
    for number, outcome in enumerate(outcomes):
        PreflightRowDocument(
            id=f"{preflight_id}/{number}", preflight=preflight_id, autotask_id=number,
            number="=1+1" if number == 1 else f"INV-{number}", company="Rata & Sons",
            issued_on="2026-11-20", currency="NZD", total="115.00", outcome=outcome,
            code="ACCOUNT_UNMAPPED" if outcome == "stop" else "", accounts=["200", "210"],
        ).save(force_insert=True)  # fmt: skip


def bulk_action(
    now: datetime, bulk_id: str = "b1", connection_id: str = "kauri", **changes: Any
) -> None:
    """An action on many invoices, at work unless told otherwise."""
    values: dict[str, Any] = {
        "connection": connection_id, "shelf": "invoices", "action": "resync",
        "by": PEOPLE["operator"], "reason": "account 204 is back", "wanted": {"statuses": ["fault"]},
        "state": "running", "before_at": now, "total": 468, "position": 49_010, "moved": 117,
        "refused": {"already on its way": 3}, "created_at": now - timedelta(seconds=20),
        "started_at": now - timedelta(seconds=19), "done": 120, "stop_asked": False,
        "refused_ids": [{"id": 48_707 + n, "reason": "already on its way"} for n in range(3)],
    }  # fmt: skip
    # As the store writes it: its examples are no plain numbers.
    BulkActionDocument._get_collection().insert_one({"_id": bulk_id, **values, **changes})


def bulk_in_store(arguments: dict[str, Any]) -> dict[str, Any]:
    """What the posting actor writes down of an action, one invoice further; a filter finds two."""
    bulk_action(
        datetime.now(UTC), arguments["key"], arguments["connection_id"], wanted=None,
        total=len(arguments["ids"] or (1, 2)), done=1, moved=1, refused={}, refused_ids=[],
        reason=arguments["reason"],
    )  # fmt: skip
    return {"ok": True, "bulk": arguments["key"], "message": "It has begun."}


def stopped_in_store(arguments: dict[str, Any]) -> dict[str, Any]:
    """What the posting actor does when somebody stops an action."""
    BulkActionDocument._get_collection().update_one(
        {"_id": arguments["bulk"]}, {"$set": {"state": "stopped", "stop_asked": True}}
    )
    return {"ok": True, "message": "It stops as soon as the invoices in hand are done."}


def excel_file(now: datetime, export_id: str, by: str, **values: Any) -> None:
    """A list that becomes a file; its writer gives signs of life for as long as anybody looks."""
    wanted = Wanted("kauri", "invoices", "", "xlsx", "UTC", "invoices_kauri.xlsx", by)
    exports.create(export_id, wanted)
    kept = {**values, "beat_at": now + timedelta(days=1)}
    ExportDocument._get_collection().update_one({"_id": export_id}, {"$set": kept})
