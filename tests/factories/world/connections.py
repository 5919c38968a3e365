"""Connections in every state, and who may look at them."""

from datetime import datetime, timedelta
from typing import Any

from core.store import api_tokens, users
from core.store.documents import (
    BudgetDocument,
    CheckpointDocument,
    ConnectionDocument,
    TokenSetDocument,
)
from tests.factories.world.names import PASSWORD, PEOPLE, TOKENS


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
        "autotask_health": health(now),
        "xero_health": health(now),
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
        # Not late before the longest suite that reads this world is over.
        next_run_at=now + timedelta(hours=1),
    ).save(force_insert=True)


def health(now: datetime) -> dict[str, Any]:
    return {
        "state": "ok",
        "message": "",
        "since_at": now - timedelta(days=3),
        "last_good_at": now - timedelta(minutes=1),
    }
