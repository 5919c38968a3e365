"""A connection as screens meet it: every status, holds, causes, odd names; the same every time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.domain.papers import Form
from core.store import api_tokens, papers, users
from core.store.documents import (
    BudgetDocument,
    CheckpointDocument,
    ConnectionDocument,
    InvoiceDocument,
    LogEntryDocument,
    PreflightDocument,
    PreflightRowDocument,
    PurchaseOrderDocument,
    TokenSetDocument,
)
from core.store.documents.business import (
    DecisionRecord,
    FaultRecord,
    HistoryEntry,
    Hold,
    Line,
    Skip,
)
from core.store.papers import Paper

PASSWORD = "correct horse battery staple"
PEOPLE = {
    "viewer": "vera@example.test",
    "operator": "omar@example.test",
    "admin": "ada@example.test",
}
TOKENS = {role: f"{role}-token-0123456789abcdef" for role in PEOPLE}
HOSTILE_NAME = '=HYPERLINK("http://evil.example")<script>alert(1)</script>'

_CLIENTS = (
    "Kauri Property Group", "Beacon Engineering", "Tasman Dental", "Harbour Plumbing",
    "Northgate Architects", "Summit Schools Trust", "Pinnacle Wines", "Coastal Motors",
    "Ironbark Logistics", "Meridian Legal", "Fernhill Accounting", "Café Zürich Ltd",
)  # fmt: skip
_FAULTS = (
    ("ACCOUNT_ARCHIVED", "xero", "The Xero account is archived",
     "Xero turned this invoice away because account 204 is archived or deleted. Nothing was created.",
     "Restore account 204 in Xero or map the billing code to another account, then resync.",
     "xero:/GeneralLedger/ChartOfAccounts.aspx",
     "Account code '204' has been archived, or deleted."),
    ("TAX_TYPE_MISMATCH", "xero", "The tax rate does not fit the account",
     "Xero does not allow tax rate OUTPUT2 with account 835. Nothing was created.",
     "Change the tax mapping, or the account that the billing code maps to, then resync.",
     "/configuration/tax", "The TaxType code 'OUTPUT2' cannot be used with account code '835'."),
    ("AMOUNT_MISMATCH", "autotask", "The totals do not match, so we stopped",
     "The lines add up to 100.00 net and 15.00 tax, Autotask's invoice says 120.00. Nothing was sent.",
     "Check the invoice in Autotask; the API user needs every line of business. Then resync.", "", ""),
)  # fmt: skip


_EMBEDDED = {"hold": Hold, "fault": FaultRecord, "skip": Skip}


@dataclass
class StubRpc:
    """Answers like the actors would, and remembers what it was asked."""

    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    connected: bool = True

    def is_connected(self) -> bool:
        return self.connected

    def call(self, service: str, method: str, timeout_seconds: float = 5, **arguments: Any) -> Any:
        self.calls.append((service, method, arguments))
        answer = self.answers.get(method, {"ok": True, "message": f"{method} done."})
        if isinstance(answer, Exception):
            raise answer
        return answer(arguments) if callable(answer) else answer


def resync_in_store(arguments: dict[str, Any]) -> dict[str, Any]:
    """What the posting actor does to the document, as far as a screen can see."""
    InvoiceDocument._get_collection().update_one(
        {"_id": f"{arguments['connection_id']}/{arguments['autotask_id']}"},
        {"$set": {"status": "pending_sync", "updated_at": datetime.now(UTC)}},
    )
    return {"ok": True, "status": "pending_sync", "message": "It is queued again."}


def keeps_page(html: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What the ingestion actor does when a page of Autotask's is wanted."""

    def fetch(arguments: dict[str, Any]) -> dict[str, Any]:
        keep_paper(arguments["autotask_id"], Form.HTML, html.encode(), arguments["connection_id"])
        return {"ok": True, "message": "It was fetched from Autotask."}

    return fetch


def keep_paper(
    autotask_id: int, form: Form, content: bytes, connection_id: str = "kauri", **changes: Any
) -> None:
    """A printed form of the invoice as it is now, unless `changes` say otherwise."""
    found = InvoiceDocument._get_collection().find_one({"_id": f"{connection_id}/{autotask_id}"})
    assert found
    values = {"hash": found["content_hash"], "fetched_at": datetime.now(UTC), **changes}
    papers.keep(connection_id, autotask_id, form, Paper(content, **values))


def faults_again() -> None:
    """Undo every resync of a fault."""
    InvoiceDocument._get_collection().update_many(
        {"fault": {"$ne": None}}, {"$set": {"status": "fault"}}
    )


def people_and_tokens(now: datetime) -> None:
    for role, email in PEOPLE.items():
        name = email.partition("@")[0].capitalize()
        users.ensure(email=email, name=name, role=role, password=PASSWORD, now=now)
        api_tokens.ensure(token=TOKENS[role], name=role, role=role, now=now)


