"""Moves an unposted invoice between connections that share an Autotask tenant.

Nothing may be posted twice, whoever dies or sleeps between two steps, so the order is fixed:
1. What stands where it lived is closed: Skipped, ROUTED_ELSEWHERE. Where nothing stands yet, a
   closed record takes the place, so that a sleeper cannot put an open one there any more.
2. The route changes (`core.store.routes`), by compare-and-set; to itself when it leads there
   already, so that who closed what stands there cannot lead it away any more.
3. A record is inserted where it lives now; or the closed one that stands there is opened, but only
   as it stood before step 2, so that who has left it again meanwhile is not overruled.
Closed records carry `look_again` until step 3 is done, so that the next look heals what broke off.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pymongo.errors import DuplicateKeyError

from core.domain.admission import Skipped
from core.domain.errors import UnstorableError
from core.domain.status import Status, check
from core.store.documents import InvoiceDocument
from core.store.ingested_form import UNROUTABLE, Judged, Reading, first_form
from core.store.invoice_form import document_id
from core.store.invoices import REFRESHING, Step
from core.store.invoices.changes import ROUTED_ELSEWHERE, move
from core.store.unstorable import stand_in, storable

# Those of them that no person and no document in Xero stands behind may leave.
_MAY_LEAVE = (Status.PENDING_SYNC, Status.FAULT, Status.SKIPPED)
_BY_HAND = "BY_HAND"
_UNTOUCHED: dict[str, Any] = {"xero_id": None, "doubt": None, "batch_id": None}
_TO_KNOW = (
    *("connection", "autotask_id", "status", "version", "skip.code", "fault.code"),
    *("fault.message", "xero_id", "doubt", "batch_id", "look_again"),
)


@dataclass(frozen=True, slots=True)
class Stand:
    """What one connection has of an invoice.

    `is_closed`: it was routed elsewhere. `is_free`: nothing of it is at Xero or with a person.
    """

    connection_id: str
    autotask_id: int
    status: Status
    version: int
    is_closed: bool
    is_free: bool
    look_again: bool
    # Of a fault for want of a route.
    unroutable: str | None = None


def standing(
    connection_ids: Collection[str], autotask_ids: Collection[int]
) -> dict[int, list[Stand]]:
    """What all these connections have of these invoices; nothing for one that none has."""
    ids = [
        document_id(each, autotask_id) for each in connection_ids for autotask_id in autotask_ids
    ]
    stands: dict[int, list[Stand]] = {}
    for document in _invoices().find({"_id": {"$in": ids}}, dict.fromkeys(_TO_KNOW, 1)):
        stands.setdefault(document["autotask_id"], []).append(_to_stand(document))
    return stands


def _to_stand(document: dict[str, Any]) -> Stand:
    status = Status(document["status"])
    skip_code = (document.get("skip") or {}).get("code")
    fault = document.get("fault") or {}
    is_untouched = not any(document.get(name) for name in _UNTOUCHED)
    is_stopped = status is Status.FAULT and fault.get("code") == UNROUTABLE
    return Stand(
        connection_id=document["connection"],
        autotask_id=document["autotask_id"],
        status=status,
        version=document["version"],
        is_closed=status is Status.SKIPPED and skip_code == ROUTED_ELSEWHERE,
        is_free=status in _MAY_LEAVE and skip_code != _BY_HAND and is_untouched,
        look_again=bool(document.get("look_again")),
        unroutable=(fault.get("message") or "") if is_stopped else None,
    )


def close(stand: Stand, message: str, reading: Reading) -> bool:
    """Take an invoice out of a connection; False when it has changed there since.

    One that is closed already is closed anew, which ends whatever somebody was about to do with it.
    """
    if stand.status is not Status.SKIPPED:
        check(stand.status, Status.SKIPPED)
    step = Step(ROUTED_ELSEWHERE, message, reading.by, reading.at, reading.run_id)
    change = move(
        stand.status,
        Status.SKIPPED,
        step,
        skip={"code": ROUTED_ELSEWHERE, "message": message, "by": reading.by, "at": reading.at},
        hold=None,
        hold_until=None,
        not_before=None,
        fault=None,
        notice=None,
        unskipped=False,
        traced=False,
        look_again=True,
    )
    result = _invoices().update_one({**_as_it_stands(stand), **_UNTOUCHED}, change)
    return bool(result.modified_count)


def occupy(connection_id: str, judged: Judged, message: str, reading: Reading) -> bool:
    """Put a closed record where nothing stands; False when something does by now."""
    closed = Judged(judged.ingested, Skipped(ROUTED_ELSEWHERE, message))
    try:
        return _put(connection_id, closed, reading)
    except UnstorableError as error:
        bare = stand_in(judged, str(error)).ingested
        return _put(connection_id, Judged(bare, closed.verdict), reading)


def _put(connection_id: str, closed: Judged, reading: Reading) -> bool:
    try:
        with storable():
            form = first_form(connection_id, closed, reading)
            _invoices().insert_one({**form, "look_again": True})
    except DuplicateKeyError:
        return False
    return True


def reopen(stand: Stand, message: str, reading: Reading) -> bool:
    """Let an invoice go on that is routed here after all; False when it has changed since.

    It is held without an end until it has been judged: what breaks off here is not posted.
    """
    check(stand.status, Status.PENDING_SYNC)
    step = Step("ROUTED", message, reading.by, reading.at, reading.run_id)
    change = move(
        stand.status,
        Status.PENDING_SYNC,
        step,
        hold={"code": REFRESHING, "message": message, "since_at": reading.at},
        hold_until=None,
        not_before=None,
        skip=None,
        fault=None,
        look_again=False,
    )
    result = _invoices().update_one({**_as_it_stands(stand), **_UNTOUCHED}, change)
    return bool(result.modified_count)


def arrived(connection_ids: Collection[str], autotask_ids: Collection[int]) -> None:
    """They stand where their routes lead; closed records of them need no further look."""
    ids = [
        document_id(each, autotask_id) for each in connection_ids for autotask_id in autotask_ids
    ]
    _invoices().update_many(
        {"_id": {"$in": ids}, "skip.code": ROUTED_ELSEWHERE, "look_again": True},
        {"$set": {"look_again": False}},
    )


def unroutable_ids(connection_id: str, limit: int) -> list[int]:
    """Invoices without a route, those that were asked for longest ago first."""
    wanted = {
        "connection": connection_id,
        "status": Status.FAULT.value,
        # "string" opens the index of faults.
        "fault.code": {"$type": "string", "$eq": UNROUTABLE},
    }
    found = _invoices().find(wanted, {"autotask_id": 1}).sort("looked_at", 1).limit(limit)
    return [document["autotask_id"] for document in found]


def _as_it_stands(stand: Stand) -> dict[str, Any]:
    return {
        "_id": document_id(stand.connection_id, stand.autotask_id),
        "status": stand.status.value,
        "version": stand.version,
    }


def _invoices() -> Any:
    return InvoiceDocument._get_collection()
