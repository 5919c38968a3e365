"""A connection's row becomes the API's shapes."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from gateway.api import connection_schemas as shapes
from gateway.presenters.autotask_hour import hour_view
from gateway.presenters.connections import xero_health
from gateway.presenters.document_rows import Lens, limit_sentence


def connection(through: Lens) -> shapes.ConnectionOut:
    row = through.connection
    return shapes.ConnectionOut(
        id=row.id,
        name=row.name,
        state=row.state,
        autotask=autotask(through),
        xero=xero(through),
        warnings=[shapes.StandingWarningOut(**asdict(each)) for each in row.warnings],
        settings=dict(row.settings),
        last_run_at=row.ingest.last_run_at,
        next_run_at=row.next_look_at,
        updated_at=row.updated_at,
    )


def autotask(through: Lens) -> shapes.AutotaskOut:
    return shapes.AutotaskOut(**autotask_fields(through))


def autotask_fields(through: Lens) -> dict[str, Any]:
    row, hour = through.connection, hour_view(through)
    return {
        **asdict(row.autotask),
        "user": row.autotask_user,
        "zone": urlsplit(row.autotask_zone_url).netloc or None,
        "shared_with": row.autotask_of or None,
        "calls_this_hour": hour and hour.used,
        "calls_per_hour": hour and hour.limit,
        "hour": hour
        and shapes.HourOut(
            limit=hour.limit,
            used=hour.used,
            is_own=hour.is_own,
            share=row.autotask_share,
            stop_at=hour.stop_at,
            read_at=row.autotask_budget.hour_read_at,
        ),
    }


def xero(through: Lens) -> shapes.XeroOut:
    row = through.connection
    budget = row.xero_budget
    is_blocked = budget.blocked_until_at is not None and budget.blocked_until_at > through.now
    return shapes.XeroOut(
        **asdict(xero_health(row)),
        organisation=row.xero_organisation,
        base_currency=row.xero_base_currency,
        timezone=row.xero_timezone,
        token_expires_at=row.token_expires_at,
        calls_left_today=budget.day_remaining,
        blocked_until=budget.blocked_until_at if is_blocked else None,
        blocked_reason=limit_sentence(through) if is_blocked else None,
    )