def connection(now: datetime, connection_id: str = "kauri", **changes: Any) -> None:
    values: dict[str, Any] = {
        "name": "Kauri Managed IT",
        "state": "active",
        "created_at": now - timedelta(days=90),
        "updated_at": now - timedelta(minutes=4),
        "autotask_user": "sync@kauri.example",
        "autotask_sealed": "sealed-autotask-secret",
        "xero_tenant_id": f"tenant-{connection_id}",
        "xero_organisation": "Kauri Managed IT Ltd",
        "xero_short_code": "!Kaur1",
        "xero_timezone": "NEWZEALANDSTANDARDTIME",
        "xero_base_currency": "NZD",
        "token_set_id": f"tokens-{connection_id}",
        "settings": {"poll_seconds": 60},
        "autotask_health": _ok(now),
        "xero_health": _ok(now),
    }
    ConnectionDocument(id=connection_id, **{**values, **changes}).save(force_insert=True)
    TokenSetDocument(
        id=f"tokens-{connection_id}",
        sealed="sealed-xero-token",
        expires_at=now + timedelta(minutes=22),
        refreshed_at=now,
    ).save(force_insert=True)
    BudgetDocument(
        id=f"xero:tenant-{connection_id}",
        calls=[now - timedelta(seconds=9)],
        day_count=66,
        day_remaining=4934,
        minute_remaining=58,
    ).save(force_insert=True)
    BudgetDocument._get_collection().insert_one(
        {
            "_id": f"autotask:{connection_id}", "calls": [], "hour_limit": 10_000,
            "hour_used": 412, "hour_read_at": now - timedelta(minutes=4),
        }
    )  # fmt: skip
    CheckpointDocument(
        id=f"{connection_id}/ingest",
        last_run_at=now - timedelta(minutes=2),
        next_run_at=now + timedelta(minutes=3),
    ).save(force_insert=True)


def invoice(autotask_id: int, now: datetime, connection_id: str = "kauri", **changes: Any) -> None:
    total = Decimal(changes.pop("total", "1150.00"))
    net = (total / Decimal("1.15")).quantize(Decimal("0.01"))
    company = changes.get("company", "Beacon Engineering")
    at = changes.pop("at", now - timedelta(hours=1))
    values: dict[str, Any] = {
        "connection": connection_id,
        "number": f"INV-{autotask_id}",
        "company_id": 7,
        "company": company,
        "company_folded": " ".join(company.split()).casefold(),
        "issued_on": now.date().isoformat(),
        "due_on": (now.date() + timedelta(days=20)).isoformat(),
        "currency": "NZD",
        "subtotal": net,
        "tax": total - net,
        "total": total,
        "tax_region": "New Zealand GST",
        "content_hash": "hash",
        "created_at": at,
        "ingested_at": at,
        "updated_at": at,
        "status": "pending_sync",
        "lines": [_line(1, "Managed Services – Onsite", net)],
        "history": [_step(at, None, "pending_sync", "INGESTED", "Downloaded from Autotask.")],
    }
    document = InvoiceDocument(id=f"{connection_id}/{autotask_id}", autotask_id=autotask_id)
    for name, value in {**values, **changes}.items():
        parts = _EMBEDDED.get(name)
        setattr(document, name, parts(**value) if parts and isinstance(value, dict) else value)
    document.decisions = _decisions(document.lines)
    document.save(force_insert=True)


def complete(autotask_id: int, now: datetime, **changes: Any) -> None:
    at = changes.get("at", now - timedelta(hours=1))
    history = [
        _step(at, None, "pending_sync", "INGESTED", "Downloaded from Autotask."),
        _step(at, "pending_sync", "processing", "CLAIMED", "Claimed as part of a batch of 50."),
        _step(at, "processing", "complete", "POSTED", f"Xero has it as INV-{autotask_id}."),
    ]
    values: dict[str, Any] = {
        "status": "complete",
        "xero_kind": "invoice",
        "xero_id": f"00000000-0000-4000-8000-{autotask_id:012d}",
        "xero_number": f"INV-{autotask_id}",
        "xero_status": "AUTHORISED",
        "completed_at": at,
        "history": history,
    }
    invoice(autotask_id, now, **{**values, **changes})


def fault(autotask_id: int, now: datetime, kind: int = 0, **changes: Any) -> None:
    code, side, title, message, step, link, said = _FAULTS[kind]
    at = changes.get("at", now - timedelta(hours=1))
    record = {
        "code": code, "side": side, "title": title, "message": message, "next_step": step,
        "link": link, "vendor_text": said, "at": at,
    }  # fmt: skip
    history = [
        _step(at, None, "pending_sync", "INGESTED", "Downloaded from Autotask."),
        _step(at, "processing", "fault", code, message),
    ]
    values: dict[str, Any] = {"status": "fault", "fault": record, "attempts": 1, "history": history}
    invoice(autotask_id, now, **{**values, **changes})


