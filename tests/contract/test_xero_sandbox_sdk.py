"""Xero's own Python SDK, an independent and strict client, gets along with the sandbox."""

import json
import subprocess
import sys
from pathlib import Path

from tests.contract.xero_sandbox import CLIENT_ID, CLIENT_SECRET, RunningSandbox

READER = Path(__file__).with_name("xero_sdk_reader.py")


def test_the_official_sdk_creates_and_reads_back(tmp_path: Path) -> None:
    sandbox = RunningSandbox(tmp_path).start().connect()
    sandbox.put(sandbox.invoice("OLD-1", Url="https://psa.example/1")).raise_for_status()
    sandbox.door("payments", invoice="OLD-1", amount=15)
    bearer = sandbox.headers["Authorization"].removeprefix("Bearer ")
    order = {
        "url": sandbox.url,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "tenant": sandbox.headers["Xero-tenant-id"],
        "token": {
            "access_token": bearer,
            "refresh_token": "unused",
            "expires_in": 1800,
            "expires_at": 4_000_000_000,
            "token_type": "Bearer",
            "scope": ["accounting.invoices"],
        },
        "contact_id": sandbox.invoice("x")["Contact"]["ContactID"],
    }
    before = len(sandbox.look("requests")["requests"])
    ran = subprocess.run(
        [sys.executable, str(READER)],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    calls = sandbox.look(f"requests?since={before}")["requests"]
    sandbox.stop()
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "connections": ["Kauri Managed IT Limited"],
        "total": "243.5",
        "status": "AUTHORISED",
        "date": "2026-11-01",
        "second": ["Invoice # must be unique."],
        "refused": "Invoice # must be unique.",
        "organisation": "Kauri Managed IT Limited",
        "currency": "NZD",
        "lock": "2025-11-30",
        "contacts": 114,
        "accounts": 19,
        "tax_rates": 6,
        "tracking": 2,
        "themes": 2,
        "currencies": 3,
        "credit_notes": 0,
        "payments": 1,
        "invoices": 2,
        "numbers": ["OLD-1", "SDK-1"],
        "quantity": "1.2833",
        "url": "https://psa.example/1",
        "bill": ["AUTHORISED", "23.29", "", "https://psa.example/po/1"],
        "order": ["23.29", "AUTHORISED", "10.1234"],
        "option": "Australia",
        "order_taken": ["Order number must be unique"],
        "orders": 1,
        "order_deleted": "DELETED",
        "note": ["CN-0001", "AUTHORISED"],
        "credited": ["11.5", "232.0"],
        "allocated": ["11.5"],
        "files": ["one.txt"],
        "history": ["Posted"],
        "online": True,
    }
    assert {call["status"] for call in calls} == {200, 400}
