"""Whole connections: about a year of one, what needs an eye, what needs a person."""

from datetime import datetime, timedelta
from decimal import Decimal

from tests.factories.world.connections import connection, health
from tests.factories.world.invoices import complete, fault, invoice, many_lines
from tests.factories.world.logs import logs
from tests.factories.world.names import CLIENTS, HOSTILE_NAME


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
            company=CLIENTS[index * 7 % len(CLIENTS)],
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
            49_010 + number, now, number % 3, company=CLIENTS[number + 2], at=ago[6 + number],
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
        bad = {**health(now), "state": state, "message": message}
        connection(now, state.replace("_", "-"), name=f"Kauri {state}", xero_health=bad)
    standing = {"NO_APPROVAL_RIGHT": {"message": "Drafts came back.", "since_at": now}}
    connection(now, "warned", name="Kauri warned", warnings=standing)
    fault(51_000, now, connection_id="disconnected")