def full(now: datetime, count: int = 520, connection_id: str = "kauri") -> None:
    """About a year of invoices, a few of everything that needs an eye."""
    connection(now, connection_id)
    for index in range(count):
        day = now - timedelta(days=index * 350 // count)
        currency = ("NZD", "NZD", "NZD", "AUD", "NZD", "USD")[index % 6]
        complete(
            48_000 - index,
            now,
            connection_id=connection_id,
            company=_CLIENTS[index * 7 % len(_CLIENTS)],
            total=str(Decimal(115 + index * 37 % 4200) + Decimal(index % 100) / 100),
            currency=currency,
            issued_on=day.date().isoformat(),
            at=now - timedelta(minutes=30 + index * 3),
        )
    specials(now, connection_id)
    logs(now, connection_id)


def specials(now: datetime, connection_id: str = "kauri") -> None:
    ago = [now - timedelta(minutes=minutes) for minutes in range(30)]
    with_id = {"connection_id": connection_id}
    invoice(49_001, now, company="Tasman Dental", at=ago[1], **with_id)
    invoice(
        49_002, now, company="Kauri Property Group", at=ago[2], number=None,
        hold={"code": "NO_NUMBER", "message": "Waiting for Autotask to number this invoice",
              "since_at": ago[2]}, hold_until=now + timedelta(minutes=6), **with_id,
    )  # fmt: skip
    invoice(49_003, now, status="processing", company="Harbour Plumbing", at=ago[1], **with_id)
    invoice(
        49_004, now, status="processing", company="Pinnacle Wines", checking_since=ago[5],
        at=ago[5], **with_id,
    )  # fmt: skip
    for number in range(5):
        fault(
            49_010 + number, now, number % 3, company=_CLIENTS[number + 2], at=ago[6 + number],
            lines=many_lines(3), **with_id,
        )  # fmt: skip
    skip = {"code": "ZERO_VALUE", "message": "Its total is 0.00", "by": "rule", "at": ago[12]}
    invoice(
        49_020, now, status="skipped", total="0.00", skip=skip, company="Coastal Motors",
        at=ago[12], **with_id,
    )  # fmt: skip
    invoice(49_021, now, status="diagnostic", company="Ironbark Logistics", at=ago[13], **with_id)
    complete(
        49_022, now, total="-230.00", xero_kind="credit_note", company="Meridian Legal",
        at=ago[14], **with_id,
    )  # fmt: skip
    complete(
        49_023, now, company=HOSTILE_NAME, number="=1+1", at=ago[15], **with_id,
        notice={"code": "VOIDED_LATER", "message": "It was voided in Autotask after it was sent."},
    )  # fmt: skip


def telling(now: datetime, connection_id: str = "engine") -> None:
    """Records that say something of the posting engine: a difference, a trace, an adoption."""
    connection(now, connection_id, name="Engine room")
    with_id = {"connection_id": connection_id}
    differences = [
        {"field": "total", "autotask": "1,150.00 NZD", "xero": "1,140.00 NZD"},
        {"field": "due date", "autotask": "2026-12-12", "xero": "2026-12-20"},
    ]
    complete(
        49_030, now, company="Summit Schools Trust", **with_id,
        notice={"code": "DIFFERENT_IN_XERO", "message": "It has a payment on it in Xero.",
                "differences": differences},
    )  # fmt: skip
    complete(
        49_031, now, company="Tasman Dental", **with_id,
        notice={"code": "ADOPTED", "message": "INV-49031 was in Xero before."},
    )  # fmt: skip
    complete(
        49_032, now, company="Tasman Dental", **with_id,
        notice={"code": "NOT_APPROVED", "message": "Sent as approved, arrived as a draft."},
    )  # fmt: skip
    invoice(
        49_033, now, company="Northgate Architects", **with_id,
        hold={"code": "CONTACT_WANTED", "since_at": now,
              "message": "Xero has no contact for Northgate Architects. Close to it: "
              "Northgate Arch., North Gate Ltd"}, hold_until=now + timedelta(minutes=15),
    )  # fmt: skip
    invoice(
        49_034, now, company="Ironbark Logistics", status="diagnostic", traced=True, **with_id,
        trace=[
            {"at": now - timedelta(minutes=3), "kind": "decision", "title": "4 decisions",
             "body": "account of line 1: 210 - by the mapping table"},
            {"at": now - timedelta(minutes=2), "kind": "call", "title": "PUT Invoices",
             "body": '{"InvoiceNumber":"INV-49034","LineItems":[{"UnitAmount":100.10}]}'},
            {"at": now - timedelta(minutes=2), "kind": "answer", "title": "Refused",
             "body": '{"ValidationErrors":[{"Message":"Account must be valid."}]}'},
        ],
    )  # fmt: skip


def shut_out(now: datetime) -> None:
    """Connections whose Xero side needs a person, or passes."""
    for state, message in (
        ("disconnected", "The organisation is no longer connected in Xero."),
        ("scope_missing", "The consent lacks accounting.invoices."),
        ("limited_day", "Xero's daily limit is reached."),
        ("maintenance", "Xero is offline for maintenance."),
        ("limited_minute", "60 calls in this minute."),
    ):
        health = {**_ok(now), "state": state, "message": message}
        connection(now, state.replace("_", "-"), name=f"Kauri {state}", xero_health=health)
    standing = {"NO_APPROVAL_RIGHT": {"message": "Drafts came back.", "since_at": now}}
    connection(now, "warned", name="Kauri warned", warnings=standing)
    fault(51_000, now, connection_id="disconnected")


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


def many_lines(count: int) -> list[dict[str, Any]]:
    words = (
        "Managed Services – Onsite",
        "Microsoft 365 Business Premium",
        "Hardware: docking station",
    )
    return [_line(index, words[index % 3], Decimal(100 + index)) for index in range(count)]


def logs(now: datetime, connection_id: str = "kauri", count: int = 230) -> None:
    said = (
        ("info", "autotask_ingestion", "PAGE_READ", "Asked Autotask for new invoices: 3 found."),
        ("info", "xero_posting", "POSTED", "Xero has the invoice, totals agree."),
        ("warning", "xero_posting", "RATE_LIMIT", "Waiting 12 s: 58 of 60 calls this minute."),
        ("error", "xero_posting", "ACCOUNT_ARCHIVED", "Account code '204' has been archived."),
        ("info", "purchase_order_sync", "READ", "No purchase order changed."),
    )
    for index in range(count):
        level, service, code, message = said[(index * 7 + index // 3) % 5]
        LogEntryDocument(
            id=f"{connection_id}-{index:05d}",
            connection=connection_id,
            at=now - timedelta(seconds=41 * index),
            run_id=f"run-{index // 20:04d}",
            level=level,
            service=service,
            autotask_id=48_000 - index if service == "xero_posting" else None,
            code=code,
            message=message,
            detail={"method": "PUT", "status": 200} if index % 4 == 0 else {},
        ).save(force_insert=True)


def purchase_order(autotask_id: int, now: datetime, connection_id: str = "kauri") -> None:
    PurchaseOrderDocument(
        id=f"{connection_id}/{autotask_id}",
        connection=connection_id,
        autotask_id=autotask_id,
        number=f"PO-{autotask_id}",
        vendor_id=3,
        vendor="Ingram Distribution",
        vendor_folded="ingram distribution",
        ordered_on=now.date().isoformat(),
        autotask_status="Submitted",
        currency="NZD",
        subtotal=Decimal("300.00"),
        total=Decimal("345.00"),
        content_hash="hash",
        created_at=now,
        status="pending_sync",
        lines=[],
        ingested_at=now,
        updated_at=now,
    ).save(force_insert=True)


def _ok(now: datetime) -> dict[str, Any]:
    return {
        "state": "ok",
        "message": "",
        "since_at": now - timedelta(days=3),
        "last_good_at": now - timedelta(minutes=1),
    }


def _line(number: int, description: str, net: Decimal) -> dict[str, Any]:

    return Line(
        autotask_id=number,
        description=description,
        quantity=Decimal(1),
        rate=net,
        net=net,
        tax=(net * Decimal("0.15")).quantize(Decimal("0.01")),
        billing_code="Managed Services",
        sort_order=number,
    )


def _decisions(lines: Sequence[Line]) -> list[DecisionRecord]:
    """What was decided about each line, and about the document."""
    of_document = [
        DecisionRecord(subject="number", value="INV-1", reason="Autotask's own number."),
        DecisionRecord(subject="due_date", value="2026-12-12", reason="Autotask's due date."),
    ]
    return of_document + [
        DecisionRecord(subject=subject, value=value, reason=reason, line=line.autotask_id)
        for line in lines
        for subject, value, reason in (
            ("account", "210", "Billing code Managed Services -> 210 by the mapping table."),
            ("tax", "OUTPUT2", "Tax region New Zealand GST -> OUTPUT2 by the mapping table."),
        )
    ]


def _step(at: datetime, source: str | None, target: str, code: str, message: str) -> Any:

    return HistoryEntry(
        at=at,
        source=source,
        target=target,
        code=code,
        message=message,
        by="sync",
        run_id="run-0001",
    )
