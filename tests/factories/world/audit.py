"""What the audit looks at: a reading, a contact report, deeds."""

from datetime import datetime, timedelta
from typing import Any

from core.store import audit_events
from core.store.documents import (
    CheckpointDocument,
    ContactReportDocument,
    ContactReportRowDocument,
    LogEntryDocument,
    SyncRunDocument,
)
from tests.factories.world.connections import connection
from tests.factories.world.names import HOSTILE_NAME, LONG_NAMES, PEOPLE

NOT_READ = {
    "ok": False, "problem": {"code": "not_found", "message": "It was not read in the last hour."},
}  # fmt: skip
VERDICT = {
    "outcome": "skip", "code": "BEFORE_START",
    "message": "It is dated 2024-02-01, before the start of this connection.",
}  # fmt: skip
FAULT = {
    "code": "ACCOUNT_UNMAPPED", "side": "counterfoil", "title": "“Hardware” has no Xero account yet",
    "message": "Nothing was sent.", "next_step": "Choose one.", "link": "here:/configuration/accounts",
    "vendor_text": "", "retry_helps": False,
}  # fmt: skip


def simulated(now: datetime, **changes: Any) -> dict[str, Any]:
    """What the posting actor says of an invoice that was read aside."""
    answer: dict[str, Any] = {
        "ok": True, "outcome": "send", "message": "It would be sent as a new document.",
        "payload": '{"Invoices":[{"InvoiceNumber":"INV-7","LineItems":[{"UnitAmount":100.10}]}]}',
        "decisions": [
            {"subject": "account", "value": "210", "line": 1, "reason": "By the mapping table."},
            {"subject": "due_date", "value": "2024-02-21", "reason": "Autotask's.", "line": None},
        ],
        "warnings": [], "hold_code": None, "fault": None, "new_contact": HOSTILE_NAME,
        "verdict": VERDICT,
        "invoice": {
            "autotask_id": 7, "number": "INV-7", "company": HOSTILE_NAME,
            "issued_on": "2024-02-01", "currency": "NZD", "total": "115.12",
            "read_at": (now - timedelta(minutes=2)).isoformat(),
        },
    }  # fmt: skip
    return {**answer, **changes}


def contact_report(
    now: datetime, connection_id: str = "kauri", report_id: str = "r-1", **changes: Any
) -> None:
    """A finished report on five companies, unless told otherwise."""
    contact = {"id": "c-1", "name": "Beacon Ltd", "account_number": "B-7", "is_archived": False}
    rows: list[tuple[str, str, list[dict[str, Any]], str]] = [
        ("Beacon Engineering", "linked", [contact], "Linked to Beacon Ltd, by name."),
        (
            "Tasman Dental",
            "several",
            [contact, {**contact, "id": "c-2"}],
            "2 contacts fit by name.",
        ),
        ("Kauri Property", "archived", [{**contact, "is_archived": True}], "It is archived."),
        (HOSTILE_NAME, "none", [], "Xero has none; it would be made."),
        (LONG_NAMES[0], "by_account", [contact], "It will be linked by the account number."),
    ]
    values: dict[str, Any] = {
        "connection": connection_id, "by": PEOPLE["operator"], "state": "done", "total": len(rows),
        "created_at": now - timedelta(minutes=3), "finished_at": now, "done": len(rows),
        "result": {verdict: 1 for _, verdict, *_ in rows},
    }  # fmt: skip
    ContactReportDocument(id=report_id, **{**values, **changes}).save(force_insert=True)
    for number, (company, verdict, contacts, message) in enumerate(rows):
        ContactReportRowDocument(
            id=f"{report_id}/{number}", report=report_id, company_id=number, company=company,
            verdict=verdict, contacts=contacts, message=message,
        ).save(force_insert=True)  # fmt: skip


def deeds(now: datetime, connection_id: str, count: int = 6) -> None:
    """People and a token, one deed a minute, the latest a sign-in that concerns no connection."""
    said: tuple[tuple[str, str, str | None, str | None], ...] = (
        (PEOPLE["operator"], "resync", "invoices/49010", "the account is back"),
        (PEOPLE["admin"], "settings", "accounts: Hardware", None),
        ("token:billing", "bulk_skip", "invoices/bulk/b-77: skip, 12 invoices", None),
    )
    for number in range(count):
        who, action, subject, reason = said[number % 3]
        audit_events.record(
            at=now - timedelta(minutes=number + 1), who=who, action=action,
            connection=connection_id, subject=subject, reason=reason,
        )  # fmt: skip
    audit_events.record(
        at=now, who=PEOPLE["admin"], action="signed_in", detail={"from": "192.0.2.7"}
    )


def walked(now: datetime, connection_id: str) -> None:
    """A connection with a failed run, a call with its bodies and a post, reports and deeds."""
    connection(now, connection_id, name="Trail of Kauri")
    for number, job in enumerate(("post", "ingest")):
        SyncRunDocument(
            id=f"t-{number}", connection=connection_id, job=job, outcome="ok" if number else "failed",
            started_at=now - timedelta(minutes=number + 1), message="Xero is not answering.",
            finished_at=now - timedelta(minutes=number, seconds=20), counts={"new": 3},
        ).save(force_insert=True)  # fmt: skip
    said = (
        ("error", "XERO_CALL", "PUT /Invoices: HTTP 500 in 312 ms",
         {"request": '{"Invoices":[{"Total":100.10}]}', "answer": f"<h1>{LONG_NAMES[0]}</h1>"}),
        ("info", "POSTED", "Xero has the invoice, totals agree.", {"batch_id": "b-1"}),
        ("info", "PAGE_READ", f"Asked Autotask for {LONG_NAMES[0]}.", {"status": 200}),
    )  # fmt: skip
    for number, (level, code, message, detail) in enumerate(said * 3):
        LogEntryDocument(
            id=f"trail-{number}", connection=connection_id, at=now - timedelta(seconds=30 + number),
            run_id=f"t-{number // 5}", level=level, service="xero_posting", autotask_id=49_001,
            code=code, message=message, detail=detail,
        ).save(force_insert=True)  # fmt: skip
    contact_report(now, connection_id, "r-9")
    deeds(now, connection_id)


def run_is_on(connection_id: str, since: datetime | None) -> None:
    """Ingestion's run, as its service writes it down; None when it is over."""
    CheckpointDocument._get_collection().update_one(
        {"_id": f"{connection_id}/ingest"}, {"$set": {"running_since_at": since}}, upsert=True
    )
