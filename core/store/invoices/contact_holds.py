"""Invoices that wait for a contact in Xero because the connection asks before it makes one."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from core.domain.status import Status
from core.store.invoices.changes import Step, collection, move
from core.store.invoices.queue import CONTACT_WANTED, due_filter


def hold_pending(connection_id: str, company_id: int, until: datetime, step: Step) -> list[int]:
    """What a company has due waits; returns the Autotask ids that did not wait before.

    One that waited already, and was looked at in vain, waits on without a line of history.
    """
    wanted = {**due_filter(connection_id, step.at), "company_id": company_id, "xero_id": None}
    collection().update_many(
        {**wanted, "hold.code": step.code},
        {"$set": {"hold.message": step.message, "hold_until": until}},
    )
    wanted = {**wanted, "hold.code": {"$ne": step.code}}
    found = collection().find(wanted, {"autotask_id": 1})
    ids = sorted(document["autotask_id"] for document in found)
    hold = {"code": step.code, "message": step.message, "since_at": step.at}
    waits = move(Status.PENDING_SYNC, Status.PENDING_SYNC, step, hold=hold, hold_until=until)
    collection().update_many(wanted, waits)
    return ids


def release(
    connection_id: str, company_ids: Collection[int], fault_codes: Collection[str], step: Step
) -> list[int]:
    """The company has its contact: what waited for it goes on, and what stopped for want of it."""
    of_companies = {"company_id": {"$in": list(company_ids)}}
    waiting = {**_waiting(connection_id), **of_companies}
    stopped = {**_stopped(connection_id, fault_codes), **of_companies}
    return _go_on(waiting, Status.PENDING_SYNC, step) + _go_on(stopped, Status.FAULT, step)


def companies_without(connection_id: str, fault_codes: Collection[str]) -> set[int]:
    """Companies of invoices that wait for a contact, or stopped for want of one."""
    found: set[int] = set()
    for wanted in (_waiting(connection_id), _stopped(connection_id, fault_codes)):
        found.update(collection().distinct("company_id", wanted))
    return found


def _waiting(connection_id: str) -> dict[str, Any]:
    return {
        "connection": connection_id,
        "status": Status.PENDING_SYNC.value,
        "hold.code": CONTACT_WANTED,
    }


def _stopped(connection_id: str, fault_codes: Collection[str]) -> dict[str, Any]:
    return {
        "connection": connection_id,
        "status": Status.FAULT.value,
        "fault.code": {"$in": list(fault_codes)},
        "xero_id": None,
    }


def _go_on(wanted: dict[str, Any], source: Status, step: Step) -> list[int]:
    found = collection().find(wanted, {"autotask_id": 1})
    ids = sorted(document["autotask_id"] for document in found)
    free = {"hold": None, "hold_until": None, "not_before": None, "fault": None}
    collection().update_many(wanted, move(source, Status.PENDING_SYNC, step, **free))
    return ids
