"""A connection with what a record's panel has to show: rows to choose, what was sent, 500 lines."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from core.domain.reference_data import Account, TaxRate
from core.store import organisation_lists
from core.store.documents import BatchDocument, InvoiceDocument
from tests.factories.world.connections import connection
from tests.factories.world.invoices import complete, fault, invoice, many_lines
from tests.factories.world.names import LONG_NAMES

_REVENUE = frozenset({"REVENUE"})


def mending(now: datetime, connection_id: str = "mend") -> None:
    """60,001 to 60,003 lack an account, 60,004 a tax rate; 60,010 was sent; 60,020 has 500 lines."""
    connection(now, connection_id, name="Mending", settings={"accounts": {"Labour": "200"}})
    _lists(connection_id, now)
    for number in range(3):
        at = now - timedelta(minutes=number)
        unmapped(60_001 + number, now, connection_id, at=at)
    unmapped(60_004, now, connection_id, code="TAX_UNMAPPED", values={"tax_region": "Fiji"})
    complete(60_010, now, connection_id=connection_id, sent_batch_id=f"{connection_id}-60010")
    _batch(60_010, now, connection_id)
    complete(60_020, now, connection_id=connection_id, lines=many_lines(500))
    invoice(60_021, now, connection_id, lines=[], company=LONG_NAMES[0])
    complete(60_022, now, connection_id=connection_id, company=LONG_NAMES[1])
    fault(60_023, now, connection_id=connection_id, company=LONG_NAMES[2])


def unmapped(
    autotask_id: int,
    now: datetime,
    connection_id: str,
    code: str = "ACCOUNT_UNMAPPED",
    values: dict[str, str] | None = None,
    **changes: Any,
) -> None:
    """A fault that one row of the options mends."""
    named = values or {"billing_code": "Hardware"}
    told = {
        "code": code, "side": "counterfoil", "title": f"“{next(iter(named.values()))}” is not mapped yet",
        "message": "Nothing was sent.", "next_step": "Choose it, then resync.",
        "link": "here:/configuration/accounts", "vendor_text": "", "at": now, "values": named,
    }  # fmt: skip
    fault(autotask_id, now, connection_id=connection_id, **{"fault": told, **changes})


def changed_by_somebody(autotask_id: int, connection_id: str = "mend") -> None:
    """One step more in its history."""
    InvoiceDocument._get_collection().update_one(
        {"_id": f"{connection_id}/{autotask_id}"},
        [{"$set": {"history": {"$concatArrays": ["$history", [{"$last": "$history"}]]}}}],
    )


def _lists(connection_id: str, now: datetime) -> None:
    accounts = (
        Account("200", "Sales", "ACTIVE", "REVENUE"),
        Account("210", "Hardware", "ACTIVE", "REVENUE"),
        Account("204", "Old sales", "ARCHIVED", "REVENUE"),
    )
    rates = (
        TaxRate("OUTPUT2", "15% GST on Income", Decimal(15), "ACTIVE", _REVENUE),
        TaxRate("NONE", "No GST", Decimal(0), "ACTIVE", _REVENUE),
    )
    organisation_lists.save_accounts(connection_id, accounts, now)
    organisation_lists.save_tax_rates(connection_id, rates, now)


def _batch(autotask_id: int, now: datetime, connection_id: str) -> None:
    line = {"Description": "Onsite", "Quantity": 1, "UnitAmount": 1000.5, "AccountCode": "200",
            "TaxType": "OUTPUT2", "TaxAmount": 150.08}  # fmt: skip
    document = {"Type": "ACCREC", "InvoiceNumber": f"INV-{autotask_id}", "Date": "2026-11-20",
                "CurrencyCode": "NZD", "Status": "DRAFT", "LineItems": [line]}  # fmt: skip
    BatchDocument(
        id=f"{connection_id}-{autotask_id}", connection=connection_id, tenant_id="t", kind="invoices",
        method="PUT", path="Invoices", body=json.dumps({"Invoices": [{}, document]}).encode(),
        body_hash="h", key="k", state="closed", fence=1, sends=1, outcome="settled",
        elements=[{"source_id": 1}, {"source_id": autotask_id}], created_at=now, last_sent_at=now,
    ).save(force_insert=True)  # fmt: skip
