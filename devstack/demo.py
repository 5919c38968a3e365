"""Fills the demo: a user, an API token, and one connection with consent at both vendors."""

import json
import sys
import urllib.request
from pathlib import Path
from typing import Any

from core.domain.errors import UnavailableError
from core.runtime.clock import utc_now
from core.runtime.rpc_client import RpcClient
from core.store import api_tokens, connect, connections, users
from core.store.sealing import Sealer
from devstack.part import NotAvailableError
from devstack.settings import DemoSettings, SettingsError, load_demo

USER = "demo@counterfoil.example"

_CONNECTION = Path(__file__).with_name("demo_connection.json")
_CONSENT_SECONDS = 30


def ensure(told: DemoSettings) -> None:
    """Safe to call at every start: what is there already is left, or brought to today's values."""
    now = utc_now()
    connect.connect(told.mongo_uri)
    try:
        users.ensure(email=USER, name="Demo", role="admin", password=told.demo_password, now=now)
        api_tokens.ensure(token=told.demo_api_token, name="Demo", role="admin", now=now)
        connection = _connection(told)
        connections.ensure(connection, Sealer(told.secret_key), now)
        stored = connections.get(connection["id"])
        if stored is None or stored.token_set_id is None:
            _give_consent(told, connection["id"])
    finally:
        connect.disconnect()


def _connection(told: DemoSettings) -> dict[str, Any]:
    described: dict[str, Any] = json.loads(_CONNECTION.read_text())
    return {
        **described,
        "autotask": {
            "user": told.sandbox_autotask_user,
            "secret": told.sandbox_autotask_secret,
            "integration_code": told.sandbox_autotask_integration_code,
        },
    }


def _give_consent(told: DemoSettings, connection_id: str) -> None:
    """What an administrator does once in a browser: agree at Xero, and let the product have the code."""
    redirect_uri = f"{told.public_url}/connect/xero/callback"
    code = _ask_for_code(told.demo_xero_door, redirect_uri)
    client = RpcClient(told.amqp_uri)
    try:
        answer = client.call(
            "xero_posting",
            "complete_oauth",
            timeout_seconds=_CONSENT_SECONDS,
            connection_id=connection_id,
            code=code,
            redirect_uri=redirect_uri,
            by="demo set-up",
        )
    except UnavailableError as problem:
        raise NotAvailableError(f"The demo could not be connected to Xero: {problem}") from problem
    finally:
        client.close()
    if not answer["ok"]:
        reason = answer["problem"]["message"]
        raise NotAvailableError(f"The demo could not be connected to Xero: {reason}")


def _ask_for_code(door: str, redirect_uri: str) -> str:
    request = urllib.request.Request(  # noqa: S310 - the sandbox on the loopback.
        f"{door}/_sandbox/consents",
        data=json.dumps({"redirect_uri": redirect_uri}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - see above.
        code: str = json.load(response)["code"]
    return code


def main() -> int:
    """For a place where no embedded stack calls `ensure`: `python -m devstack.demo`."""
    try:
        ensure(load_demo())
    except (SettingsError, NotAvailableError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
