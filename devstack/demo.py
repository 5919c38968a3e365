"""Fills the demo: a user, an API token, and one connection with consent at both vendors."""

import json
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.domain.errors import UnavailableError
from core.runtime.clock import utc_now
from core.runtime.rpc_client import RpcClient
from core.store import api_tokens, connect, connections, users
from core.store.sealing import Sealer
from devstack.install import InstallSecrets
from devstack.part import NotAvailableError
from devstack.settings import StackSettings

USER = "demo@counterfoil.example"

_CONNECTION = Path(__file__).with_name("demo_connection.json")
_CONSENT_SECONDS = 30


def ensure(settings: StackSettings, known: InstallSecrets, told: Mapping[str, str]) -> None:
    """Safe to call at every start: what is there already is left, or brought to today's values."""
    now = utc_now()
    connect.connect(told["MONGO_URI"])
    try:
        users.ensure(email=USER, name="Demo", role="admin", password=known.demo_password, now=now)
        api_tokens.ensure(token=known.api_token, name="Demo", role="admin", now=now)
        connection = _connection(known)
        connections.ensure(connection, Sealer(known.secret_key), now)
        stored = connections.get(connection["id"])
        if stored is None or stored.token_set_id is None:
            _give_consent(settings, connection["id"], told["AMQP_URI"])
    finally:
        connect.disconnect()


def _connection(known: InstallSecrets) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(_CONNECTION.read_text())
    return {
        **told,
        "autotask": {
            "user": known.autotask_user,
            "secret": known.autotask_secret,
            "integration_code": known.autotask_integration_code,
        },
    }


def _give_consent(settings: StackSettings, connection_id: str, amqp_uri: str) -> None:
    """What an administrator does once in a browser: agree at Xero, and let the product have the code."""
    redirect_uri = f"{settings.public_url}/connect/xero/callback"
    code = _ask_for_code(settings.xero_port, redirect_uri)
    client = RpcClient(amqp_uri)
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
        raise NotAvailableError(
            f"The demo could not be connected to Xero: {answer['problem']['message']}"
        )


def _ask_for_code(xero_port: int, redirect_uri: str) -> str:
    request = urllib.request.Request(
        f"http://127.0.0.1:{xero_port}/_sandbox/consents",
        data=json.dumps({"redirect_uri": redirect_uri}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - see above.
        code: str = json.load(response)["code"]
    return code
